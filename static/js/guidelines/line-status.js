// What is said at a line: how its saving goes, what is wrong, its hint, and that the partner has it open.
import { ask } from "../ask.js";
import { say } from "../say.js";
import { timeNow } from "../time-now.js";

// What a line says about itself, in words from the page.
export class LineStatus {
  // Offline, or refused.
  stuck = false;
  // Somebody took the line away that is being written in: in their words, not "saved".
  gone = "";

  constructor(line) {
    this.place = line.querySelector(".saved");
    this.mistake = line.querySelector(".field-error");
    this.area = line.querySelector("textarea");
    this.hints = line.querySelector(".line-hint");
  }

  saved() {
    this.stuck = false;
    this.error("");
    if (this.gone) this.place.textContent = this.gone;
    else this.#tell("saved", timeNow());
  }

  away(words) {
    if (this.gone === words) return;
    this.gone = words;
    this.place.textContent = words;
    say(words);
  }

  unsent(kept) {
    const first = !this.stuck;
    this.stuck = true;
    this.#tell(kept ? "unsent" : "unsaved");
    if (first) say(this.place.textContent);
  }

  error(words) {
    if (words && this.mistake.hidden) say(words);
    this.mistake.textContent = words;
    this.mistake.hidden = !words;
    this.area.ariaInvalid = words ? "true" : null;
  }

  // Escaped by our server. Read out to whoever is writing.
  hint(html, writing) {
    const before = this.hints.textContent;
    this.hints.innerHTML = html;
    const now = this.hints.textContent;
    if (writing && now && now !== before) say(now);
  }

  #tell(key, time = "") {
    this.place.textContent = this.place.dataset[key].replace("{time}", time);
  }
}

// Whether the partner has the same line open, asked and said only while this person has it open.
const PAUSE = 800;
const BEAT = 5_000;

export class Presence {
  #timer = 0;
  // As the server was last told.
  #open = false;

  constructor(line) {
    this.line = line;
    // There is none for a person who is alone.
    this.place = line.querySelector(".presence");
  }

  get #isHere() {
    return !document.hidden && document.activeElement === this.line.area;
  }

  // Not at once: saving goes first.
  soon() {
    if (!this.place) return;
    clearTimeout(this.#timer);
    if (!this.#isHere) this.place.hidden = true;
    if (document.hidden) this.ask();
    else this.#timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.#timer);
    const open = this.#isHere;
    if (!this.place || (!open && !this.#open)) return;
    this.#open = open;
    if (open) this.#timer = setTimeout(() => this.ask(), BEAT);
    const body = new URLSearchParams({ open: open ? 1 : "", csrfmiddlewaretoken: this.line.form.elements.csrfmiddlewaretoken.value });
    const answer = await ask(`${this.line.url}open/`, { method: "POST", body, keepalive: true }, BEAT);
    const told = await answer?.json().catch(() => null);
    this.place.hidden = !(this.#isHere && told?.also);
  }
}
