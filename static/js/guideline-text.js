// The words of one line on this page: what comes in moves no caret, and undo takes back what was typed here, and nothing else.
import { after, apply, diff, inverse, moved } from "./guideline-change.js";

// What is typed without a pause is one step.
const PAUSE = 1_000;
const WORD = "[\\p{L}\\p{M}\\p{N}]";
const AT_A_WORD = new RegExp(`(?<!${WORD})(?=${WORD})`, "uy");

// What another page changed, between the steps of this one: every step is then one from the words as they are now.
function rebase(steps, change) {
  for (const step of steps.toReversed()) {
    const was = step.change;
    step.change = after(was, change, false);
    change = after(change, was, true);
  }
}

export class LineText {
  // How to take back each step, and how to take it again; the newest is last.
  #undo = [];
  #redo = [];
  #last = { kind: "", at: 0 };

  constructor(area) {
    this.area = area;
    this.text = area.value;
    for (const type of ["beforeinput", "input", "keydown"]) area.addEventListener(type, this);
  }

  handleEvent(event) {
    const { type, inputType } = event;
    if (type === "input") return this.#typed(inputType);
    const way = type === "keydown" ? this.#key(event) : { historyUndo: "undo", historyRedo: "redo" }[inputType];
    if (!way) return;
    event.preventDefault();
    this.#step(...(way === "undo" ? [this.#undo, this.#redo] : [this.#redo, this.#undo]), inputType);
  }

  // A browser that has nothing to undo says nothing but the keys.
  #key({ key, ctrlKey, metaKey, shiftKey, altKey, isComposing }) {
    if (ctrlKey === metaKey || altKey || isComposing) return "";
    if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
    return key === "y" && ctrlKey ? "redo" : "";
  }

  #typed(kind) {
    const { text } = this;
    this.text = this.area.value;
    if (text === this.text) return;
    const now = Date.now();
    const on = Boolean(kind) && kind === this.#last.kind && now - this.#last.at < PAUSE;
    this.#last = { kind, at: now };
    this.#undo.push({ change: inverse(text, diff(text, this.text)), on });
    this.#redo = [];
  }

  #step(from, to) {
    const before = this.text;
    let [step, on] = [null, false];
    do {
      step = from.pop();
      if (!step) break;
      to.push({ change: inverse(this.text, step.change), on });
      this.#write(step.change, true);
      on = true;
    } while (step.on || this.text === before);
    this.#last = { kind: "", at: 0 };
    if (this.text !== before) this.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  // From another page, or what was kept here.
  put(text) {
    const change = diff(this.area.value, text);
    if (this.area.value === text) return;
    for (const steps of [this.#undo, this.#redo]) rebase(steps, change);
    this.#last = { kind: "", at: 0 };
    this.#write(change, false);
    this.area.dispatchEvent(new CustomEvent("guideline:put", { bubbles: true }));
  }

  // Each run by itself, from the last to the first, so that nothing else moves.
  #write(change, here) {
    const { area } = this;
    const { selectionStart: start, selectionEnd: end, selectionDirection: way, scrollTop, value } = area;
    const caret = start === end;
    AT_A_WORD.lastIndex = start;
    const from = moved(start, change, !caret || AT_A_WORD.test(value));
    const until = caret ? from : Math.max(from, moved(end, change, false));
    this.text = apply(value, change);
    let at = value.length;
    let place = 0;
    for (const part of change.toReversed()) {
      if (typeof part === "string") {
        area.setRangeText(part, at, at, "preserve");
        place = at + part.length;
      } else {
        at -= Math.abs(part);
        if (part < 0) area.setRangeText("", at, at - part, "preserve");
        if (part < 0) place = at;
      }
    }
    if (here) area.setSelectionRange(place, place);
    else if (area.selectionStart !== from || area.selectionEnd !== until) area.setSelectionRange(from, until, way);
    area.scrollTop = scrollTop;
  }
}

export { signs, tidy } from "./characters.js";
