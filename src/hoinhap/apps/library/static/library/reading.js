/* The document and its items move each other; keys and buttons decide; a thin line ties the two sides. */
(() => {
  const paper = document.getElementById("paper");
  const side = document.getElementById("panel-side");
  const tie = document.querySelector("#tie path");
  const fromSelection = document.getElementById("from-selection");
  if (!paper || !side) return;
  let now = null;
  let chosenPlace = 0;

  const lines = () => [...side.querySelectorAll(".duty")];
  const item = (ref) => document.getElementById(`d${ref}`);
  const sentences = (ref) => [...paper.querySelectorAll(".said")].filter((span) => span.dataset.duty.split(" ").includes(ref));
  const wide = window.matchMedia("(min-width: 1000px)");

  function show(ref, from) {
    now = ref;
    lines().forEach((line) => {
      const chosen = line.dataset.duty === ref;
      line.classList.toggle("now", chosen);
      const link = line.querySelector(".duty-line");
      if (chosen) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
    paper.querySelectorAll(".said.now").forEach((span) => span.classList.remove("now"));
    const spans = sentences(ref);
    spans.forEach((span) => span.classList.add("now"));
    const narrow = !wide.matches;
    const line = item(ref);
    chosenPlace = lines().indexOf(line);
    if (line && from !== "start" && !(from === "list" && narrow)) line.scrollIntoView({ block: "nearest" });
    if (spans.length && !narrow && from !== "paper" && from !== "start") spans[0].scrollIntoView({ block: "center" });
    if (line && from === "keys") line.querySelector(".duty-line").focus({ preventScroll: true });
    draw();
  }

  function draw() {
    if (!tie) return;
    const line = now === null ? null : item(now);
    const span = now === null ? null : sentences(now)[0];
    tie.removeAttribute("d");
    if (!line || !span || !wide.matches) return;
    const frame = tie.ownerSVGElement.getBoundingClientRect();
    const block = (span.closest("table, .block") || span).getBoundingClientRect();
    const first = span.getClientRects()[0];
    const card = line.getBoundingClientRect();
    if (!first) return;
    const y1 = first.top + first.height / 2 - frame.top;
    const y2 = card.top + 18 - frame.top;
    if (y1 < 0 || y2 < 0 || y1 > frame.height || y2 > frame.height) return;
    const x1 = block.right - frame.left + 4;
    const x2 = card.left - frame.left;
    const middle = paper.getBoundingClientRect().right - frame.left;
    tie.setAttribute("d", `M${x1} ${y1}H${middle}V${y2}H${x2}`);
  }

  function walk(step) {
    const all = lines();
    if (!all.length) return;
    const at = all.findIndex((line) => line.dataset.duty === now);
    const to = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step));
    show(all[to].dataset.duty, "keys");
  }

  /* What is decided is muted in the paper too. */
  function mute() {
    const open = new Map(lines().map((line) => [line.dataset.duty, line.dataset.open === "1"]));
    paper.querySelectorAll(".said").forEach((span) => {
      const known = span.dataset.duty.split(" ").filter((ref) => open.has(ref));
      if (known.length) span.classList.toggle("decided", !known.some((ref) => open.get(ref)));
    });
  }

  /* After an act the next open item is at hand; what was made, or taken back, stays at hand. */
  function goOn() {
    const done = document.getElementById("done");
    const all = lines();
    if (!all.length) return draw();
    const touched = done ? all.filter((line) => (done.dataset.touched || "").split(" ").includes(line.dataset.duty)) : [];
    if (touched.length && ("stays" in done.dataset || touched.some((line) => line.dataset.open === "1"))) {
      return show(touched[0].dataset.duty, "keys");
    }
    const from = Math.max(0, now !== null && item(now) ? all.indexOf(item(now)) : chosenPlace);
    const next = [...all.slice(from), ...all.slice(0, from)].find((line) => line.dataset.open === "1");
    show((next || all[Math.min(from, all.length - 1)]).dataset.duty, "keys");
  }

  /* Whoever types faster than the server answers is served in turn. */
  const waiting = [];
  let busy = false;
  const ofPage = "AuUnMD";
  const keys = `aesxtrjkm${ofPage}`;

  function press(key) {
    if (document.getElementById("editor")) return false;
    if (key === "j" || key === "k") { walk(key === "j" ? 1 : -1); return true; }
    if (key === "m") { choose(); return true; }
    if (key === "n" && selected()) return addFromSelection();
    const line = now === null ? null : item(now);
    const place = ofPage.includes(key) ? document : line;
    const target = place && [...place.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent !== null);
    if (!target) return false;
    target.click();
    return true;
  }

  function settle() {
    busy = false;
    side.classList.remove("busy");
    while (waiting.length && !busy) press(waiting.shift());
  }

  function choose() {
    const box = now !== null && item(now) && item(now).querySelector('input[name="item"]');
    if (!box) return;
    box.checked = !box.checked;
    chosen();
  }

  function chosen() {
    const bar = document.getElementById("chosen");
    if (!bar) return;
    const count = side.querySelectorAll('input[name="item"]:checked').length;
    bar.hidden = count < 2;
    const said = bar.querySelector("[data-many]");
    said.textContent = said.dataset.many.replace("#", count);
  }

  /* --- a sentence that is marked by hand becomes a duty --- */
  function selected() {
    const range = window.getSelection();
    /* The number in the margin is no word of the document. */
    const first = range.rangeCount ? range.getRangeAt(0).startContainer.parentElement : null;
    const margin = first && first.closest(".margin");
    const words = String(range).trim().replace(margin ? margin.textContent.trim() : "", "").trim();
    if (!words || !range.rangeCount || !paper.contains(range.anchorNode)) return null;
    const start = range.getRangeAt(0).startContainer;
    const block = (start.nodeType === 1 ? start : start.parentElement).closest("[data-provision]");
    return block ? { words, provision: block.dataset.provision, range } : null;
  }

  function offer() {
    if (!fromSelection) return;
    const found = document.querySelector('#decide [data-key="n"]') ? selected() : null;
    fromSelection.hidden = !found;
    if (!found) return;
    const box = found.range.getRangeAt(0).getBoundingClientRect();
    const frame = fromSelection.parentElement.getBoundingClientRect();
    fromSelection.style.left = `${Math.max(8, box.left - frame.left)}px`;
    fromSelection.style.top = `${Math.min(frame.height - 48, box.bottom - frame.top + 6)}px`;
  }

  function addFromSelection() {
    const found = selected();
    if (!found) return false;
    const asked = new URLSearchParams({ "dieu-khoan": found.provision, doan: found.words });
    window.htmx.ajax("GET", `${fromSelection.dataset.url}?${asked}`, { target: "#adding" });
    fromSelection.hidden = true;
    window.getSelection().removeAllRanges();
    return true;
  }

  document.addEventListener("selectionchange", offer);
  fromSelection?.addEventListener("mousedown", (event) => event.preventDefault());
  fromSelection?.addEventListener("click", addFromSelection);

  side.addEventListener("click", (event) => {
    const link = event.target.closest(".duty-line");
    if (link) {
      event.preventDefault();
      show(link.closest(".duty").dataset.duty, "list");
      history.replaceState(history.state, "", `#${link.getAttribute("href").slice(1)}`);
    }
    const button = event.target.closest("[data-step]");
    if (button) walk(Number(button.dataset.step));
    if (event.target.closest("[data-cancel]")) {
      event.preventDefault();
      close();
    }
  });
  side.addEventListener("change", (event) => { if (event.target.name === "item") chosen(); });
  /* The editor stands inside the list's form: Enter in one of its fields must not press the list's first button. */
  side.addEventListener("keydown", (event) => {
    const editor = event.target.closest("#editor");
    if (!editor) return;
    if (event.key === "Escape") { event.stopPropagation(); close(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.matches("input"))) {
      event.preventDefault();
      editor.querySelector("[data-send]").click();
    }
  });

  function close() {
    const editor = document.getElementById("editor");
    if (editor) editor.remove();
    if (now !== null && item(now)) item(now).querySelector(".duty-line").focus();
  }

  paper.addEventListener("click", (event) => {
    const span = event.target.closest(".said");
    if (!span || String(window.getSelection())) return;
    const refs = span.dataset.duty.split(" ");
    const next = refs[(refs.indexOf(now) + 1) % refs.length];
    if (item(next)) show(next, "paper");
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length !== 1 || !keys.includes(event.key)) return;
    if (busy) {
      event.preventDefault();
      if (waiting.length < 50) waiting.push(event.key);
    } else if (press(event.key)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", () => { busy = true; side.classList.add("busy"); });
  for (const end of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(end, () => { waiting.length = 0; settle(); });
  }
  paper.addEventListener("scroll", draw, { passive: true });
  side.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw, { passive: true });
  /* A refusal is an answer that must be seen. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.getElementById("editor") && event.detail.target.closest(".editor-place, #adding, #editor")) {
      const first = document.querySelector("#editor textarea, #editor input:not([type=hidden])");
      document.getElementById("editor").scrollIntoView({ block: "nearest" });
      first.focus();
    } else if (event.detail.target.id === "panel") {
      fold();
      mute();
      if (event.detail.requestConfig?.verb === "post") goOn();
      else lookAgain();
    }
    settle();
  });

  /* Another list is shown: the focus stays where the person asked for it. */
  function lookAgain() {
    const all = lines();
    const line = (now !== null && item(now)) || all.find((one) => one.dataset.open === "1") || all[0];
    if (line) show(line.dataset.duty, "start"); else draw();
  }

  /* On a telephone the filters stand behind one word until they are wanted. */
  function fold() {
    if (!window.matchMedia("(max-width: 639px)").matches) return;
    side.querySelectorAll("details.narrow:not([data-set])").forEach((one) => { one.open = false; });
  }
  fold();

  const named = /^#[sd]([0-9a-f]{12})$/.exec(window.location.hash);
  const first = lines().find((line) => line.dataset.open === "1") || lines()[0];
  if (named && item(named[1])) show(named[1], "list");
  else if (first) show(first.dataset.duty, "start");
})();
