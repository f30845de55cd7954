/* Dialogs: what carries data-open="id" opens one, what carries data-close closes the one it stands in.
   Esc and the way back of the focus are the browser's own. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog && dialog.showModal && !dialog.open) { event.preventDefault(); dialog.showModal(); }
    return;
  }
  const closer = event.target.closest("[data-close]");
  const around = event.target.closest("dialog[open]");
  // A click on the ground behind lands on the dialog itself.
  const behind = around && event.target === around && !around.hasAttribute("data-stay");
  if (around && (closer || behind)) { event.preventDefault(); around.close(); }
});
