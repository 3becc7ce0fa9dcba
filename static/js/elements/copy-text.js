// <copy-text data-copied="…">: a field and its hidden button, shown where the browser can copy.
import { say } from "../say.js";

class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const field = this.querySelector("input, output");
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.lastChild.textContent = this.dataset.copied;
      say(this.dataset.copied);
    });
  }
}

customElements.define("copy-text", CopyText);
