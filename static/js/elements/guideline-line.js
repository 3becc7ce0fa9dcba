// <guideline-line> around the form of one line: saves on a pause, one request at a time, and never touches words being typed. What was
// typed since goes out with the next saving, based on exactly what was sent before: all merging is the server's.
import { Kept, operation, put, signs, tidy } from "../guideline-text.js";
import { LineStatus } from "../guideline-status.js";

const PAUSE = 700;
const AGAIN = 4_000;

class GuidelineLine extends HTMLElement {
  #timer = 0;
  #sending = null;
  #pending = null;
  #composing = false;
  #hinted = 0;

  connectedCallback() {
    addEventListener("pagehide", this);
    addEventListener("online", this);
    document.addEventListener("visibilitychange", this);
    // Moved within the list: the same line, with all it knows.
    if (!this.area) this.#begin();
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this);
    removeEventListener("online", this);
    document.removeEventListener("visibilitychange", this);
  }

  #begin() {
    this.form = this.querySelector("form");
    this.area = this.form.elements.text;
    this.status = new LineStatus(this);
    this.kept = new Kept(this.dataset.person, this.dataset.id);
    this.base = { text: tidy(this.area.value), rev: Number(this.form.elements.base_rev.value), op: "" };
    this.rev = this.base.rev;
    for (const type of ["input", "blur", "compositionstart", "compositionend"]) this.area.addEventListener(type, this);
    const left = this.kept.read();
    if (!left) return;
    this.base = left.base;
    this.#pending = left.pending;
    put(this.area, left.text);
    this.#soon(0);
  }

  handleEvent({ type }) {
    if (type === "compositionstart" || type === "compositionend") this.#composing = type === "compositionstart";
    if (type === "pagehide" || document.hidden) this.#leave();
    else if (type === "online") this.#soon(0);
    else if (this.#dirty && !this.#composing) this.#soon(type === "blur" ? 0 : PAUSE);
    if (type === "input") this.#fits();
  }

  get #dirty() {
    return tidy(this.area.value) !== this.base.text;
  }

  get busy() {
    return Boolean(this.#sending || this.#pending || this.#composing) || this.#dirty;
  }

  // Everything typed is saved, or it could not be: then false.
  async flush() {
    do {
      await (this.#sending ?? this.#save());
    } while (this.busy && !this.status.stuck && !this.#composing);
    return !this.busy;
  }

  fill(body) {
    this.#address(body, { text: this.base.text, base: this.base, op: operation() });
  }

  // The partner, or another tab, saved this line.
  hint(rev) {
    this.#hinted = Math.max(this.#hinted, rev);
    if (this.#hinted > this.rev && !this.busy) this.#look();
  }

  offer(rev, text) {
    // Until an overlap is settled, whoever wrote second keeps seeing their own words.
    const news = rev > this.rev || (rev === this.rev && this.base.op && !this.base.overlap);
    if (this.busy || !news) return;
    this.rev = rev;
    this.base = { text, rev, op: "" };
    put(this.area, text);
  }

  async #look() {
    const answer = await fetch(this.dataset.url, { headers: { Accept: "application/json" }, redirect: "error" }).catch(() => null);
    if (!answer?.ok) return;
    const { rev, text } = await answer.json();
    this.offer(rev, text);
  }

  #fits() {
    const fits = signs(tidy(this.area.value)) <= Number(this.dataset.most);
    this.status.error(fits ? "" : this.dataset.tooLong);
    return fits;
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  #save() {
    clearTimeout(this.#timer);
    if (this.#sending || this.#composing) return this.#sending;
    if (!this.#pending && !this.#dirty) return this.base.op ? this.#look() : this.#settled();
    if (!this.#pending && !this.#fits()) return this.#unsent(false);
    this.#pending ??= { op: operation(), text: tidy(this.area.value), base: this.base };
    this.#sending = this.#send(this.#pending).finally(() => {
      this.#sending = null;
      if (this.#hinted > this.rev && !this.busy) this.#look();
    });
    return this.#sending;
  }

  #address(body, { op, text, base }) {
    for (const [name, value] of Object.entries({ op_id: op, text, base_rev: base.rev, base_op: base.op })) body.set(name, value || "");
  }

  async #send(pending) {
    const body = new FormData(this.form);
    this.#address(body, pending);
    const asked = { method: "POST", body, keepalive: true, redirect: "error", headers: { Accept: "application/json" } };
    const answer = await fetch(this.dataset.url, asked).catch(() => null);
    if (answer?.status === 422 || answer?.status === 409) {
      this.#pending = null;
      this.status.error((await answer.json()).error);
      return this.#unsent(false);
    }
    const saved = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!saved) return this.#unsent(true);
    this.#pending = null;
    this.#take(pending, saved);
  }

  // `text` is what the line says now: the sent words with the other's merged in, or the other's alone if both changed the same words.
  #take(sent, { rev, text, overlap }) {
    const still = tidy(this.area.value) === sent.text && !this.#composing;
    this.rev = rev;
    if (overlap || (!still && text !== sent.text)) this.base = { text: sent.text, rev: 0, op: sent.op, overlap };
    else this.base = { text, rev, op: "" };
    if (still && !overlap) put(this.area, text);
    if (overlap) this.dispatchEvent(new CustomEvent("guideline:overlap", { bubbles: true }));
    this.status.saved();
    if (this.#dirty) this.#soon(PAUSE);
    else this.kept.drop();
  }

  // Written back to what is saved: nothing to send, nothing to keep.
  #settled() {
    this.kept.drop();
    if (this.status.stuck) this.status.saved();
  }

  #unsent(again) {
    this.status.unsent(this.#keep());
    if (again) this.#soon(AGAIN);
  }

  #keep() {
    return this.kept.keep({ text: this.area.value, base: this.base, pending: this.#pending });
  }

  #leave() {
    if (!this.busy) return;
    this.#composing = false;
    this.#save();
    this.#keep();
  }
}

customElements.define("guideline-line", GuidelineLine);
