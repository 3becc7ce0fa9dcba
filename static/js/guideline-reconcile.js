// Takes a fresh list into the page, around the line that has the focus.
import { stayStill } from "./guideline-still.js";
import { say, show } from "./say.js";

const inside = (node) => node.contains(document.activeElement);
const keys = (part) => [...part.children].map((each) => each.dataset.key).join();

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
  for (const name of ["label", "acts"]) {
    const [old, now] = [part(mine, name), part(fresh, name)];
    if (old && now && !old.isEqualNode(now)) swapPart(old, now);
  }
  const questions = part(mine, "questions");
  const freshQuestions = part(fresh, "questions");
  // A third wording somebody is writing stays, unless this is the answer to it.
  const answered = questions?.contains(form);
  const writing = questions && !answered && inside(questions);
  if (questions && (answered || (keys(questions) !== keys(freshQuestions) && !writing))) swapPart(questions, freshQuestions);
  const text = fresh.querySelector("guideline-line textarea");
  const news = text && { rev: Number(text.form.elements.base_rev.value), text: text.value, hint: part(fresh, "hint").innerHTML };
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
    if (mine.dataset.key === each.dataset.key) {
      update(mine, each, form);
      return mine;
    }
    // Taken away, or back. Whoever is writing in it goes on, and is told.
    if (goesOn(mine, each.querySelector(".saved")?.textContent)) return mine;
    swapPart(mine, document.adoptNode(each));
    return each;
  });
  for (const gone of have.values()) if (!goesOn(gone, list.dataset.away)) gone.remove();
  arrange(list, wanted);
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
  if (act === "remove") say(root.querySelector(`#${form.closest("li")?.id} .saved`)?.textContent ?? "");
}
