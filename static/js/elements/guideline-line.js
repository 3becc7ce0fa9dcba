// One line: saves on a pause, one request at a time, and never touches words being typed.
import { LocalCopy } from "../drafts.js";
import { Also } from "../guideline-also.js";
import { LineStatus } from "../guideline-status.js";
import { LineSync } from "../guideline-sync.js";
import { put, signs, tidy, undone } from "../guideline-text.js";

const PAUSE = 700;
const AGAIN = 4_000;
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
    this.sync = new LineSync(this.dataset.url, tidy(this.area.value), Number(this.form.elements.base_rev.value));
    for (const type of ["input", "focus", "blur", "compositionstart", "compositionend"]) this.area.addEventListener(type, this);
    this.#pickUp();
  }

  // Words that could not be sent from here before, or from a tab that is closed. One after the other: each was typed from words of its own.
  #pickUp() {
    this.kept.pickUp((left) => {
      if (this.busy || !this.isConnected) return false;
      this.sync.resume(left);
      put(this.area, left.text);
      this.#soon(0);
      return this.#keep();
    });
  }

  handleEvent({ type, inputType }) {
    if (inputType === "historyUndo") undone(this.area);
    if (/focus|blur|hide|change$/.test(type)) this.also.soon();
    if (/^comp/.test(type)) this.#composing = type === "compositionstart";
    if (type === "pagehide" || document.hidden) this.#leave();
    else if (type === "online") this.#soon(0);
    else if (type !== "focus" && this.#dirty && !this.#composing) this.#soon(type === "blur" ? 0 : PAUSE);
    if (type === "input") this.#fits();
  }

  get #dirty() {
    return tidy(this.area.value) !== this.sync.base.text;
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
    if (this.#hinted > this.sync.rev && !this.busy) this.#look();
  }

  offer({ rev, text, hint }) {
    if (this.busy || !this.sync.isNews(rev)) return;
    this.sync.learn(rev, text);
    this.status.hint(hint);
    put(this.area, text);
  }

  async #look() {
    const found = await this.sync.look();
    if (found) this.offer(found);
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
    if (!this.sync.pending && !this.#dirty) return this.#settled();
    if (!this.sync.pending && !this.#fits()) return this.#unsent();
    this.#sending = this.#send().finally(() => {
      this.#sending = null;
      this.hint(0);
    });
    return this.#sending;
  }

  async #send() {
    const answer = await this.sync.send(this.form, tidy(this.area.value));
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
    if (text !== null) put(this.area, text);
    this.status.saved();
    this.status.hint(answer.hint, true);
    if (this.#dirty) this.#soon(PAUSE);
    else this.#done();
    if (answer.overlap) this.dispatchEvent(new CustomEvent("guideline:overlap", { bubbles: true }));
  }

  // Written back to what is saved: perhaps there is something to catch up with.
  #settled() {
    this.#done();
    if (this.status.stuck) this.status.saved();
    return this.sync.base.op ? this.#look() : null;
  }

  #done() {
    this.kept.drop();
    this.#pickUp();
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
