// <quiet-timer minutes="7">: a line that fills, once, while somebody writes. It never interrupts: no sound, no focus, nothing announced.
const STEP = 5_000;

class QuietTimer extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    const form = this.parentElement.querySelector("form");
    if (!form) return;
    this.line = this.appendChild(document.createElement("progress"));
    this.line.max = Number(this.getAttribute("minutes")) * 60_000;
    this.line.value = 0;
    this.line.setAttribute("aria-hidden", "true");
    this.hidden = false;
    // It begins with the first key, so that reading the question costs nothing.
    form.addEventListener("input", () => this.#begin(), { once: true });
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #begin() {
    const begun = Date.now();
    this.#timer = setInterval(() => {
      this.line.value = Date.now() - begun;
      if (this.line.value >= this.line.max) clearInterval(this.#timer);
    }, STEP);
  }
}

customElements.define("quiet-timer", QuietTimer);
