// Words that are handed in by a button: a new line, a third wording. A copy from the first key on, until they are.
import { LocalCopy } from "../drafts/local-copies.js";

const copies = new Map();
const FIELDS = "#new-line, [id^='third-']";
const note = (area, words) => {
  const place = area.closest("form").querySelector("[data-kept]");
  if (place) place.textContent = words ? place.dataset.kept : "";
};

function copyOf(person, area) {
  if (!copies.has(area.id)) copies.set(area.id, new LocalCopy(person, `guideline:${area.id}`));
  return copies.get(area.id);
}

export function keepUnsent(person, area) {
  if (!area.matches(FIELDS)) return;
  const copy = copyOf(person, area);
  const own = area.id === "new-line" || area.ariaInvalid === "true" || area.value !== area.defaultValue;
  const words = own && area.value.trim();
  if (!words) copy.drop();
  note(area, words && copy.keep({ text: area.value, op: area.form.elements.op_id?.value }));
}

// Handed in. What was typed since stays.
export function handedIn(person, id, sent, fresh) {
  const area = document.getElementById(id);
  copies.get(id)?.drop();
  if (!area || !fresh || sent === fresh) return;
  area.value = fresh.startsWith(sent) ? fresh.slice(sent.length).trimStart() : fresh;
  keepUnsent(person, area);
}

// As it is left, or as it was typed before this script was here. A line that was sent, and whose answer is lost, stays the same one.
export function bringBack(person, root) {
  for (const area of root.querySelectorAll(FIELDS)) {
    keepUnsent(person, area);
    copyOf(person, area).pickUp(({ text, op }) => {
      if (!area.isConnected) return false;
      const mine = area.value === area.defaultValue ? "" : area.value;
      if (!mine && op && area.form.elements.op_id) area.form.elements.op_id.value = op;
      if (!mine.includes(text)) area.value = mine ? `${mine}\n\n${text}` : text;
      const more = area.closest("details");
      if (more) more.open = true;
      keepUnsent(person, area);
      return true;
    });
  }
}
