/* The day of a lineage: the knob under the drawing and the date field are one. Arrows go by a day, Page by a month. */
(() => {
  const form = document.querySelector("form[data-day]");
  const field = form && form.elements.ngay;
  const ranges = [...document.querySelectorAll("input[data-knots]")];
  if (!field || !ranges.length) return;
  const EPOCH = 719163; // 01/01/1970 as the knots count days
  const iso = (day) => new Date((day - EPOCH) * 864e5).toISOString().slice(0, 10);
  const ordinal = (text) => Date.parse(text + "T00:00:00Z") / 864e5 + EPOCH;
  const knots = new Map(ranges.map((range) => [range, range.dataset.knots.split(" ").map((pair) => pair.split(":").map(Number))]));

  // Straight lines between knots, one way and the other.
  const along = (points, value, from, to) => {
    let at = points.findIndex((point) => point[from] >= value);
    if (at < 0) return points[points.length - 1][to];
    if (at === 0) return points[0][to];
    const [before, after] = [points[at - 1], points[at]];
    return before[to] + (value - before[from]) / (after[from] - before[from]) * (after[to] - before[to]);
  };
  let day = ordinal(field.value);

  const show = (next) => {
    const points = knots.get(ranges[0]);
    day = Math.min(Math.max(Math.round(next), points[0][0]), points[points.length - 1][0]);
    const text = iso(day), said = text.split("-").reverse().join("/");
    field.value = text;
    for (const range of ranges) {
      const x = along(knots.get(range), day, 0, 1), line = range.closest("svg").querySelector("[data-day-line]");
      range.value = x;
      range.setAttribute("aria-valuetext", said);
      range.removeAttribute("data-newest");
      line.removeAttribute("hidden");
      line.querySelector("line").setAttribute("x1", x);
      line.querySelector("line").setAttribute("x2", x);
      line.querySelector("circle").setAttribute("cx", x);
      line.querySelector("text").setAttribute("x", x);
      line.querySelector("text").textContent = said;
    }
  };
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 30, PageDown: -30, Home: -Infinity, End: Infinity };

  for (const range of ranges) {
    range.addEventListener("input", () => show(along(knots.get(range), Number(range.value), 1, 0)));
    range.addEventListener("change", () => form.requestSubmit());
    range.addEventListener("keydown", (event) => {
      if (event.key === "Enter") form.requestSubmit();
      if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      show((Number.isNaN(day) ? along(knots.get(range), Number(range.value), 1, 0) : day) + steps[event.key]);
    });
  }
  field.addEventListener("input", () => { const next = ordinal(field.value); if (!Number.isNaN(next)) show(next); });
  // A drawing wider than its box opens at the day looked at, else at its newest end.
  for (const box of document.querySelectorAll(".lineage-scroll")) {
    const svg = box.querySelector("svg"), line = svg.querySelector("[data-day-line]:not([hidden]) line");
    const share = line ? line.getAttribute("x1") / svg.viewBox.baseVal.width : 1;
    box.scrollLeft = share * box.scrollWidth - box.clientWidth / 2;
  }
})();
