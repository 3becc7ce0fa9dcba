// How words are counted and compared: as the server does (couples/characters.py says why).
const MARKS = /((?:(?!\u034f)\p{M}){30})(?=(?!\u034f)\p{M})/gu;
const SPACE = /[\s\x1c-\x1f\x85]/;

const composed = (text) => text.replace(MARKS, "$1\u034f").normalize("NFC");

export const tidy = (text) => composed(composed(text.replace(/\r\n?/g, "\n")));

// Whole characters, not UTF-16 units, without the space around them.
export function signs(text) {
  const all = [...tidy(text)];
  let [start, end] = [0, all.length];
  while (start < end && SPACE.test(all[start])) start += 1;
  while (end > start && SPACE.test(all[end - 1])) end -= 1;
  return end - start;
}
