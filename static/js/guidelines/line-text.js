// The words of one line on this page: what comes in moves no caret, and undo takes back what was typed here, and nothing else.
//
// A change of one text into another, from its beginning to its end: a number keeps so many units, a negative one takes them out, and
// words come in. What takes the place of something stands before what it takes out.
const TOKEN = /[\p{L}\p{M}\p{N}]+|\s|[^]/gu;
const WORD = /[\p{L}\p{N}]/u;
const isText = (part) => typeof part === "string";

function push(change, part) {
  if (!part) return;
  const last = change.at(-1);
  if (Math.sign(last) === Math.sign(part) && !isText(last) && !isText(part)) change[change.length - 1] += part;
  else change.push(part);
}

// How many are alike at the beginning, or before `tail` at the end.
function alike(old, now, most, at) {
  let count = 0;
  while (count < most && at(old, count) === at(now, count)) count += 1;
  return count;
}

function trimmed(old, now) {
  const head = alike(old, now, Math.min(old.length, now.length), (list, n) => list[n]);
  const tail = alike(old, now, Math.min(old.length, now.length) - head, (list, n) => list.at(-1 - n));
  return [head, old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
}

const size = (tokens) => tokens.join("").length;

// One run of other words, by whole characters: half of one cannot be typed.
function replace(change, old, now) {
  const [head, out, into] = trimmed([...old], [...now]);
  const kept = size([...old].slice(0, head));
  push(change, kept);
  push(change, into.join(""));
  push(change, -size(out));
  push(change, old.length - kept - size(out));
}

// The words both have in the same order, as many as can be; then the spaces and signs between them.
function common(old, now) {
  const width = now.length + 1;
  const best = new Int32Array((old.length + 1) * width);
  const weights = old.map((token) => (WORD.test(token) ? 4096 : 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const skip = Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
      const both = old[i] === now[j] ? best[(i + 1) * width + j + 1] + weights[i] : 0;
      best[i * width + j] = Math.max(skip, both);
    }
  }
  return (i, j) => best[i * width + j];
}

function diff(was, is) {
  const [head, old, now] = trimmed(was.match(TOKEN) ?? [], is.match(TOKEN) ?? []);
  const change = [];
  push(change, size((was.match(TOKEN) ?? []).slice(0, head)));
  const best = common(old, now);
  let [i, j, out, into] = [0, 0, "", ""];
  while (i < old.length || j < now.length) {
    const same = old[i] === now[j] && best(i, j) > Math.max(best(i + 1, j), best(i, j + 1));
    if (same) {
      replace(change, out, into);
      push(change, old[i].length);
      [i, j, out, into] = [i + 1, j + 1, "", ""];
    } else if (j >= now.length || (i < old.length && best(i + 1, j) >= best(i, j + 1))) out += old[i++];
    else into += now[j++];
  }
  replace(change, out, into);
  const done = change.reduce((sum, part) => sum + (isText(part) ? 0 : Math.abs(part)), 0);
  push(change, was.length - done);
  return change;
}

function apply(text, change) {
  let at = 0;
  let made = "";
  for (const part of change) {
    if (isText(part)) made += part;
    else {
      if (part > 0) made += text.slice(at, at + part);
      at += Math.abs(part);
    }
  }
  return made;
}

// What takes the change back.
function inverse(text, change) {
  let at = 0;
  return change.map((part) => {
    if (isText(part)) return -part.length;
    at += Math.abs(part);
    return part > 0 ? part : text.slice(at + part, at);
  });
}

// The change as it is once the other one has been made too. `first`: at the same place, its words stand before the other's.
function after(change, other, first) {
  const [mine, theirs] = [[...change], [...other]];
  const made = [];
  const use = (list, count) => {
    list[0] -= Math.sign(list[0]) * count;
    if (!list[0]) list.shift();
  };
  while (mine.length || theirs.length) {
    if (isText(mine[0]) && (first || !isText(theirs[0]))) made.push(mine.shift());
    else if (isText(theirs[0])) push(made, theirs.shift().length);
    else if (!mine.length || !theirs.length) break;
    else {
      const count = Math.min(Math.abs(mine[0]), Math.abs(theirs[0]));
      if (theirs[0] > 0) push(made, Math.sign(mine[0]) * count);
      use(mine, count);
      use(theirs, count);
    }
  }
  return made;
}

// Where a place in the text is once it has changed: between the same words. `right`: it belongs to what follows it.
function moved(place, change, right) {
  let [at, to] = [0, 0];
  for (const [index, part] of change.entries()) {
    if (isText(part)) {
      const out = Math.max(0, -change[index + 1] || 0);
      if (place > at && place < at + out) return to + Math.min(place - at, part.length);
      if (place > at || (place === at && right && !out)) to += part.length;
    } else if (place < at + Math.abs(part)) return to + (part > 0 ? place - at : 0);
    else {
      at += Math.abs(part);
      to += Math.max(0, part);
    }
  }
  return to;
}

// What is typed without a pause is one step.
const PAUSE = 1_000;
const AT_A_WORD = /(?<![\p{L}\p{M}\p{N}])(?=[\p{L}\p{M}\p{N}])/uy;

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
