// Takes a fresh list into the page: the lines and their numbers, around whatever is being written.
import { say, show } from "../say.js";

// What only scripts need of a line: where it says what is saved and what is wrong, its hint, and the buttons that move it. They are copied
// from one template of the page, so that a page with many lines does not travel with as many copies.
const template = () => document.getElementById("line-parts");

// The words of a mistake or a hint that came with the page stay.
function place(part, line) {
  part.id = `${part.dataset.id}-${line.key}`;
  const sent = line.form.querySelector(`#${part.id}`);
  if (sent) part.replaceWith(sent);
}

export function addParts(line) {
  const parts = template().content.cloneNode(true);
  for (const part of parts.querySelectorAll("[data-id]")) place(part, line);
  for (const button of parts.querySelectorAll("[formaction]")) button.setAttribute("formaction", line.url + button.getAttribute("formaction"));
  line.form.querySelector(".line-tools").replaceWith(parts);
  line.area.setAttribute("aria-describedby", `error-${line.key} hint-${line.key}`);
}

const named = (words, number) => words.replace("{number}", number);
const keyOf = (item) => item?.querySelector("guideline-line").key;
// Not taken away by anybody: neither as the page came (`data-away`) nor since.
const isInDraft = (item) => item.querySelector("guideline-line")?.status?.gone === "" && !("away" in item.dataset);

// A button that leads nowhere is hidden, and its focus goes to the next one.
function aim(button, neighbour) {
  const focused = button === document.activeElement;
  button.hidden = !neighbour;
  button.value = keyOf(neighbour) ?? "";
  if (focused && !neighbour) button.parentElement.querySelector("button:not([hidden])").focus();
}

// Each line is called by its number, and its buttons name its neighbours, as the list is now.
export function number(list) {
  const items = [...list.children].filter(isInDraft);
  items.forEach((item, index) => {
    item.querySelector("textarea").ariaLabel = named(template().dataset.label, index + 1);
    const acts = item.querySelector(".line-acts");
    acts.hidden = false;
    aim(acts.querySelector("[data-act=up]"), items[index - 1]);
    aim(acts.querySelector("[data-act=down]"), items[index + 1]);
    for (const each of acts.querySelectorAll(".visually-hidden")) {
      each.dataset.words ??= each.textContent;
      each.textContent = named(each.dataset.words, index + 1);
    }
  });
}

// The words somebody is writing stay where they are on the screen, whatever grows or goes above them. Scrolled by us alone: the sheet
// tells the browser so (`overflow-anchor`).
let area = null;
let top = 0;

function note() {
  if (area) top = area.getBoundingClientRect().top;
}

function stayStill() {
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

// Takes a fresh list into the page, around the line that has the focus.
const inside = (node) => node.contains(document.activeElement);
const keys = (part) => [...part.children].map((each) => each.dataset.key).join();
const isRemoved = (item) => item.matches(".removed");

function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

// A button drawn anew keeps the focus; if it is gone, the next one gets it.
function swapPart(old, fresh) {
  const act = inside(old) ? (document.activeElement.dataset.act ?? "") : null;
  old.replaceWith(fresh);
  if (act !== null) (fresh.querySelector(`[data-act="${act}"]`) ?? fresh.querySelector("button, textarea"))?.focus();
}

function update(mine, fresh, form) {
  const questions = part(mine, "questions");
  const freshQuestions = part(fresh, "questions");
  // A third wording somebody is writing stays, unless this is the answer to it.
  const answered = questions?.contains(form);
  const writing = questions && !answered && inside(questions);
  if (questions && (answered || (keys(questions) !== keys(freshQuestions) && !writing))) swapPart(questions, freshQuestions);
  const text = fresh.querySelector("guideline-line textarea");
  const news = text && { rev: Number(text.form.elements.base_rev.value), text: text.value, hint: fresh.querySelector(".line-hint")?.innerHTML ?? "" };
  const line = mine.querySelector("guideline-line");
  line?.status.away("");
  if (news) line.offer(news);
}

function arrange(list, wanted) {
  if (wanted.every((each, index) => list.children[index] === each)) return;
  const still = wanted.find(inside);
  const at = wanted.indexOf(still);
  wanted.forEach((each, index) => {
    if (index < at) list.insertBefore(each, still);
    else if (each !== still) list.append(each);
  });
}

function goesOn(mine, words) {
  const line = mine.querySelector("guideline-line");
  const stays = Boolean(line?.busy || line?.writing);
  if (stays) line.status.away(words);
  return stays;
}

function settleLines(list, fresh, form) {
  const have = new Map([...list.children].map((each) => [each.id, each]));
  const wanted = [...fresh.children].map((each) => {
    const mine = have.get(each.id);
    have.delete(each.id);
    if (!mine) return document.adoptNode(each);
    if (isRemoved(mine) === isRemoved(each)) {
      update(mine, each, form);
      return mine;
    }
    // Taken away, or back. Whoever is writing in it goes on, and is told.
    if (goesOn(mine, each.querySelector(".saved")?.textContent.trim())) return mine;
    swapPart(mine, document.adoptNode(each));
    return each;
  });
  for (const gone of have.values()) if (!goesOn(gone, list.dataset.away)) gone.remove();
  arrange(list, wanted);
  number(list);
}

function addition(old, fresh) {
  swapPart(old, fresh);
  if (!fresh.querySelector("[data-focus]")) say(fresh.dataset.added);
}

// `form` and `act`: what this is the answer to.
export function reconcile(root, html, { form, act }) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("guideline-list");
  if (!fresh) return;
  settleLines(root.querySelector("#lines"), fresh.querySelector("#lines"), form);
  part(root, "room").textContent = part(fresh, "room").textContent;
  if (act === "add") addition(part(root, "new"), part(fresh, "new"));
  stayStill();
  if (form) root.querySelector("[data-focus]:not([hidden])")?.focus();
  for (const each of fresh.querySelectorAll("[data-say]")) show(each.textContent);
  if (act === "remove") say(root.querySelector(`#${form.closest("li")?.id} .saved`)?.textContent.trim() ?? "");
}

// Whether the page shows other lines and questions than those there are.
export function differs(root, { lines, questions }) {
  const shown = [...root.querySelectorAll("#lines > li:not(.removed)")].map(({ id }) => id.slice(5)).filter((id) => !root.line(id)?.status.gone);
  const asked = [...root.querySelectorAll(".overlap")].map((each) => each.dataset.key);
  return `${shown}` !== `${Object.keys(lines)}` || `${asked}` !== `${questions}`;
}
