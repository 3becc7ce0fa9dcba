// Around the lines: sends what is done to the list, and takes in what changed.
import { show, words } from "../say.js";
import { reconcile } from "../guideline-reconcile.js";

class GuidelineList extends HTMLElement {
  #looking = false;
  #behind = false;
  #acting = false;

  connectedCallback() {
    this.addEventListener("submit", this);
    this.addEventListener("guideline:overlap", this);
    document.body.addEventListener("live:guidelines", this);
    document.body.addEventListener("live:guidelines-open", this);
    document.body.addEventListener("live:refresh", this);
    if (document.querySelector("live-hints[caught-up]")) this.#look();
  }

  disconnectedCallback() {
    document.body.removeEventListener("live:guidelines", this);
    document.body.removeEventListener("live:guidelines-open", this);
    document.body.removeEventListener("live:refresh", this);
  }

  handleEvent(event) {
    if (event.type === "submit") {
      event.preventDefault();
      return this.#act(event.target, event.submitter);
    }
    const { id, rev } = event.detail ?? {};
    const line = id && document.getElementById(`line-${id}`)?.querySelector("guideline-line");
    if (event.type === "live:guidelines-open") line?.also.ask();
    else if (id) line?.hint(rev);
    else this.#look();
  }

  // One at a time, and once more for what is hinted at meanwhile.
  async #look() {
    if (this.#looking || this.#acting) {
      this.#behind = true;
      return;
    }
    this.#looking = true;
    this.#behind = false;
    const answer = await fetch(this.dataset.url, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
    if (answer?.ok && !this.#acting) reconcile(this, await answer.text(), {});
    this.#looking = false;
    if (this.#behind) this.#look();
  }

  async #act(form, button) {
    const line = form.closest("guideline-line");
    const saved = line ? await line.flush() : true;
    if (line?.form === form && !button?.hasAttribute("formaction")) return form.removeAttribute("aria-busy");
    this.#acting = true;
    const answer = saved && (await this.#post(form, button, line));
    this.#acting = false;
    form.removeAttribute("aria-busy");
    if (answer?.ok || answer?.status === 422) reconcile(this, await answer.text(), { form, act: button?.dataset.act });
    else show(words(navigator.onLine ? "failed" : "offline"));
    if (this.#behind) this.#look();
  }

  #post(form, button, line) {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    if (line?.form === form) line.sync.fill(body);
    const url = button?.getAttribute("formaction") ?? form.action;
    return fetch(url, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
  }
}

customElements.define("guideline-list", GuidelineList);
