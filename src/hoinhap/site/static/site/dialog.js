/* Dialogs: what carries data-open="id" opens one, what carries data-close closes the one it stands in.
   Esc and the way back of the focus are the browser's own, unless the opener stood in a menu that is closed again. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (!dialog || !dialog.showModal || dialog.open) return;
    event.preventDefault();
    const menu = opener.closest("details.menu");
    if (menu) dialog.addEventListener("close", () => menu.querySelector("summary").focus(), { once: true });
    dialog.showModal();
    return;
  }
  const around = event.target.closest("dialog[open]");
  if (!around) return;
  // A click on the ground behind lands on the dialog itself; what may be lost is not closed that way.
  const behind = event.target === around && !around.querySelector("form");
  if (behind || event.target.closest("[data-close]")) { event.preventDefault(); around.close(); }
});
