/* What every page does beyond its HTML. Loaded before the body, so that nothing jumps when script is there. */
document.documentElement.classList.add("js");

(() => {
  const menus = () => [...document.querySelectorAll("details.menu[open]")];

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "Escape") {
      const open = menus();
      open.forEach((menu) => {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      });
      if (typing && !open.length && !typing.closest("dialog")) typing.blur();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "?") {
      const keys = document.getElementById("keys");
      if (keys && keys.showModal) { event.preventDefault(); keys.showModal(); }
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      const chosen = event.target.closest(".menu-box a, .menu-box button");
      if (!menu.contains(event.target) || (chosen && menu.contains(chosen))) menu.open = false;
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
})();
