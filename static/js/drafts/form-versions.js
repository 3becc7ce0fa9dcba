// The versions of what is written in a form: what the server has, what was sent, and how what the server says comes into the fields.
import { alike, made, put, same, typed } from "./fields.js";

const MOST_TRIED = 3;

export class FormVersions {
  // Sent, and not answered yet: which of them arrived, only the server knows.
  tried = [];

  constructor(form) {
    const { base } = form.elements;
    this.form = form;
    // What the server has. What was typed before this script arrived is not among it.
    this.saved = base?.value ? JSON.parse(base.value)[0] : made(form);
  }

  get dirty() {
    return !alike(typed(this.form), this.saved);
  }

  // What the words of now were typed on.
  get all() {
    return [this.saved, ...this.tried];
  }

  // Whatever is sent names them.
  name(data) {
    if (data.has("base")) data.set("base", JSON.stringify(this.all));
  }

  trying(...values) {
    this.tried = [...this.tried, ...values].slice(-MOST_TRIED);
  }

  refused(values) {
    this.tried = this.tried.filter((tried) => tried !== values);
  }

  // What the server has by now. What was changed here too stays, and waits for the server to merge it.
  take(now) {
    const mine = typed(this.form);
    for (const [name, there] of Object.entries(now)) {
      if (!(name in mine)) continue;
      const ours = same(mine[name], there) || this.tried.some((tried) => same(tried[name], there));
      const untouched = same(mine[name], this.saved[name]);
      if (untouched && !ours) put(this.form, name, there);
      if (untouched || ours) this.saved[name] = there;
    }
  }

  // `values` were sent, and the server made `merged` of them. What was typed while they were under way was typed on what was sent.
  arrived(values, merged, composing) {
    const now = typed(this.form);
    for (const name of Object.keys(now)) {
      const untouched = same(now[name], values[name]);
      if (untouched && !composing) put(this.form, name, merged[name] ?? values[name]);
      this.saved[name] = untouched && !composing ? (merged[name] ?? values[name]) : values[name];
    }
    this.tried = [];
  }
}
