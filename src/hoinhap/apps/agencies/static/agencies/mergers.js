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
