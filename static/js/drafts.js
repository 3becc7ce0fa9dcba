// Copies of unsent words on this device: only while the server could not be reached, only for the person who wrote them.
const PREFIX = "nearer:";
const OUT = `${PREFIX}signed-out`;
let signedOut = false;

// Signing out, here and in every other tab of this browser: what one of them still shows must not be kept again as it goes.
export function forget() {
  signedOut = true;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  localStorage.setItem(OUT, "");
  localStorage.removeItem(OUT);
}

addEventListener("storage", ({ key }) => {
  if (key === OUT) signedOut = true;
});

// A UUID, without HTTPS as well.
export function unique() {
  const url = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(url);
  return url.slice(-36);
}

// This page among all of one browser, and a sign to the others for as long as it lives.
const PAGE = unique();
let living;

export class LocalCopy {
  #place;
  #waiting = new Set();
  kept = false;

  // `what` is being written. Each page keeps a copy of its own: two tabs may both have words that could not be sent.
  constructor(person, what) {
    this.#place = `${PREFIX}${person}:${what}:`;
  }

  // False: nothing could be kept.
  keep(value) {
    if (signedOut) return false;
    living ??= navigator.locks?.request(PREFIX + PAGE, () => new Promise(() => {}));
    try {
      localStorage.setItem(this.#place + PAGE, JSON.stringify(value));
      this.kept = true;
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    this.kept = false;
    localStorage.removeItem(this.#place + PAGE);
  }

  // What this page left, or another one as soon as that is gone. `take` says whether it has taken it over, and kept it by then.
  pickUp(take) {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.#place) || this.#waiting.has(key)) continue;
      const page = key.slice(this.#place.length);
      const turn = () => {
        this.#waiting.delete(key);
        const left = JSON.parse(localStorage.getItem(key));
        if (left && take(left) && page !== PAGE) localStorage.removeItem(key);
      };
      if (page === PAGE || !navigator.locks) turn();
      else {
        this.#waiting.add(key);
        navigator.locks.request(PREFIX + page, turn);
      }
    }
  }
}

// Only what a person typed or picked, never tokens, secrets or hidden revisions.
const OWN = "textarea[name], select[name], input[name]:not([type=hidden], [type=password], [type=file], [type=submit])";
const fields = (form) => [...form.querySelectorAll(OWN)];
const picked = (field) => field.type === "checkbox" || field.type === "radio";

export function snapshot(form) {
  return fields(form).map((field) => (picked(field) ? field.checked : field.value));
}

export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// Both were `since` once. Where both have changed, both texts are kept, one after the other, rather than choosing for the person.
export function bringIn(form, { values, since }) {
  fields(form).forEach((field, index) => {
    const key = picked(field) ? "checked" : "value";
    const [mine, before] = [values[index], since[index]];
    if (mine === undefined || mine === before || mine === field[key]) return;
    if (field[key] === before || (key === "value" && mine.includes(field.value))) field[key] = mine;
    else if (field.localName === "textarea" && !field.value.includes(mine)) field.value += `\n\n${mine}`;
  });
}
