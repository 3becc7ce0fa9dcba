// The words somebody is writing stay where they are on the screen, whatever grows or goes above them. Scrolled by us alone: the sheet
// tells the browser so (`overflow-anchor`).
let area = null;
let top = 0;

function note() {
  if (area) top = area.getBoundingClientRect().top;
}

export function stayStill() {
  const by = area?.isConnected ? area.getBoundingClientRect().top - top : 0;
  if (by) scrollBy({ top: by, behavior: "instant" });
  note();
}

document.addEventListener("focusin", ({ target }) => {
  area = target.closest("guideline-list textarea");
  note();
});
document.addEventListener("focusout", () => {
  area = null;
});
for (const type of ["scroll", "resize"]) addEventListener(type, note, { passive: true });
new ResizeObserver(stayStill).observe(document.body);
