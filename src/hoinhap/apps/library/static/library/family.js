/* j and k walk through what a document asks for; Enter opens the provision, since the link has the focus. */
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "j" && event.key !== "k") return;
  const lines = [...document.querySelectorAll("[data-line]")];
  if (!lines.length) return;
  event.preventDefault();
  const at = lines.findIndex((line) => line.classList.contains("now"));
  const to = at < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
  lines.forEach((line, number) => line.classList.toggle("now", number === to));
  lines[to].querySelector("[data-open]").focus({ preventScroll: true });
  lines[to].scrollIntoView({ block: "nearest" });
});
