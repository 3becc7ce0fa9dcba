// What every form gets: it is sent once, and signing out takes the local copies with it, after asking.
import { deliver, forget, left } from "./drafts/local-copies.js";

const RELEASE_AFTER = 10_000;

function release(form) {
  form.removeAttribute("aria-busy");
}

// Capturing, so that a second tap is stopped before htmx sees it. Nothing is disabled: a disabled button would lose the focus.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.setAttribute("aria-busy", "true");
    setTimeout(release, Number(form.dataset.longest) || RELEASE_AFTER, form);
  },
  true,
);

// Whether words of this person would be gone with the copies. What can be sent is sent first.
async function isUnsent({ dataset: { signsOut: person } }) {
  for (const copy of await left(person, { open: true })) if (!(await deliver(copy))) return true;
  return false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("signsOut" in form.dataset) || event.defaultPrevented) return;
  event.preventDefault();
  const question = form.querySelector("[data-unsent]");
  if (question.hidden && (await isUnsent(form))) {
    release(form);
    question.hidden = false;
    question.querySelector("[tabindex]").focus();
    return;
  }
  forget();
  form.submit();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// Back from the browser's own cache: the page must be usable again.
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release));

// Textareas grow with their words; where CSS cannot do it yet, this does.
if (!CSS.supports("field-sizing", "content")) {
  const grow = ({ target }) => {
    if (target.localName !== "textarea") return;
    target.style.blockSize = "auto";
    target.style.blockSize = `${target.scrollHeight + 4}px`;
  };
  for (const type of ["input", "guideline:put"]) document.addEventListener(type, grow);
}
