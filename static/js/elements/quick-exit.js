// <quick-exit> around a plain link: hides the page at once, then leaves it without a way Back to it. Escape three times does the same.
// It cannot clear the browser's history, and the page about safety says so.
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
    // The next page may be slow; what is on the screen must go now.
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(this.link.href);
  }
}

customElements.define("quick-exit", QuickExit);
