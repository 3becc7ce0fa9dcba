// <unsent-words data-person data-all>: words that lie on this device only, of pages that are gone. What has somewhere to be saved is
// sent from here; the rest is shown, with a way to the page it was written on, and a way to throw it away.
import { deliver, left, onChange, putBack, throwAway } from "../drafts/local-copies.js";
import { rowOf, showAway } from "../drafts/unsent-row.js";

class UnsentWords extends HTMLElement {
  #away = new Map();
  #turn = Promise.resolve();
  #refused = new Set();

  connectedCallback() {
    this.list = this.querySelector("ul");
    this.stop = onChange(() => this.#soon());
    addEventListener("online", this);
    this.list.addEventListener("click", this);
    this.#soon();
  }

  disconnectedCallback() {
    this.stop();
    removeEventListener("online", this);
  }

  handleEvent(event) {
    if (event.type === "online") this.#refused.clear();
    if (event.type !== "click") return this.#soon();
    const item = event.target.closest("li");
    if (event.target.closest("[data-away]")) this.#throwAway(item);
    else if (event.target.closest("[data-back]")) this.#putBack(item);
  }

  #soon() {
    this.#turn = this.#turn.then(() => this.isConnected && this.#look());
  }

  async #look() {
    const every = await left(this.dataset.person);
    const under = location.pathname === this.dataset.all ? "/" : location.pathname.slice(0, location.pathname.indexOf("/", 1) + 1);
    const here = every.filter(({ value }) => value.place?.startsWith(under));
    for (const copy of here) {
      if (this.#isWrittenHere(copy) || this.#refused.has(copy.key)) continue;
      if (!(await deliver(copy))) this.#refused.add(copy.key);
    }
    const still = new Set((await left(this.dataset.person)).map(({ key }) => key));
    this.#draw(here.filter((copy) => still.has(copy.key) && !this.#isWrittenHere(copy)));
  }

  // Its form is on this page and takes it over.
  #isWrittenHere({ value }) {
    return [...document.querySelectorAll("draft-form")].some(({ copy }) => copy?.isOf(value));
  }

  #draw(copies) {
    const shown = new Map([...this.list.children].map((item) => [item.dataset.key, item]));
    for (const [key, item] of shown) if (!this.#away.has(key) && !copies.some((copy) => copy.key === key)) item.remove();
    for (const copy of copies) if (!shown.has(copy.key)) this.list.append(rowOf(this, copy));
    this.hidden = !this.list.children.length;
  }

  async #throwAway(item) {
    const copy = (await left(this.dataset.person)).find(({ key }) => key === item.dataset.key);
    if (!copy) return this.#soon();
    this.#away.set(copy.key, copy);
    throwAway(copy);
    showAway(item, true);
  }

  #putBack(item) {
    putBack(this.#away.get(item.dataset.key));
    this.#away.delete(item.dataset.key);
    showAway(item, false);
  }
}

customElements.define("unsent-words", UnsentWords);
