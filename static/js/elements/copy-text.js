// <copy-text data-copied="…">: a field and its hidden buttons, shown where the browser can copy, or share with another app.
import { say } from "../say.js";

class CopyText extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input, output, textarea");
    if (navigator.clipboard) this.offer("[data-copy]", this.copy);
    if (navigator.share) this.offer("[data-share]", this.share);
  }

  offer(name, act) {
    const button = this.querySelector(name);
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => act.call(this, button));
  }

  async copy(button) {
    await navigator.clipboard.writeText(this.field.value);
    button.lastChild.textContent = this.dataset.copied;
    say(this.dataset.copied);
  }

  // Refused, or closed again without choosing: nothing was sent, and nothing is said.
  share() {
    navigator.share({ text: this.field.value }).catch(() => {});
  }
}

customElements.define("copy-text", CopyText);
