// After htmx changed a part of the page: where the focus goes, what is read out, and what is said when the answer did not come.
import { say, show, words } from "./say.js";

function focusIn(root) {
  const wanted = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  wanted?.focus();
}

// A part that looked itself up again takes the focus from nobody who was in it: it goes to the same link or button, or to what says where
// things stand now, [data-told]. Where that is new, whoever cannot see it has it read out.
const toldIn = (root) => root.querySelector("[data-told]");
const textOf = (it) => it?.textContent.replace(/\s+/g, " ").trim();
let before = null;

function sameAs(was, root) {
  const alike = [...root.querySelectorAll(was.tagName)].filter((it) => it.href === was.href && textOf(it) === textOf(was));
  return alike.length === 1 ? alike[0] : null;
}

document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  const was = document.activeElement;
  before = requestConfig?.verb === "get" ? { text: textOf(toldIn(target)), was: target.contains(was) && was } : null;
});

document.addEventListener("htmx:afterSwap", ({ detail: { elt } }) => {
  if (!before || !elt.querySelector) return;
  const told = toldIn(elt);
  if (before.was && document.activeElement === document.body) {
    const there = sameAs(before.was, elt) ?? told;
    if (there && there === told) told.tabIndex = -1;
    there?.focus({ preventScroll: true });
  }
  if (told && document.activeElement !== told && textOf(told) !== before.text) say(textOf(told));
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
