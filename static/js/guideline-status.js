// What a line says about itself, in words from the page.
import { say } from "./say.js";

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
    const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format();
    if (this.gone) this.place.textContent = this.gone;
    else this.#tell("saved", time);
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
