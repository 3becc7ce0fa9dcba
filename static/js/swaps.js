// After htmx changed a part of the page: where the focus goes, what is read out, and what is said when the answer did not come.
import { say, show, words } from "./say.js";

function focusIn(root) {
  const wanted = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  wanted?.focus();
}

// [data-told] says where things stand, in a part that looks itself up again. Whoever cannot see that it changed has it read out. Whoever
// was in what went finds themselves there.
const toldIn = (root) => root.querySelector?.("[data-told]");
const textOf = (told) => told?.textContent.replace(/\s+/g, " ").trim();
let before = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  before = { text: textOf(toldIn(target)), within: target.contains(document.activeElement) };
});

document.addEventListener("htmx:afterSwap", ({ detail: { elt } }) => {
  const told = toldIn(elt);
  if (!told || !before) return;
  if (before.within && document.activeElement === document.body) {
    told.tabIndex = -1;
    told.focus({ preventScroll: true });
  } else if (textOf(told) !== before.text) say(textOf(told));
  before = null;
});

document.addEventListener("htmx:afterSettle", (event) => focusIn(event.detail.elt ?? event.target));
document.addEventListener("htmx:sendError", () => show(words("offline")));
document.addEventListener("htmx:timeout", () => show(words("offline")));
document.addEventListener("htmx:responseError", (event) => {
  // A page that only looked again on a hint has lost nothing and says nothing.
  if (event.detail.requestConfig?.verb !== "get") show(words("failed"));
});

focusIn(document);
