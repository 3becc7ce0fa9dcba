// The partner has the same line open, while it is open here.
import { ask } from "./ask.js";

const PAUSE = 800;
const BEAT = 5_000;

export class Also {
  #timer = 0;
  #open = false;

  constructor(line) {
    this.line = line;
    this.place = line.querySelector(".also");
  }

  get #here() {
    return !document.hidden && document.activeElement === this.line.area;
  }

  // Not at once: saving goes first.
  soon() {
    if (!this.place) return;
    clearTimeout(this.#timer);
    if (!this.#here) this.place.hidden = true;
    if (document.hidden) this.ask();
    else this.#timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.#timer);
    const open = this.#here;
    if (!this.place || (!open && !this.#open)) return;
    this.#open = open;
    if (open) this.#timer = setTimeout(() => this.ask(), BEAT);
    const body = new URLSearchParams({ open: open ? 1 : "", csrfmiddlewaretoken: this.line.form.elements.csrfmiddlewaretoken.value });
    const answer = await ask(`${this.line.dataset.url}open/`, { method: "POST", body, keepalive: true }, BEAT);
    const told = await answer?.json().catch(() => null);
    this.place.hidden = !(this.#here && told?.also);
  }
}
