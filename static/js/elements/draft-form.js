// <draft-form> around <form data-draft-url data-live data-person>: saves by itself on a pause, says what is safe, loses nothing when the line drops.
import { LocalCopy, bringIn, same, snapshot } from "../drafts.js";
import { say } from "../say.js";

const PAUSE = 700;
const AGAIN = 15_000;
// A line that leads nowhere may say so late, or never.
const LONGEST = 20_000;
// A page asked for while the last saving was under way may come without it.
const LINGER = 3_000;
// Several hints in a row, most of them about what was written here, are one look.
const SETTLED = 1_500;

class DraftForm extends HTMLElement {
  #timer = 0;
  #looking = 0;
  #arrived = 0;
  #turn = Promise.resolve();
  #waiting = new Map();
  #composing = false;
  #goes = false;

  connectedCallback() {
    this.form = this.querySelector("form[data-draft-url]");
    if (!this.form) return;
    this.url = this.form.dataset.draftUrl;
    this.copy = new LocalCopy(this.form.dataset.person, `draft:${this.url}`);
    this.saved = snapshot(this.form);
    for (const type of ["input", "change", "focusout", "compositionstart", "compositionend", "submit"]) this.form.addEventListener(type, this);
    this.hints = ["live:refresh", `live:${this.form.dataset.live}`];
    for (const hint of this.hints) document.body.addEventListener(hint, this);
    addEventListener("pagehide", this);
    addEventListener("online", this);
    this.copy.pickUp((left) => {
      if (!this.isConnected) return false;
      bringIn(this.form, left);
      this.#soon(0);
      return this.#keep();
    });
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
    if (event.type === "submit") return this.#submit(event);
    if (event.type === "pagehide") return this.#leave();
    if (event.type.startsWith("live:")) return this.#hinted();
    // Between the strokes of an input method there is no word yet.
    if (!this.#composing) this.#soon(event.type === "focusout" || event.type === "online" ? 0 : PAUSE);
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
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
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => (this.#composing ? this.#hinted() : this.#inTurn(this.#look)), SETTLED);
  }

  // The same words may be written elsewhere, on another device or in another tab: what is new there comes in here, and nothing goes.
  async #look() {
    const answer = await fetch(location.href, { redirect: "error", signal: AbortSignal.timeout(LONGEST) }).catch(() => null);
    const text = answer?.ok ? await answer.text().catch(() => "") : "";
    const forms = new DOMParser().parseFromString(text, "text/html").querySelectorAll("form[data-draft-url]");
    const form = [...forms].find((each) => each.dataset.draftUrl === this.url);
    if (!form || this.#composing) return;
    const values = snapshot(form);
    bringIn(this.form, { values, since: this.saved });
    this.saved = values;
    if (!same(snapshot(this.form), values)) this.#soon(PAUSE);
  }

  // Resolves to whether the server answered, whatever it said.
  #save() {
    return this.#inTurn(this.#saveOnce);
  }

  async #saveOnce() {
    if (this.copy.kept) await this.#look();
    if (this.#composing) return false;
    const values = snapshot(this.form);
    if (same(values, this.saved)) {
      if (Date.now() - this.#arrived >= LINGER) this.copy.drop();
      else if (this.copy.kept) this.#soon(LINGER);
      return true;
    }
    const answer = await this.#send(false);
    if (!this.isConnected) return false;
    if (!answer?.ok) {
      this.#unsent();
      return Boolean(answer);
    }
    const everything = same(snapshot(this.form), values);
    if (this.copy.kept) this.#keep(everything ? this.saved : values);
    this.saved = values;
    this.#arrived = Date.now();
    // In the way this device shows times, 12 or 24 hours.
    const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format();
    this.#tell("saved", time);
    // What was typed while this was on its way, or came from a tab that closed.
    if (!everything || this.copy.kept) this.#soon(everything ? LINGER : 0);
    return true;
  }

  #send(keepalive) {
    const body = new FormData(this.form);
    const signal = keepalive ? null : AbortSignal.timeout(LONGEST);
    return fetch(this.url, { method: "POST", body, keepalive, redirect: "manual", credentials: "same-origin", signal }).catch(() => null);
  }

  #unsent() {
    this.#tell(this.#keep() ? "unsent" : "unsaved");
    say(this.#status()?.textContent ?? "");
    this.#soon(AGAIN);
  }

  // `since` is what the server last had: it tells later which words are new here, and which there.
  #keep(since = this.saved) {
    return this.copy.keep({ values: snapshot(this.form), since });
  }

  // What cannot be saved would not arrive like this either, and the browser's page that says so has no words in it.
  #submit(event) {
    clearTimeout(this.#timer);
    const everything = same(snapshot(this.form), this.saved);
    if (this.#goes || !(this.copy.kept || (!everything && !navigator.onLine))) return;
    event.preventDefault();
    this.form.removeAttribute("aria-busy");
    this.#composing = false;
    this.#goOnceSaved(event.submitter);
  }

  async #goOnceSaved(submitter) {
    const answered = await this.#save();
    if (!this.isConnected || !answered) return;
    if (same(snapshot(this.form), this.saved)) this.copy.drop();
    this.#goes = true;
    this.form.requestSubmit(submitter);
    this.#goes = false;
  }

  #leave() {
    const values = snapshot(this.form);
    if (same(values, this.saved) || this.form.getAttribute("aria-busy") === "true") return;
    if (navigator.onLine) this.#send(true);
    // Where sending has failed before, it may again, and nobody hears of it.
    if (!navigator.onLine || this.copy.kept) this.#keep();
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
