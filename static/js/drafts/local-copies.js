// Copies of words on this device, from the first key until the server has them, only for the person who wrote them.
const PREFIX = "nearer:";
const OUT = `${PREFIX}signed-out`;
const CHANGED = "nearer:copies";
let signedOut = false;

const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));

// Signing out, here and in every other tab of this browser: what one of them still shows must not be kept again as it goes.
export function forget() {
  signedOut = true;
  for (const key of keys(PREFIX)) localStorage.removeItem(key);
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
  #all;
  #key;
  #waiting = new Set();

  // `what` is being written. Each page keeps a copy of its own: two tabs may both have words that could not be sent.
  constructor(person, what) {
    this.#all = `${PREFIX}${person}:`;
    this.#key = `${this.#all}${what}:${PAGE}`;
  }

  get kept() {
    return localStorage.getItem(this.#key) !== null;
  }

  // `value.place`: the page on which its person finds it again. False: nothing could be kept.
  keep(value) {
    if (signedOut) return false;
    living ??= navigator.locks?.request(PREFIX + PAGE, () => new Promise(() => {}));
    try {
      localStorage.setItem(this.#key, JSON.stringify({ place: location.pathname, ...value }));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    localStorage.removeItem(this.#key);
    document.dispatchEvent(new Event(CHANGED));
  }

  // What this page left, or another one as soon as that is gone. `take` says whether it has taken it over, and kept it by then.
  // `fits` says which are meant: by default those of the same thing.
  pickUp(take, fits = null) {
    const mine = this.#key.slice(0, -PAGE.length);
    for (const key of keys(this.#all)) {
      if (this.#waiting.has(key) || !(fits ? fits(read(key)) : key.startsWith(mine))) continue;
      const page = key.slice(-PAGE.length);
      const turn = () => {
        this.#waiting.delete(key);
        const left = read(key);
        if (left && take(left, page === PAGE) && key !== this.#key) localStorage.removeItem(key);
        document.dispatchEvent(new Event(CHANGED));
      };
      if (page === PAGE || !navigator.locks) turn();
      else {
        this.#waiting.add(key);
        navigator.locks.request(PREFIX + page, turn);
      }
    }
  }
}

const read = (key) => JSON.parse(localStorage.getItem(key));

// What this person's pages that are gone have left here; with `open`, what their open pages have not sent yet as well.
export async function left(person, { open = false } = {}) {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const alive = open ? [] : [PAGE, ...held.map(({ name }) => name.slice(PREFIX.length))];
  return keys(`${PREFIX}${person}:`)
    .filter((key) => !alive.includes(key.slice(-PAGE.length)))
    .map((key) => ({ key, value: read(key) }));
}

export function throwAway({ key }) {
  localStorage.removeItem(key);
}

export function putBack({ key, value }) {
  if (!signedOut) localStorage.setItem(key, JSON.stringify(value));
}

// Calls back whenever there may be more or fewer of them.
export function onChange(callback) {
  document.addEventListener(CHANGED, callback);
  addEventListener("storage", callback);
  return () => {
    document.removeEventListener(CHANGED, callback);
    removeEventListener("storage", callback);
  };
}

// Sends to where its page would have saved it. Whether it is there now.
export async function deliver(copy) {
  const { url, values, hidden, base } = copy.value;
  if (!url || !navigator.onLine) return false;
  const body = new FormData();
  for (const [name, value] of hidden) body.append(name, value);
  for (const [name, all] of Object.entries(values)) all.forEach((value) => body.append(name, value));
  body.set("base", JSON.stringify(base));
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const asked = { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(10_000) };
  const answer = await fetch(url, asked).catch(() => null);
  if (answer?.ok) throwAway(copy);
  return Boolean(answer?.ok);
}
