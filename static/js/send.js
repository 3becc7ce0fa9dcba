// Every plain form is sent by script. What is refused changes this page; what is taken leads on, and the browser's history holds pages
// only: Back never asks to send a form again. Where there is no line, nothing leaves the page.
import { show, words } from "./say.js";

// Unless the form says otherwise: a file takes its time.
const LONGEST = 30_000;
// Answers that hold the form, or say what to do; others (a server in trouble, a page that is no more) do not replace what was typed.
const SHOWN = [200, 409, 422, 429];
// What is on its way arrives though its page goes, as far as browsers allow (64 KiB).
const MOST_KEPT = 20_000;
const isShort = (body) => [...body.values()].reduce((sum, value) => sum + value.length, 0) < MOST_KEPT;
const holdsWords = (form) => [...form.querySelectorAll("textarea, input[type=text]")].some((field) => field.value.trim());

function tell(form, what) {
  form.dispatchEvent(new CustomEvent(`nearer:${what}`));
}

// The address is this page's own already: only a reload shows what is new on it.
function lead(to) {
  const { origin, pathname, search } = new URL(to, location);
  if (origin + pathname + search !== location.origin + location.pathname + location.search) return location.assign(to);
  history.replaceState(history.state, "", to);
  location.reload();
}

function become(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
  document.body.replaceChildren(...page.body.childNodes);
  window.htmx?.process(document.body);
  scrollTo(0, 0);
  (document.querySelector("[data-focus]") ?? document.getElementById("content"))?.focus();
}

async function send(form, submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const url = submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  const signal = AbortSignal.timeout(Number(form.dataset.longest) || LONGEST);
  const asked = { method: "POST", body, headers: { "X-Sent-By": "script" }, keepalive: isShort(body), signal };
  const answer = await fetch(url, asked).catch(() => null);
  const to = answer?.headers.get("X-Then");
  if (to) {
    if (!answer.headers.has("X-Signed-Out")) tell(form, "sent");
    return lead(to);
  }
  const text = await answer?.text().catch(() => null);
  form.removeAttribute("aria-busy");
  if (typeof text === "string" && (SHOWN.includes(answer.status) || !holdsWords(form))) return become(text);
  tell(form, "unsent");
  show(words(answer ? "failed" : "offline"));
}

// After everybody else: htmx, an element or a question may have taken it.
addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post" || "signsOut" in form.dataset || "isFile" in form.dataset) return;
  event.preventDefault();
  send(form, submitter);
});
