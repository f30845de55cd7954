/* The column under the pointer or the focus is shown; arrows walk from cell to cell. */
(() => {
  let lit = null;

  function light(cell) {
    if (lit) lit.forEach((one) => one.classList.remove("here"));
    lit = null;
    const table = cell && cell.closest(".matrix");
    if (!table) return;
    lit = [table.querySelectorAll("col")[cell.cellIndex], table.tHead.rows[0].cells[cell.cellIndex]].filter(Boolean);
    lit.forEach((one) => one.classList.add("here"));
  }

  for (const kind of ["pointerover", "focusin"])
    document.addEventListener(kind, (event) => light(event.target.closest && event.target.closest(".matrix tbody td")));

  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const cell = step && event.target.closest && event.target.closest(".matrix tbody td, .matrix tbody th");
    if (!cell) return;
    const rows = [...cell.closest("tbody").rows];
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    // Empty cells are stepped over.
    for (;;) {
      row += step[0];
      column += step[1];
      const next = rows[row] && rows[row].cells[column];
      if (!next) return;
      const link = next.querySelector("a");
      if (link) { event.preventDefault(); link.focus(); return; }
    }
  });
})();
