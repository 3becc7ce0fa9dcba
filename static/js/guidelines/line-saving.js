// Saving one line: what the server has of it, what is under way, and when the next saving is due. All merging is the server's.
import { ask } from "../ask.js";
import { signs, tidy } from "../characters.js";
import { LocalCopy, unique } from "../drafts/local-copies.js";

// What is saved of one line, and what is under way. A saving names the words it was typed from, a revision
// or what the saving before it sent (`op`).
const JSON_PLEASE = { Accept: "application/json" };
const LOOKING = 4_000;

export class LineSync {
  // Sent, and not answered yet. Sent again it stays the same operation, so nothing is saved twice.
  pending = null;

  // `text`: what the server has, or null for words it did not take.
  constructor(url, text, rev) {
    this.url = url;
    this.rev = rev;
    this.base = { text, rev, op: "" };
  }

  resume({ base, pending }) {
    this.base = base;
    this.pending = pending;
  }

  address(body, { op, text, base }) {
    for (const [name, value] of Object.entries({ op_id: op, text, base_rev: base.rev, base_op: base.op })) body.set(name, value || "");
  }

  fill(body) {
    this.address(body, { op: unique(), text: this.base.text, base: this.base });
  }

  begin(text) {
    this.pending ??= { op: unique(), text, base: this.base };
  }

  // The answer, or `{ refused }` in words, or null when nothing came back.
  async send(form) {
    const body = new FormData(form);
    this.address(body, this.pending);
    const answer = await ask(this.url, { method: "POST", body, keepalive: true, headers: JSON_PLEASE });
    const told = await answer?.json().catch(() => null);
    if (answer?.status === 422 || answer?.status === 409) {
      this.pending = null;
      return { refused: told?.error ?? "" };
    }
    return answer?.ok ? told : null;
  }

  // What the page should show, or null to leave it alone. `text`: sent and merged, or the other's alone in an overlap.
  take({ rev, text, overlap }, typedOn) {
    const { op, text: sent } = this.pending;
    this.pending = null;
    this.rev = rev;
    const behind = overlap || (typedOn && text !== sent);
    this.base = behind ? { text: sent, rev: 0, op, overlap } : { text, rev, op: "" };
    return typedOn || overlap ? null : text;
  }

  // In an overlap, whoever wrote second keeps seeing their own words.
  isNews(rev) {
    return rev > this.rev || (rev === this.rev && this.isBehind(rev));
  }

  isBehind(hinted) {
    return hinted > this.rev || Boolean(this.base.op && !this.base.overlap);
  }

  learn(rev, text) {
    this.rev = rev;
    this.base = { text, rev, op: "" };
  }

  async look() {
    const answer = await ask(this.url, { headers: JSON_PLEASE }, LOOKING);
    return answer?.ok ? answer.json().catch(() => null) : null;
  }
}

// When a line is saved: on a pause, one request at a time, until the server has what the page shows. What it does not have yet also lies in
// a copy on this device.
const PAUSE = 700;
const AGAIN = 4_000;
// No answer yet: that is said before it is given up.
const LATE = 4_000;

export class LineSaver {
  #timer = 0;
  #sending = null;
  // Between the strokes of an input method there is no word yet.
  composing = false;

  constructor(line, { person, most, tooLong }) {
    Object.assign(this, { line, tooLong, most: Number(most) });
    this.copy = new LocalCopy(person, `guideline:${line.key}`);
  }

  start() {
    this.#pickUp();
    if (this.#isDirty) this.written();
  }

  get #now() {
    return tidy(this.line.area.value);
  }

  get #isDirty() {
    return this.#now !== this.line.sync.base.text;
  }

  get busy() {
    return Boolean(this.#sending || this.line.sync.pending || this.composing) || this.#isDirty;
  }

  // Words that could not be sent from here before, or from a tab that is closed. One after the other: each was typed from words of its own.
  #pickUp() {
    const { line } = this;
    this.copy.pickUp((left) => {
      if (this.busy || !line.isConnected) return false;
      line.sync.resume(left);
      line.text.put(left.text);
      this.soon(0);
      return this.#keep();
    });
  }

  // Typed, or typed and taken back again: then there may be something to catch up with.
  written(wait = PAUSE) {
    if (this.#isDirty) this.#keep();
    if (!this.composing) this.soon(wait);
  }

  soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  // False: it could not be saved.
  async flush() {
    do {
      await (this.#sending ?? this.#save());
    } while (this.busy && !this.line.status.stuck && !this.composing);
    return !this.busy;
  }

  // The page goes.
  leave() {
    if (!this.busy) return;
    this.composing = false;
    this.#save();
    this.#keep();
  }

  fits() {
    const fits = signs(this.line.area.value) <= this.most;
    this.line.status.error(fits ? "" : this.tooLong);
    return fits;
  }

  #save() {
    clearTimeout(this.#timer);
    const { line } = this;
    if (this.#sending || this.composing) return this.#sending;
    if (!line.sync.pending && !this.#isDirty) return this.#settled();
    if (!line.sync.pending && !this.fits()) return this.#unsent();
    this.#sending = this.#send().finally(() => {
      this.#sending = null;
      line.hint(0);
    });
    return this.#sending;
  }

  async #send() {
    const { sync, status, form } = this.line;
    sync.begin(this.#now);
    const kept = this.#keep();
    const late = setTimeout(() => status.unsent(kept), LATE);
    const answer = await sync.send(form);
    clearTimeout(late);
    if (!answer) {
      this.#unsent();
      this.soon(AGAIN);
    } else if ("refused" in answer) {
      status.error(answer.refused);
      this.#unsent();
    } else this.#take(answer);
  }

  #take(answer) {
    const { line } = this;
    line.answered(answer, this.composing || this.#now !== line.sync.pending.text);
    if (this.#isDirty) this.written();
    else this.#done();
    if (answer.overlap) line.tell("overlap");
  }

  // Written back to what is saved: perhaps there is something to catch up with.
  #settled() {
    this.#done();
    if (this.line.status.stuck) this.line.status.saved();
    return this.line.hint(0);
  }

  #done() {
    this.copy.drop();
    this.#pickUp();
    if (this.line.status.gone && !this.line.writing) this.line.tell("overlap");
  }

  #unsent() {
    this.line.status.unsent(this.#keep());
  }

  #keep() {
    const { line } = this;
    return this.copy.keep({ text: line.area.value, base: line.sync.base, pending: line.sync.pending });
  }
}
