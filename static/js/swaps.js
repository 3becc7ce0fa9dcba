// After htmx changed a part of the page: where the focus goes, and what is said when the answer did not come.
import { show, words } from "./say.js";

function focusIn(root) {
  const wanted = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  wanted?.focus();
}

document.addEventListener("htmx:afterSettle", (event) => focusIn(event.detail.elt ?? event.target));
document.addEventListener("htmx:sendError", () => show(words("offline")));
document.addEventListener("htmx:timeout", () => show(words("offline")));
document.addEventListener("htmx:responseError", (event) => {
  // A page that only looked again on a hint has lost nothing and says nothing.
  if (event.detail.requestConfig?.verb !== "get") show(words("failed"));
});

focusIn(document);
