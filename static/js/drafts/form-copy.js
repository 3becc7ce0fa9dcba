// The local copy of one form: what it holds, which other page's it goes on with, and how that comes into the fields.
import { LocalCopy } from "./local-copies.js";
import { add, alike, put, same, texts, typed } from "./fields.js";

const ADDRESSES = ["action", "formaction", "data-draft-url", "data-fresh", "value"];

export class FormCopy {
  constructor(form) {
    this.form = form;
    this.#settle();
  }

  // Where it is saved, or else sent; what it is a new one of, when its page made up the id; the page on which it is found again.
  #settle() {
    const { draftUrl, fresh, place, person } = this.form.dataset;
    this.url = draftUrl;
    this.at = draftUrl ?? this.form.getAttribute("action");
    this.kind = fresh ? this.at.replace(fresh, "") : "";
    this.place = place ?? location.pathname;
    this.copy = new LocalCopy(person, `draft:${this.at}${draftUrl ? "" : (fresh ?? "")}`);
  }

  // `base`: the versions that it was typed on.
  keep(base) {
    const { url, at, kind, place, form } = this;
    const isHidden = ([name]) => form.elements[name]?.type === "hidden" && name !== "csrfmiddlewaretoken";
    const hidden = [...new FormData(form)].filter(isHidden);
    const fresh = form.dataset.fresh;
    return this.copy.keep({ url, at, kind, place, fresh, hidden, base, values: typed(form), words: texts(form) });
  }

  drop() {
    this.copy.drop();
  }

  // What is begun anew goes on with any of its kind.
  isOf(left) {
    return left?.at === this.at || Boolean(this.kind && left?.kind === this.kind && left.place === this.place);
  }

  pickUp(take) {
    this.copy.pickUp(take, (left) => this.isOf(left));
  }

  // Into the fields, with what the copy was typed on into `versions`. False: it stays where it is.
  bringIn(left, ours, versions) {
    if (left.fresh && left.fresh !== this.form.dataset.fresh) {
      // The same words under a new id are the server's answer to this very page.
      if (!alike(typed(this.form), versions.saved)) return ours && alike(left.values, typed(this.form));
      this.#adopt(left.fresh);
    }
    const [before, ...tried] = left.base;
    const mine = typed(this.form);
    for (const [name, values] of Object.entries(left.values)) {
      if (!(name in mine) || same(values, before[name])) continue;
      if (same(mine[name], versions.saved[name])) {
        put(this.form, name, values);
        versions.saved[name] = before[name];
      } else add(this.form, name, values);
    }
    versions.trying(...tried);
    return true;
  }

  // Goes on with what another page began: under its id, so that nothing is sent twice.
  #adopt(id) {
    const { fresh } = this.form.dataset;
    for (const each of [this.form, ...this.form.elements]) {
      for (const name of ADDRESSES) {
        const said = each.getAttribute(name);
        if (said?.includes(fresh)) each.setAttribute(name, said.replace(fresh, id));
      }
    }
    if (location.pathname.includes(fresh)) history.replaceState(history.state, "", location.href.replace(fresh, id));
    this.#settle();
  }
}
