// Copies of unsent words on this device: only while the server could not be reached, only for the person who wrote them.
const PREFIX = "nearer:";

export function forget() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

export class LocalCopy {
  #key;

  constructor(person, url) {
    this.#key = `${PREFIX}draft:${person}:${url}`;
  }

  // `since` is what the server last had: it tells later whether somebody wrote there in between.
  keep(values, since) {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ values, since }));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    localStorage.removeItem(this.#key);
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key));
    } catch {
      return null;
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

// The server moved on meanwhile (another device): both texts are kept, one after the other, rather than choosing for the person.
export function restore(form, { values, since }) {
  const untouched = same(snapshot(form), since);
  fields(form).forEach((field, index) => {
    const mine = values[index];
    if (mine === undefined) return;
    if (picked(field)) {
      if (untouched) field.checked = mine;
    } else if (untouched || !field.value) field.value = mine;
    else if (field.localName === "textarea" && mine && !field.value.includes(mine)) field.value += `\n\n${mine}`;
  });
}
