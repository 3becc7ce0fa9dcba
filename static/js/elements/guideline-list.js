// <guideline-list> around the lines: sends what is done to the list, and takes in what changed.
import { ask } from "../ask.js";
import { bringBack, handedIn, keepUnsent } from "../guidelines/field-copies.js";
import { ListBeat } from "../guidelines/list-beat.js";
import { number, reconcile } from "../guidelines/list-changes.js";
import { show, words } from "../say.js";

const HINTS = ["live:guidelines", "live:guidelines-open", "live:refresh"];
const FROM_INSIDE = ["submit", "input", "guideline:overlap", "guideline:missed"];
const AS_A_PART = { "HX-Request": "true" };

class GuidelineList extends HTMLElement {
  #looking = false;
  #behind = false;
  #acting = false;
  #beat = new ListBeat(this);

  connectedCallback() {
    this.person = this.dataset.person;
    for (const type of FROM_INSIDE) this.addEventListener(type, this);
    for (const hint of HINTS) document.body.addEventListener(hint, this);
    bringBack(this.person, this);
    // The lines inside may become elements after this one.
    queueMicrotask(() => number(this.querySelector("#lines")));
    this.#beat.start();
    if (document.querySelector("live-hints[caught-up]")) this.look();
  }

  disconnectedCallback() {
    this.#beat.stop();
    for (const hint of HINTS) document.body.removeEventListener(hint, this);
  }

  handleEvent(event) {
    if (event.type === "input") return keepUnsent(this.person, event.target);
    if (event.type === "submit") {
      event.preventDefault();
      return this.#act(event.target, event.submitter);
    }
    const { id, rev } = event.detail ?? {};
    const line = id && this.line(id);
    if (event.type === "guideline:missed") this.#beat.late(true);
    else if (event.type === "live:guidelines-open") line?.presence.ask();
    else if (id) line?.hint(rev);
    else this.look();
  }

  get busy() {
    return this.#looking || this.#acting;
  }

  line(id) {
    return document.getElementById(`line-${id}`)?.querySelector("guideline-line");
  }

  // One at a time, and once more for what is hinted at meanwhile.
  async look() {
    this.#behind = this.busy;
    if (this.busy) return;
    this.#looking = true;
    const answer = await ask(this.dataset.url, { headers: AS_A_PART });
    const html = answer?.ok ? await answer.text().catch(() => "") : "";
    this.#beat.late(!html);
    if (html && !this.#acting) this.#take(html, {});
    this.#looking = false;
    if (this.#behind) this.look();
  }

  async #act(form, button) {
    const line = form.closest("guideline-line");
    const saved = line ? await line.saver.flush() : true;
    if (line?.form === form && !button?.hasAttribute("formaction")) return form.removeAttribute("aria-busy");
    this.#acting = true;
    const { id, value: sent } = form.elements.text ?? {};
    const answer = saved && (await this.#post(form, button, line));
    this.#acting = false;
    form.removeAttribute("aria-busy");
    const typed = form.elements.text?.value;
    const html = answer?.ok || answer?.status === 422 ? await answer.text().catch(() => "") : "";
    if (html) this.#take(html, { form, act: button?.dataset.act });
    else show(words(navigator.onLine ? "failed" : "offline"));
    if (html && answer.ok && line?.form !== form) handedIn(this.person, id, sent, typed);
    if (this.#behind) this.look();
  }

  #take(html, how) {
    reconcile(this, html, how);
    bringBack(this.person, this);
  }

  #post(form, button, line) {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    if (line?.form === form) line.sync.fill(body);
    return ask(button?.getAttribute("formaction") ?? form.action, { method: "POST", body, headers: AS_A_PART });
  }
}

customElements.define("guideline-list", GuidelineList);
