/* What every page does beyond its HTML. Loaded before the body, so that nothing jumps when script is there. */
document.documentElement.classList.add("js");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape" && typing) typing.blur();
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.getElementById("search");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
});
