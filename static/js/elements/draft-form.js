// <draft-form> around a form for somebody's own words: keeps a copy from the first key, saves it on a pause where there is
// somewhere to save (data-draft-url), says what is safe, and loses nothing when the line drops or the page goes.
import { FormCopy } from "../drafts/form-copy.js";
import { FormSaver } from "../drafts/form-saver.js";
import { FormVersions } from "../drafts/form-versions.js";
import { say } from "../say.js";

const OURS = ["input", "change", "focusout", "compositionstart", "compositionend", "submit", "formdata", "nearer:sent", "nearer:unsent"];

class DraftForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form?.dataset.person) return;
    this.versions = new FormVersions(this.form);
    this.copy = new FormCopy(this.form);
    this.saver = new FormSaver(this);
    for (const type of OURS) this.form.addEventListener(type, this);
    this.hints = ["live:refresh", `live:${this.form.dataset.live}`];
    for (const hint of this.hints) document.body.addEventListener(hint, this);
    addEventListener("pagehide", this);
    addEventListener("online", this);
    this.saver.start();
  }

  disconnectedCallback() {
    this.saver?.stop();
    for (const hint of this.hints ?? []) document.body.removeEventListener(hint, this);
    removeEventListener("pagehide", this);
    removeEventListener("online", this);
  }

  handleEvent({ type, formData }) {
    const { saver } = this;
    if (/^comp/.test(type)) saver.composing = type === "compositionstart";
    if (type === "formdata") return this.versions.name(formData);
    if (type === "nearer:sent") return saver.sent();
    if (type === "nearer:unsent") return saver.unsent();
    if (type === "submit") return saver.hold();
    if (type === "pagehide") return saver.leave();
    if (type.startsWith("live:")) return saver.hinted();
    if (type === "input" || type === "change") saver.keep();
    if (type === "focusout" || type === "online") saver.written(0);
    else saver.written();
  }

  get #status() {
    return this.querySelector(".saved");
  }

  tell(key, time = "") {
    if (this.#status) this.#status.textContent = this.#status.dataset[key].replace("{time}", time);
  }

  tellAloud(key) {
    this.tell(key);
    say(this.#status?.textContent ?? "");
  }
}

customElements.define("draft-form", DraftForm);
