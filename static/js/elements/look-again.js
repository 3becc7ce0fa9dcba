// <look-again data-url="…">: asks every few seconds whether the page still shows what there is, and looks again if not. For what
// has to be gone soon and may say nothing in going: no hint is sent for it.
import { ask } from "../ask.js";

const BEAT = 3_000;

class LookAgain extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#timer = setInterval(() => this.#ask(), BEAT);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  async #ask() {
    if (document.hidden) return;
    const answer = await ask(this.dataset.url, {}, BEAT);
    if (answer?.status === 200) this.dispatchEvent(new CustomEvent("look"));
  }
}

customElements.define("look-again", LookAgain);
