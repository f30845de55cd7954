/* Drop documents anywhere on the page; they are sent one after the other, each with a line of its own. */
(() => {
  if (window.matchMedia("(max-width: 639px)").matches) {
    document.querySelectorAll("details.narrow:not([data-set])").forEach((one) => { one.open = false; });
  }
  const form = document.getElementById("drop");
  const input = document.getElementById("files");
  if (!form || !input || !window.arriving) return;

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
    const waiting = files.map((file) => [file, window.arriving.line(file.name)]);
    input.value = "";
    const kept = [];
    let clean = true;
    for (const [file, line] of waiting) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      body.append("files", file);
      body.append("received_from", form.querySelector("[name=received_from]")?.value || "");
      const became = await line.go(form, body);
      kept.push(...became.kept);
      clean = clean && became.clean;
    }
    // One document, and nothing else to say: of a zip, a refusal of another would be lost with this page.
    if (clean && kept.length === 1 && files.length === 1) window.location.assign(kept[0]);
    else if (kept.length) await refresh();
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
})();
