// Only what differs, so caret, selection and scroll stay.
export function put(area, text) {
  const now = area.value;
  if (now === text) return;
  const most = Math.min(now.length, text.length);
  let start = 0;
  while (start < most && now[start] === text[start]) start += 1;
  let end = 0;
  while (end < most - start && now[now.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  area.setRangeText(text.slice(start, text.length - end), start, now.length - end, "preserve");
  area.dispatchEvent(new CustomEvent("guideline:put", { bubbles: true }));
}

// As the server counts and stores them.
export const tidy = (text) => text.normalize("NFC");
export const signs = (text) => [...text].length;

// randomUUID is only for HTTPS.
export function operation() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What was not sent yet, on this device only. Signing out removes it (drafts.js).
export class Kept {
  constructor(person, id) {
    this.key = `nearer:${person}:guideline:${id}`;
  }

  keep(value) {
    try {
      localStorage.setItem(this.key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  drop() {
    localStorage.removeItem(this.key);
  }
}
