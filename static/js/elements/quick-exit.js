// <quick-exit> around a plain link: hides the page at once and leaves it. Escape three times does the same. Back, to this page or one
// before it, shows a neutral one: by the cookie set here, or by what the link leads to without scripts.
// It cannot clear the browser's history, and the page about safety says so.
import { hide, setAway } from "../stay-away.js";

const TIMES = 3;
const WITHIN = 2_000;

class QuickExit extends HTMLElement {
  #presses = [];

  connectedCallback() {
    this.link = this.querySelector("a");
    this.link.addEventListener("click", this);
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.type === "click") {
      event.preventDefault();
      this.#leave();
    } else if (event.key === "Escape" && !event.isComposing && !event.repeat) this.#press(Date.now());
  }

  #press(now) {
    this.#presses = [...this.#presses.filter((then) => now - then < WITHIN), now];
    if (this.#presses.length >= TIMES) this.#leave();
  }

  #leave() {
    hide();
    setAway();
    location.replace(this.link.dataset.exit);
  }
}

customElements.define("quick-exit", QuickExit);
