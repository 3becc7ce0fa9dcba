// One line: saves on a pause, one request at a time, and never touches words being typed.
import { LocalCopy } from "../drafts.js";
import { Also } from "../guideline-also.js";
import { LineStatus } from "../guideline-status.js";
import { LineSync } from "../guideline-sync.js";
import { LineText, signs, tidy } from "../guideline-text.js";

const PAUSE = 700;
const AGAIN = 4_000;
// No answer yet: that is said before it is given up.
const LATE = 4_000;
const PAGE = ["pagehide", "online", "visibilitychange"];

class GuidelineLine extends HTMLElement {
  #timer = 0;
  #sending = null;
  #composing = false;
  #hinted = 0;

  connectedCallback() {
    for (const type of PAGE) addEventListener(type, this);
    // Moved within the list: the same line, with all it knows.
    if (!this.area) this.#begin();
  }

  disconnectedCallback() {
    this.also.soon();
    for (const type of PAGE) removeEventListener(type, this);
  }

  #begin() {
    this.form = this.querySelector("form");
    this.area = this.form.elements.text;
    this.status = new LineStatus(this);
    this.also = new Also(this);
    this.kept = new LocalCopy(this.dataset.person, `guideline:${this.dataset.id}`);
    this.text = new LineText(this.area);
    // Not `value`: somebody may have been faster than this script. Words that are shown with what is wrong with them are not saved at all.
    const saved = this.area.ariaInvalid === "true" ? null : tidy(this.area.defaultValue);
    this.sync = new LineSync(this.dataset.url, saved, Number(this.form.elements.base_rev.value));
    for (const type of ["input", "focus", "blur", "compositionstart", "compositionend"]) this.area.addEventListener(type, this);
    this.#pickUp();
    if (this.#dirty) this.#written(PAUSE);
  }

  // Words that could not be sent from here before, or from a tab that is closed. One after the other: each was typed from words of its own.
  #pickUp() {
    this.kept.pickUp((left) => {
      if (this.busy || !this.isConnected) return false;
      this.sync.resume(left);
      this.text.put(left.text);
      this.#soon(0);
      return this.#keep();
    });
  }

  handleEvent({ type }) {
    if (/focus|blur|hide|change$/.test(type)) this.also.soon();
    if (/^comp/.test(type)) this.#composing = type === "compositionstart";
    if (type === "pagehide" || document.hidden) this.#leave();
    else if (type === "online") this.#soon(0);
    else if (type !== "focus") this.#written(type === "blur" ? 0 : PAUSE);
    if (type === "input") this.#fits();
  }

  // Typed, or typed and taken back again: then there may be something to catch up with.
  #written(wait) {
    if (this.#dirty) this.#keep();
    if (!this.#composing) this.#soon(wait);
  }

  get #dirty() {
    return tidy(this.area.value) !== this.sync.base.text;
  }

  get writing() {
    return document.activeElement === this.area;
  }

  get busy() {
    return Boolean(this.#sending || this.sync.pending || this.#composing) || this.#dirty;
  }

  // False: it could not be saved.
  async flush() {
    do {
      await (this.#sending ?? this.#save());
    } while (this.busy && !this.status.stuck && !this.#composing);
    return !this.busy;
  }

  // Somebody saved this line.
  hint(rev) {
    this.#hinted = Math.max(this.#hinted, rev);
    return this.sync.isBehind(this.#hinted) && !this.busy ? this.#look() : null;
  }

  offer({ rev, text, hint }) {
    if (this.busy || !this.sync.isNews(rev)) return;
    this.sync.learn(rev, text);
    this.status.hint(hint);
    this.text.put(text);
  }

  async #look() {
    const found = await this.sync.look();
    if (found) this.offer(found);
    else this.#tell("missed");
  }

  #tell(what) {
    this.dispatchEvent(new CustomEvent(`guideline:${what}`, { bubbles: true }));
  }

  #fits() {
    const fits = signs(this.area.value) <= Number(this.dataset.most);
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
    if (!this.sync.pending && !this.#dirty) return this.#settled();
    if (!this.sync.pending && !this.#fits()) return this.#unsent();
    this.#sending = this.#send().finally(() => {
      this.#sending = null;
      this.hint(0);
    });
    return this.#sending;
  }

  async #send() {
    this.sync.begin(tidy(this.area.value));
    const kept = this.#keep();
    const late = setTimeout(() => this.status.unsent(kept), LATE);
    const answer = await this.sync.send(this.form);
    clearTimeout(late);
    if (!answer) {
      this.#unsent();
      this.#soon(AGAIN);
    } else if ("refused" in answer) {
      this.status.error(answer.refused);
      this.#unsent();
    } else this.#take(answer);
  }

  #take(answer) {
    const typedOn = this.#composing || tidy(this.area.value) !== this.sync.pending.text;
    // Sent twice, it gets its first answer again, which may be older than what is here: then that is looked up once more.
    this.#hinted = Math.max(this.#hinted, this.sync.rev);
    const text = this.sync.take(answer, typedOn);
    if (text !== null) this.text.put(text);
    this.status.saved();
    this.status.hint(answer.hint, true);
    if (this.#dirty) this.#written(PAUSE);
    else this.#done();
    if (answer.overlap) this.#tell("overlap");
  }

  // Written back to what is saved: perhaps there is something to catch up with.
  #settled() {
    this.#done();
    if (this.status.stuck) this.status.saved();
    return this.hint(0);
  }

  #done() {
    this.kept.drop();
    this.#pickUp();
    if (this.status.gone && !this.writing) this.#tell("overlap");
  }

  #unsent() {
    this.status.unsent(this.#keep());
  }

  #keep() {
    return this.kept.keep({ text: this.area.value, base: this.sync.base, pending: this.sync.pending });
  }

  #leave() {
    if (!this.busy) return;
    this.#composing = false;
    this.#save();
    this.#keep();
  }
}

customElements.define("guideline-line", GuidelineLine);
