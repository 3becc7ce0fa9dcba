// <step-by-step> inside a form whose parts are [data-step]: shows one at a time. Without scripts all of it is one page, and [data-stepped]
// stays hidden. A button or link [data-to] leads to the step with that id, [data-by] so many on or back; [data-for] is there in the steps it
// names. [data-unless] sends the form, unless there are words in the step it names, which somebody must see before they send them.
class StepByStep extends HTMLElement {
  connectedCallback() {
    this.steps = [...this.querySelectorAll("[data-step]")];
    for (const each of this.querySelectorAll("[data-stepped]")) each.hidden = false;
    for (const each of this.querySelectorAll("[data-whole]")) each.hidden = true;
    this.addEventListener("click", this);
    this.addEventListener("nearer:filled", this);
    this.#begin();
  }

  handleEvent(event) {
    if (event.type === "nearer:filled") return this.pressed ? this.#show(this.shown) : this.#begin();
    this.pressed = true;
    const { to, by, unless } = event.target.closest("[data-to], [data-by], [data-unless]")?.dataset ?? {};
    const step = by ? this.steps[this.steps.indexOf(this.shown) + Number(by)] : this.#step(to ?? unless);
    if (!step || (unless && !written(step))) return;
    event.preventDefault();
    this.#show(step);
    const form = this.closest("form");
    if (form.getBoundingClientRect().top < 0) form.scrollIntoView();
    step.querySelector("[tabindex]").focus({ preventScroll: true });
  }

  // Where somebody is, or something is wrong, or else the last one with words that could be sent unseen: they may come from elsewhere. Or
  // where the words begin.
  #begin() {
    const { steps } = this;
    const here = steps.find((each) => each.contains(document.activeElement) && !document.activeElement.matches("[tabindex]"));
    const wrong = steps.find((each) => each.querySelector("[aria-invalid=true]"));
    const unseen = steps.findLast((each) => this.querySelector(`[data-unless="${each.id}"]`) && written(each));
    const first = here ?? wrong ?? unseen ?? steps.find(written) ?? steps[0];
    this.#show(first);
    if (!here && first !== steps[0]) first.querySelector("[tabindex]").focus();
  }

  #step(id) {
    return this.steps.find((each) => each.id === id);
  }

  #show(step) {
    this.shown = step;
    for (const each of this.steps) each.hidden = each !== step;
    for (const each of this.querySelectorAll("[data-for]")) each.hidden = !each.dataset.for.split(",").includes(step.id);
    for (const each of this.querySelectorAll("[data-unless]")) each.hidden = written(this.#step(each.dataset.unless));
  }
}

function written(step) {
  return [...step.querySelectorAll("textarea, input[type=text]")].some((field) => field.value.trim());
}

customElements.define("step-by-step", StepByStep);
