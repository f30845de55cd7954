/* Agencies are offered while they are typed; without script a name or a code is typed in full. */
(() => {
  const list = document.getElementById("agencies");
  if (!list) return;
  let wanted = "";
  let wait = 0;
  const offer = async (words) => {
    const day = document.querySelector("input[name=dau-on]");
    const asked = new URLSearchParams({ q: words, ngay: (day && day.value) || list.dataset.day || "" });
    const answer = await fetch(`${list.dataset.offer}?${asked}`, { headers: { "HX-Request": "true" } });
    // Only what was typed last is offered, however the answers come in.
    if (answer.ok && words === wanted) list.innerHTML = await answer.text();
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches("input[data-agency]")) return;
    wanted = event.target.value.trim();
    clearTimeout(wait);
    if (wanted.length > 1 && !wanted.endsWith(")")) wait = setTimeout(offer, 150, wanted);
  });
})();

/* A nation takes most of a minute: the button says that it is under way, and a second press does nothing. */
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-once]")) return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  const button = event.target.querySelector("button[data-busy]");
  if (button) { button.textContent = button.dataset.busy; button.setAttribute("aria-disabled", "true"); }
});
// A page that is shown again by "back" may be sent again.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
