// <undo-timer seconds="30">: takes away an offer the server will no longer honour. Nobody's focus or pointer is pulled away from under them.
class UndoTimer extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#timer = setTimeout(() => this.#end(), Number(this.getAttribute("seconds")) * 1_000);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #end() {
    if (this.matches(":hover, :focus-within")) this.#timer = setTimeout(() => this.#end(), 1_000);
    else this.remove();
  }
}

customElements.define("undo-timer", UndoTimer);
