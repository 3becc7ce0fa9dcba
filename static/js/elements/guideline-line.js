// <guideline-line> around the form of one line: saves what is typed, takes in what the partner typed, and never touches words being typed.
import { tidy } from "../characters.js";
import { LineSaver, LineSync } from "../guidelines/line-saving.js";
import { LineStatus, Presence } from "../guidelines/line-status.js";
import { LineText } from "../guidelines/line-text.js";
import { addParts } from "../guidelines/list-changes.js";

const PAGE = ["pagehide", "online", "visibilitychange"];
const FIELD = ["input", "focus", "blur", "compositionstart", "compositionend"];

class GuidelineLine extends HTMLElement {
  // The newest revision anybody told this page of.
  #hinted = 0;

  connectedCallback() {
    for (const type of PAGE) addEventListener(type, this);
    // Moved within the list: the same line, with all it knows.
    if (!this.area) this.#begin();
  }

  disconnectedCallback() {
    this.presence.soon();
    for (const type of PAGE) removeEventListener(type, this);
  }

  #begin() {
    this.form = this.querySelector("form");
    this.area = this.form.elements.text;
    this.url = this.form.getAttribute("action");
    this.key = this.parentElement.id.replace("line-", "");
    // Not `value`: somebody may have been faster than this script. Words that are shown with what is wrong with them are not saved at all.
    const saved = this.area.ariaInvalid === "true" ? null : tidy(this.area.defaultValue);
    addParts(this);
    this.status = new LineStatus(this);
    this.presence = new Presence(this);
    this.text = new LineText(this.area);
    this.sync = new LineSync(this.url, saved, Number(this.form.elements.base_rev.value));
    this.saver = new LineSaver(this, this.closest("guideline-list").dataset);
    for (const type of FIELD) this.area.addEventListener(type, this);
    this.saver.start();
  }

  handleEvent({ type }) {
    const { saver } = this;
    if (/focus|blur|hide|change$/.test(type)) this.presence.soon();
    if (/^comp/.test(type)) saver.composing = type === "compositionstart";
    if (type === "pagehide" || document.hidden) saver.leave();
    else if (type === "online") saver.soon(0);
    else if (type === "blur") saver.written(0);
    else if (type !== "focus") saver.written();
    if (type === "input") saver.fits();
  }

  get writing() {
    return document.activeElement === this.area;
  }

  get busy() {
    return this.saver.busy;
  }

  // Somebody saved this line.
  hint(rev) {
    this.#hinted = Math.max(this.#hinted, rev);
    return this.sync.isBehind(this.#hinted) && !this.busy ? this.#look() : null;
  }

  async #look() {
    const found = await this.sync.look();
    if (found) this.offer(found);
    else this.tell("missed");
  }

  offer({ rev, text, hint }) {
    if (this.busy || !this.sync.isNews(rev)) return;
    this.sync.learn(rev, text);
    this.status.hint(hint);
    this.text.put(text);
  }

  // Sent twice, a saving gets its first answer again, which may be older than what is here: then that is looked up once more.
  answered(answer, typedOn) {
    this.#hinted = Math.max(this.#hinted, this.sync.rev);
    const text = this.sync.take(answer, typedOn);
    if (text !== null) this.text.put(text);
    this.status.saved();
    this.status.hint(answer.hint, true);
  }

  tell(what) {
    this.dispatchEvent(new CustomEvent(`guideline:${what}`, { bubbles: true }));
  }
}

customElements.define("guideline-line", GuidelineLine);
