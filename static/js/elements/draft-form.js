// <draft-form> around <form data-draft-url data-person>: saves by itself on a pause, says what is safe, loses nothing when the line drops.
import { LocalCopy, restore, same, snapshot } from "../drafts.js";
import { say } from "../say.js";

const PAUSE = 700;
const AGAIN = 15_000;
// A page asked for while the last saving was under way may come without it.
const LINGER = 3_000;

class DraftForm extends HTMLElement {
  #timer = 0;
  #saving = false;
  #composing = false;

  connectedCallback() {
    this.form = this.querySelector("form[data-draft-url]");
    if (!this.form) return;
    this.url = this.form.dataset.draftUrl;
    this.copy = new LocalCopy(this.form.dataset.person, `draft:${this.url}`);
    this.saved = snapshot(this.form);
    for (const type of ["input", "change", "focusout", "compositionstart", "compositionend", "submit"]) this.form.addEventListener(type, this);
    addEventListener("pagehide", this);
    addEventListener("online", this);
    this.copy.pickUp((left) => {
      if (!this.isConnected) return false;
      restore(this.form, left);
      this.#soon(0);
      return this.#keep();
    });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    removeEventListener("pagehide", this);
    removeEventListener("online", this);
  }

  handleEvent(event) {
    if (event.type === "compositionstart") this.#composing = true;
    else if (event.type === "compositionend") this.#composing = false;
    if (event.type === "submit") return this.#sent();
    if (event.type === "pagehide") return this.#leave();
    // Between the strokes of an input method there is no word yet.
    if (!this.#composing) this.#soon(event.type === "focusout" || event.type === "online" ? 0 : PAUSE);
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  async #save() {
    const values = snapshot(this.form);
    if (this.#saving || this.#composing) return;
    if (same(values, this.saved)) return this.copy.drop();
    this.#saving = true;
    const answer = await this.#send(false);
    this.#saving = false;
    if (!this.isConnected) return;
    if (!answer) return this.#unsent();
    this.saved = values;
    if (this.copy.kept) this.#keep();
    // In the way this device shows times, 12 or 24 hours.
    const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format();
    this.#tell("saved", time);
    // What was typed while this was on its way, or came from a tab that closed.
    this.#soon(same(snapshot(this.form), values) ? LINGER : 0);
  }

  async #send(keepalive) {
    try {
      const body = new FormData(this.form);
      const answer = await fetch(this.url, { method: "POST", body, keepalive, redirect: "error", credentials: "same-origin" });
      return answer.ok;
    } catch {
      return false;
    }
  }

  #unsent() {
    this.#tell(this.#keep() ? "unsent" : "unsaved");
    say(this.#status()?.textContent ?? "");
    this.#soon(AGAIN);
  }

  // `since` is what the server last had: it tells later whether somebody wrote there in between.
  #keep() {
    return this.copy.keep({ values: snapshot(this.form), since: this.saved });
  }

  // Sending for good takes over; a failed send brings the form back with the words in it.
  #sent() {
    clearTimeout(this.#timer);
    if (navigator.onLine) this.copy.drop();
    else this.#keep();
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
