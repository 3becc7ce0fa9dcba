// <draft-form> around a form for somebody's own words: keeps a copy from the first key, saves it on a pause where there is
// somewhere to save (data-draft-url), says what is safe, and loses nothing when the line drops or the page goes.
import { alike, made, put, same, typed } from "../drafts/fields.js";
import { FormCopy, MOST_TRIED } from "../drafts/form-copy.js";
import { say } from "../say.js";

const PAUSE = 700;
const AGAIN = 15_000;
// A line that leads nowhere may say so late, or never.
const LONGEST = 20_000;
// Several hints in a row, most of them about what was written here, are one look.
const SETTLED = 1_500;
const OURS = ["input", "change", "focusout", "compositionstart", "compositionend", "submit", "formdata", "nearer:sent", "nearer:unsent"];

class DraftForm extends HTMLElement {
  #timer = 0;
  #looking = 0;
  #turn = Promise.resolve();
  #waiting = new Map();
  #composing = false;
  #lost = false;
  #done = false;
  // Sent, and not answered yet: which of them arrived, only the server knows.
  tried = [];

  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form?.dataset.person) return;
    const { base } = this.form.elements;
    // What the server has. What was typed before this script arrived is not among it.
    this.saved = base?.value ? JSON.parse(base.value)[0] : made(this.form);
    this.copy = new FormCopy(this.form);
    for (const type of OURS) this.form.addEventListener(type, this);
    this.hints = ["live:refresh", `live:${this.form.dataset.live}`];
    for (const hint of this.hints) document.body.addEventListener(hint, this);
    addEventListener("pagehide", this);
    addEventListener("online", this);
    this.#pickUp();
    if (this.#dirty) {
      this.#keep();
      this.#soon(0);
    }
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    clearTimeout(this.#looking);
    for (const hint of this.hints ?? []) document.body.removeEventListener(hint, this);
    removeEventListener("pagehide", this);
    removeEventListener("online", this);
  }

  handleEvent(event) {
    if (event.type === "compositionstart") this.#composing = true;
    else if (event.type === "compositionend") this.#composing = false;
    if (event.type === "formdata") return this.#name(event.formData);
    if (event.type === "nearer:sent") return this.#sent();
    if (event.type === "nearer:unsent") return this.#unsent();
    if (event.type === "submit") return clearTimeout(this.#timer);
    if (event.type === "pagehide") return this.#leave();
    if (event.type.startsWith("live:")) return this.#hinted();
    if (event.type === "input" || event.type === "change") this.#keep();
    // Between the strokes of an input method there is no word yet.
    if (!this.#composing) this.#soon(event.type === "focusout" || event.type === "online" ? 0 : PAUSE);
  }

  get #dirty() {
    return !alike(typed(this.form), this.saved);
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#inTurn(this.#save), wait);
  }

  // Saving and looking wait for each other: an answer about words that are just on their way says neither what was nor what is.
  #inTurn(job) {
    if (!this.#waiting.has(job)) {
      this.#turn = this.#turn.then(() => {
        this.#waiting.delete(job);
        return this.isConnected && job.call(this);
      });
      this.#waiting.set(job, this.#turn);
    }
    return this.#waiting.get(job);
  }

  #hinted() {
    if (!this.copy.url) return;
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => (this.#composing ? this.#hinted() : this.#inTurn(this.#look)), SETTLED);
  }

  // The same words may be written elsewhere, on another device or in another tab: what is new there comes in here, and nothing
  // goes. What was changed here too waits for the server to merge it. Whether the server answered.
  async #look() {
    const answer = await fetch(location.href, { redirect: "error", signal: AbortSignal.timeout(LONGEST) }).catch(() => null);
    const text = answer?.ok ? await answer.text().catch(() => "") : "";
    const forms = new DOMParser().parseFromString(text, "text/html").querySelectorAll("form[data-draft-url]");
    const form = [...forms].find((each) => each.dataset.draftUrl === this.copy.url);
    if (form && !this.#composing) {
      this.#take(JSON.parse(form.elements.base.value)[0]);
      if (this.#dirty) this.#soon(PAUSE);
    }
    return Boolean(answer?.ok);
  }

  #take(now) {
    const mine = typed(this.form);
    for (const [name, there] of Object.entries(now)) {
      if (!(name in mine)) continue;
      const ours = same(mine[name], there) || this.tried.some((tried) => same(tried[name], there));
      const untouched = same(mine[name], this.saved[name]);
      if (untouched && !ours) put(this.form, name, there);
      if (untouched || ours) this.saved[name] = there;
    }
  }

  async #save() {
    if (this.#composing) return;
    if (!this.#dirty && !this.tried.length) return this.copy.drop();
    if (!this.copy.url) return this.#tell(this.#keep() ? "kept" : "unsaved");
    // Whether what was lost on the way arrived.
    if (this.#lost && !(await this.#look())) return this.#unsent();
    const values = typed(this.form);
    if (!this.#dirty) return this.#arrived(values, values);
    this.tried = [...this.tried, values].slice(-MOST_TRIED);
    const answer = await this.#send(false);
    const merged = answer?.status === 200 ? await answer.json().catch(() => null) : values;
    if (!this.isConnected || this.#done) return;
    if (answer && answer.status < 500 && !answer.ok) this.tried = this.tried.filter((tried) => tried !== values);
    if (answer?.ok && merged) this.#arrived(values, merged);
    else this.#unsent();
  }

  // What was typed while it was under way was typed on what was sent.
  #arrived(values, merged) {
    const now = typed(this.form);
    for (const name of Object.keys(now)) {
      const untouched = same(now[name], values[name]);
      if (untouched && !this.#composing) put(this.form, name, merged[name] ?? values[name]);
      this.saved[name] = untouched && !this.#composing ? (merged[name] ?? values[name]) : values[name];
    }
    this.tried = [];
    this.#lost = false;
    // In the way this device shows times, 12 or 24 hours.
    this.#tell("saved", new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format());
    this.#keep();
    if (this.#dirty) this.#soon(0);
  }

  #send(keepalive) {
    const body = new FormData(this.form);
    const signal = keepalive ? null : AbortSignal.timeout(LONGEST);
    return fetch(this.copy.url, { method: "POST", body, keepalive, redirect: "manual", credentials: "same-origin", signal }).catch(() => null);
  }

  // Whatever is sent names what it was typed on.
  #name(data) {
    if (data.has("base")) data.set("base", JSON.stringify(this.#versions));
  }

  get #versions() {
    return [this.saved, ...this.tried];
  }

  #unsent() {
    this.#lost = true;
    this.#tell(this.#keep() ? "unsent" : "unsaved");
    say(this.#status()?.textContent ?? "");
    if (this.copy.url) this.#soon(AGAIN);
  }

  // Sent for good, and taken.
  #sent() {
    this.#done = true;
    clearTimeout(this.#timer);
    this.copy.drop();
  }

  // Whether what is not saved is kept here.
  #keep() {
    if (this.#done) return true;
    if (this.#dirty) return this.copy.keep(this.#versions);
    this.copy.drop();
    return true;
  }

  #pickUp() {
    this.copy.pickUp((left, ours) => {
      if (!this.isConnected || this.#done) return false;
      const taken = this.copy.bringIn(left, ours, this);
      if (!taken) return false;
      this.#soon(0);
      return this.#keep();
    });
  }

  #leave() {
    if (this.#done || !this.#dirty || this.form.getAttribute("aria-busy") === "true") return;
    this.#keep();
    if (this.copy.url && navigator.onLine) this.#send(true);
  }

  #status() {
    return this.querySelector(".saved");
  }

  #tell(key, time = "") {
    const status = this.#status();
    if (status) status.textContent = status.dataset[key].replace("{time}", time);
  }
}

customElements.define("draft-form", DraftForm);
