// What came in while it could be undone: the words before and after, newest last.
const came = new WeakMap();

// By whole characters: half of one cannot be typed.
function change(was, is) {
  const [old, now] = [[...was], [...is]];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - start && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const size = (end) => old.slice(0, end).join("").length;
  return { start: size(start), end: size(old.length - tail), words: now.slice(start, now.length - tail).join("") };
}

// Only what differs, so caret, selection and scroll stay; as if typed where there is a caret, or nothing typed before could be undone.
export function put(area, text) {
  const old = area.value;
  if (old === text) return;
  const { start, end, words } = change(old, text);
  const { selectionStart, selectionEnd, selectionDirection, scrollTop } = area;
  const typed = document.activeElement === area;
  if (typed) {
    const { scrollX, scrollY } = window;
    area.setSelectionRange(start, end);
    document.execCommand(words ? "insertText" : "delete", false, words);
    const more = area.value.length - old.length;
    const at = (place, inside) => (place > end ? place + more : place > start ? inside : place);
    area.setSelectionRange(at(selectionStart, start), at(selectionEnd, end + more), selectionDirection);
    area.scrollTop = scrollTop;
    scrollTo(scrollX, scrollY);
  }
  if (area.value === old) area.setRangeText(words, start, end, "preserve");
  came.set(area, typed ? [...(came.get(area) ?? []), [old, text]] : []);
  area.dispatchEvent(new CustomEvent("guideline:put", { bubbles: true }));
}

// A browser undoes what changed last. If that came in, it comes in again, and what was typed before it goes instead; what was typed
// around it stays. That cannot be redone.
export function undone(area) {
  const steps = came.get(area);
  const [old, text] = steps?.at(-1) ?? [];
  if (area.value !== old) return;
  steps.pop();
  document.execCommand("undo");
  const now = area.value;
  const mine = change(old, now);
  const { start, end, words } = change(old, text);
  const shift = start < mine.end ? 0 : now.length - old.length;
  const apart = end <= mine.start || start >= mine.end;
  put(area, apart ? now.slice(0, start + shift) + words + now.slice(end + shift) : text);
}

// As the server counts and stores them.
export const tidy = (text) => text.normalize("NFC");
export const signs = (text) => [...text].length;
