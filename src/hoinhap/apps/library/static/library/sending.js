/* Choosing agencies: narrow the list while typing, with or without marks; choose a group at once; count the chosen. */
(() => {
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
  const said = document.getElementById("said");
  const groups = document.getElementById("agency-groups");

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      text.select();
      // Without TLS the browser has no clipboard to offer: the old way copies what is selected.
      if (navigator.clipboard) await navigator.clipboard.writeText(text.value).catch(() => document.execCommand("copy"));
      else document.execCommand("copy");
      button.textContent = said.textContent = button.dataset.said;
    });
  }
  if (!groups) return;

  const search = document.getElementById("agency-search");
  const none = document.getElementById("no-agency");
  const count = document.getElementById("chosen-count");
  const boxes = [...groups.querySelectorAll("input[name='co-quan']")];
  const names = new Map(boxes.map((box) => [box, fold(box.parentElement.textContent)]));

  function narrow() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const box of boxes) {
      const shown = words.every((word) => names.get(box).includes(word));
      box.closest("li").hidden = !shown;
      left += shown;
    }
    for (const group of groups.querySelectorAll("fieldset")) group.hidden = !group.querySelector("li:not([hidden])");
    none.hidden = left > 0;
  }

  function tally() {
    for (const all of groups.querySelectorAll("input[name='nhom']")) {
      const own = [...all.closest("fieldset").querySelectorAll("input[name='co-quan']")];
      const chosen = own.filter((box) => box.checked).length;
      all.checked = chosen === own.length;
      all.indeterminate = chosen > 0 && chosen < own.length;
    }
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = chosen ? `${chosen} ${count.dataset.some}` : count.dataset.none;
  }

  groups.addEventListener("change", (event) => {
    if (event.target.name === "nhom") {
      for (const box of event.target.closest("fieldset").querySelectorAll("input[name='co-quan']")) box.checked = event.target.checked;
    }
    tally();
  });
  search.addEventListener("input", narrow);
  // Enter chooses nothing and sends nothing: what is typed here has already narrowed the list.
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  // A group may have been ticked before a person went back to this page.
  for (const all of groups.querySelectorAll("input[name='nhom']:checked")) {
    for (const box of all.closest("fieldset").querySelectorAll("input[name='co-quan']")) box.checked = true;
  }
  tally();
})();
