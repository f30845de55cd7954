/* The document and its duties move each other; j and k walk through the duties; a thin line ties the two. */
(() => {
  const paper = document.getElementById("paper");
  const side = document.getElementById("panel-side");
  const tie = document.querySelector("#tie path");
  if (!paper || !side) return;
  let now = null;

  const lines = () => [...side.querySelectorAll(".duty")];
  const duty = (number) => document.getElementById(`d${number}`);
  const sentences = (number) => [...paper.querySelectorAll(".said")].filter((span) => span.dataset.duty.split(" ").includes(number));
  const wide = window.matchMedia("(min-width: 1000px)");

  function show(number, from) {
    now = number;
    lines().forEach((item) => {
      const chosen = item.dataset.duty === number;
      item.classList.toggle("now", chosen);
      const link = item.querySelector(".duty-line");
      if (chosen) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
    paper.querySelectorAll(".said.now").forEach((span) => span.classList.remove("now"));
    const spans = sentences(number);
    spans.forEach((span) => span.classList.add("now"));
    const narrow = !wide.matches;
    const item = duty(number);
    if (item && from !== "start" && !(from === "list" && narrow)) item.scrollIntoView({ block: "nearest" });
    if (spans.length && !narrow && from !== "paper" && from !== "start") spans[0].scrollIntoView({ block: "center" });
    if (item && from === "keys") item.querySelector(".duty-line").focus({ preventScroll: true });
    draw();
  }

  function draw() {
    if (!tie) return;
    const item = now === null ? null : duty(now);
    const span = now === null ? null : sentences(now)[0];
    tie.removeAttribute("d");
    if (!item || !span || !wide.matches) return;
    const frame = tie.ownerSVGElement.getBoundingClientRect();
    const block = (span.closest("table, .block") || span).getBoundingClientRect();
    const first = span.getClientRects()[0];
    const card = item.getBoundingClientRect();
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
    const items = lines();
    if (!items.length) return;
    const at = items.findIndex((item) => item.dataset.duty === now);
    const to = at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step));
    show(items[to].dataset.duty, "keys");
  }

  side.addEventListener("click", (event) => {
    const link = event.target.closest(".duty-line");
    if (!link) return;
    event.preventDefault();
    show(link.closest(".duty").dataset.duty, "list");
    history.replaceState(history.state, "", `#${link.getAttribute("href").slice(1)}`);
  });
  side.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) walk(Number(button.dataset.step));
  });
  paper.addEventListener("click", (event) => {
    const span = event.target.closest(".said");
    if (!span || String(window.getSelection())) return;
    const numbers = span.dataset.duty.split(" ");
    const next = numbers[(numbers.indexOf(now) + 1) % numbers.length];
    if (duty(next)) show(next, "paper");
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "j" && event.key !== "k") return;
    event.preventDefault();
    walk(event.key === "j" ? 1 : -1);
  });
  paper.addEventListener("scroll", draw, { passive: true });
  side.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw, { passive: true });
  document.addEventListener("htmx:afterSwap", () => { if (now !== null && duty(now)) show(now, "paper"); else draw(); });

  const named = /^#[sd](\d+)$/.exec(window.location.hash);
  const first = lines().find((item) => !item.classList.contains("optional")) || lines()[0];
  if (named) show(named[1], "list");
  else if (first) show(first.dataset.duty, "start");
})();
