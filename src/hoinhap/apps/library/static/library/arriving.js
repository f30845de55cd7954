/* A file on its way: one line that says what is happening to it, how far it is, and lets a person stop it.

   The server answers with lines of JSON while it reads, so that a long scan is followed page by page. XMLHttpRequest
   and not fetch, because only it tells how much of a file has been sent. */
window.arriving = (() => {
  const list = document.getElementById("arrivals");
  if (!list) return null;
  const say = list.dataset;

  function strong(words) {
    const made = document.createElement("strong");
    made.textContent = words;
    return made;
  }

  function link(address, words, lang) {
    const made = document.createElement("a");
    made.href = address;
    made.textContent = words;
    if (lang) made.lang = lang;
    return made;
  }

  function outcome(event) {
    const row = document.createElement("p");
    row.className = event.url ? "arrival good" : "arrival bad";
    if (event.url) row.append(strong(say.kept), " ", link(event.url, event.heading, "vi"), `: ${event.said}.`);
    else row.append(strong(say.refused), " ", event.refusal);
    if (event.known) row.append(" ", link(event.known, say.known));
    return row;
  }

  /* Put a waiting line into the list; `go(form, body)` sends it and gives the addresses of what was
     kept, and whether that is all there is to say. */
  function line(name) {
    const row = document.createElement("p");
    const words = document.createElement("span");
    const bar = document.createElement("progress");
    const stop = document.createElement("button");
    let request = null;
    let stopped = false;
    row.className = "arrival going";
    words.textContent = `${name}: ${say.waiting} `;
    // Forty pages are not said forty times: the line is announced when it comes and when it ends.
    words.setAttribute("aria-live", "off");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    stop.type = "button";
    stop.className = "btn btn-sm";
    stop.textContent = say.stop;
    stop.setAttribute("aria-label", `${say.stop}: ${name}`);
    row.append(words, bar, stop);
    list.append(row);

    const tell = (what, value, max) => {
      const said = `${name}: ${what} `;
      if (words.textContent !== said) words.textContent = said;
      if (value === undefined) bar.removeAttribute("value");
      else { bar.max = max; bar.value = value; }
    };
    const end = (what) => {
      row.className = what === say.stopped ? "arrival" : "arrival bad";
      row.replaceChildren(`${name}: ${what}`);
    };
    stop.addEventListener("click", () => {
      stopped = true;
      if (request) request.abort();
      end(say.stopped);
    });

    /* The worker has the file: ask how far it is, until it is over, or gone without an outcome. */
    function follow(address, take, over, gone = () => {}) {
      stop.addEventListener("click", () => {
        const body = new FormData();
        body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
        fetch(`${address}/dung`, { method: "POST", body, redirect: "manual" }).finally(gone);
      });
      const ask = async () => {
        if (stopped) return;
        let event = { waiting: address };
        try {
          const answer = await fetch(address, { headers: { Accept: "application/json" } });
          if (answer.ok) event = await answer.json();
          else if (answer.status === 404 || answer.status === 401) { end(say.stale); gone(); return; }
        } catch { /* The line is cut: the file is safe with the worker, so ask again. */ }
        if (stopped) return;
        if (event.stopped) { end(say.stopped); gone(); return; }
        if (event.waiting) {
          if (event.page) tell(say.page.replace("##", event.pages).replace("#", event.page), event.page - 1, event.pages);
          else tell(say.queued);
          setTimeout(ask, 700);
          return;
        }
        take(event);
        over();
      };
      ask();
    }

    function go(form, body) {
      return new Promise((done) => {
        const kept = [];
        let refused = false;
        const finish = (clean) => done({ kept, clean: clean && !refused });
        if (stopped) { finish(false); return; }
        let seen = 0;
        let whole = false;
        let later = "";
        const take = (event) => {
          if (event.end) whole = true;
          else if (event.document) tell(say.document.replace("##", event.documents).replace("#", event.document), event.document - 1, event.documents);
          else if (event.waiting) { later = event.waiting; tell(say.queued); }
          else if (event.page) tell(say.page.replace("##", event.pages).replace("#", event.page), event.page - 1, event.pages);
          else if (event.url || event.refusal) { row.before(outcome(event)); tell(say.reading); if (event.url) kept.push(event.url); else refused = true; }
        };
        const read = () => {
          const text = request.responseText;
          for (let at = text.indexOf("\n", seen); at >= 0; at = text.indexOf("\n", seen)) {
            const words = text.slice(seen, at);
            seen = at + 1;
            if (words) take(JSON.parse(words));
          }
        };
        request = new XMLHttpRequest();
        request.open("POST", form.action);
        request.setRequestHeader("Accept", "application/x-ndjson");
        request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) tell(say.sending, event.loaded, event.total); });
        request.upload.addEventListener("load", () => tell(say.reading));
        request.addEventListener("progress", () => { if (request.status === 200) read(); });
        request.addEventListener("abort", () => finish(false));
        request.addEventListener("error", () => { end(say.failed); finish(false); });
        request.addEventListener("load", () => {
          if (request.status === 200) read();
          if (whole && later) { follow(later, take, () => { row.remove(); finish(true); }, () => finish(false)); return; }
          if (whole) row.remove(); else end(request.status === 403 ? say.stale : say.failed);
          finish(whole);
        });
        tell(say.sending, 0, 1);
        request.send(body);
      });
    }
    return { go, follow, row };
  }

  /* Files that were being read when the page was left. */
  list.querySelectorAll("[data-poll]").forEach((old) => {
    const made = line(old.dataset.name);
    old.replaceWith(made.row);
    made.follow(old.dataset.poll, (event) => made.row.before(outcome(event)), () => { made.row.remove(); window.location.reload(); });
  });

  const again = document.getElementById("again");
  if (again) {
    again.addEventListener("submit", async (event) => {
      event.preventDefault();
      again.hidden = true;
      const { kept } = await line(again.dataset.name).go(again, new FormData(again));
      // All of them, of which only refusals are told, or the one of this page.
      if (kept.length || !list.querySelector(".arrival")) window.location.reload();
      else again.hidden = false;
    });
  }
  return { line };
})();
