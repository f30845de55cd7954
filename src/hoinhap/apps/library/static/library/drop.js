/* Drop documents anywhere on the page; each is sent by itself, so that one refusal does not hold up the others. */
(() => {
  const form = document.getElementById("drop");
  const input = document.getElementById("files");
  const list = document.getElementById("arrivals");
  if (!form || !input || !list) return;

  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragenter", (event) => { if (carriesFiles(event)) { depth += 1; form.classList.add("over"); } });
  document.addEventListener("dragleave", (event) => { if (carriesFiles(event) && --depth <= 0) { depth = 0; form.classList.remove("over"); } });
  document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    form.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    sendAll([...input.files]);
  });

  input.addEventListener("change", () => { if (input.files.length) sendAll([...input.files]); });

  async function sendAll(files) {
    const answers = [];
    for (const file of files) answers.push(await send(file));
    input.value = "";
    const links = answers.filter(Boolean);
    if (files.length === 1 && links.length === 1) window.location.assign(links[0]);
    else if (links.length) await refresh();
  }

  /* Show what arrived in the list; the lines above it stay. */
  async function refresh() {
    const answer = await fetch(window.location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["count", "shelf"]) {
      const fresh = page.getElementById(id);
      const old = document.getElementById(id);
      if (fresh && old) old.replaceWith(document.adoptNode(fresh));
    }
  }

  function line(text) {
    const row = document.createElement("p");
    row.className = "arrival going";
    row.append(text);
    return row;
  }

  function send(file) {
    return new Promise((done) => {
      const row = line(`${file.name}: ${form.dataset.sending} `);
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      row.append(bar);
      list.append(row);
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      body.append("files", file);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "drop");
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
      request.upload.addEventListener("load", () => { bar.removeAttribute("value"); row.firstChild.data = `${file.name}: ${form.dataset.reading} `; });
      const fail = () => { const sorry = line(`${file.name}: ${form.dataset.failed}`); sorry.className = "arrival bad"; row.replaceWith(sorry); done(null); };
      request.addEventListener("error", fail);
      request.addEventListener("load", () => {
        if (request.status !== 200 && request.status !== 422) return fail();
        const answer = new DOMParser().parseFromString(request.responseText, "text/html");
        const rows = [...answer.querySelectorAll(".arrival")];
        row.replaceWith(...rows.map((item) => document.adoptNode(item)));
        const good = rows.find((item) => item.dataset.href);
        return done(good ? good.dataset.href : null);
      });
      request.send(body);
    });
  }
})();
