// When a form is saved: on a pause, one request at a time, again when no answer came, and as the page goes. What the server does not have
// yet lies in a copy on this device. `page` is the <draft-form>, which says how it went.
import { ask } from "../ask.js";
import { timeNow } from "../time-now.js";
import { typed } from "./fields.js";

const PAUSE = 700;
const AGAIN = 15_000;
// Several hints in a row, most of them about what was written here, are one look.
const SETTLED = 1_500;

export class FormSaver {
  #timer = 0;
  #looking = 0;
  #turn = Promise.resolve();
  #waiting = new Map();
  #lost = false;
  #done = false;
  // Between the strokes of an input method there is no word yet.
  composing = false;

  constructor(page) {
    const { form, copy, versions } = page;
    Object.assign(this, { page, form, copy, versions });
  }

  start() {
    this.#pickUp();
    if (!this.versions.dirty) return;
    this.keep();
    this.#soon(0);
  }

  stop() {
    this.hold();
    clearTimeout(this.#looking);
  }

  // The form is being sent.
  hold() {
    clearTimeout(this.#timer);
  }

  written(wait = PAUSE) {
    if (!this.composing) this.#soon(wait);
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
        return this.page.isConnected && job.call(this);
      });
      this.#waiting.set(job, this.#turn);
    }
    return this.#waiting.get(job);
  }

  hinted() {
    if (!this.copy.url) return;
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => (this.composing ? this.hinted() : this.#inTurn(this.#look)), SETTLED);
  }

  // The same words may be written elsewhere, on another device or in another tab: what is new there comes in here, and nothing
  // goes. Whether the server answered.
  async #look() {
    const answer = await ask(location.href, { redirect: "error" });
    const text = answer?.ok ? await answer.text().catch(() => "") : "";
    const forms = new DOMParser().parseFromString(text, "text/html").querySelectorAll("form[data-draft-url]");
    const form = [...forms].find((each) => each.dataset.draftUrl === this.copy.url);
    if (form && !this.composing) {
      this.versions.take(JSON.parse(form.elements.base.value)[0]);
      if (this.versions.dirty) this.#soon(PAUSE);
    }
    return Boolean(answer?.ok);
  }

  async #save() {
    const { copy, form, versions } = this;
    if (this.composing) return;
    if (!versions.dirty && !versions.tried.length) return copy.drop();
    if (!copy.url) return this.page.tell(this.keep() ? "kept" : "unsaved");
    // Whether what was lost on the way arrived.
    if (this.#lost && !(await this.#look())) return this.unsent();
    const values = typed(form);
    if (!versions.dirty) return this.#arrived(values, values);
    versions.trying(values);
    const answer = await this.#send();
    const merged = answer?.status === 200 ? await answer.json().catch(() => null) : values;
    if (!this.page.isConnected || this.#done) return;
    if (answer && answer.status < 500 && !answer.ok) versions.refused(values);
    if (answer?.ok && merged) this.#arrived(values, merged);
    else this.unsent();
  }

  #arrived(values, merged) {
    this.versions.arrived(values, merged, this.composing);
    this.#lost = false;
    this.page.tell("saved", timeNow());
    this.keep();
    if (this.versions.dirty) this.#soon(0);
  }

  // A file goes along when the form is sent, not with every pause.
  #send(how = {}) {
    const body = new FormData(this.form);
    for (const { name } of this.form.querySelectorAll("input[type=file]")) body.delete(name);
    return ask(this.copy.url, { method: "POST", body, ...how });
  }

  unsent() {
    this.#lost = true;
    this.page.tellAloud(this.keep() ? "unsent" : "unsaved");
    if (this.copy.url) this.#soon(AGAIN);
  }

  // Sent for good, and taken.
  sent() {
    this.#done = true;
    this.hold();
    this.copy.drop();
  }

  // Whether what is not saved is kept here.
  keep() {
    if (this.#done) return true;
    if (this.versions.dirty) return this.copy.keep(this.versions.all);
    this.copy.drop();
    return true;
  }

  #pickUp() {
    this.copy.pickUp((left, ours) => {
      if (!this.page.isConnected || this.#done || !this.copy.bringIn(left, ours, this.versions)) return false;
      this.#soon(0);
      return this.keep();
    });
  }

  leave() {
    if (this.#done || !this.versions.dirty || this.form.getAttribute("aria-busy") === "true") return;
    this.keep();
    // Not given up: nobody is left to do so.
    if (this.copy.url && navigator.onLine) this.#send({ keepalive: true, signal: null });
  }
}
