// A row of <unsent-words>: what was written, the way to where that was, and the ways to throw it away and to take that back.
const FIRST = 100;
const shorten = (text) => (text.length > FIRST ? `${text.slice(0, FIRST).trimEnd()} …` : text);
const textsOf = ({ words, text }) => (words ?? [text]).filter(Boolean);

export function rowOf(root, { key, value }) {
  const row = root.querySelector("template").content.firstElementChild.cloneNode(true);
  const all = textsOf(value);
  if (!all.length) all.push(root.dataset.chosen);
  row.dataset.key = key;
  row.querySelector("a").href = value.place;
  row.querySelector("a span").textContent = shorten(all[0]);
  row.querySelector("details").hidden = all.length === 1 && all[0].length <= FIRST;
  row.querySelector("details div").append(...all.map(paragraph));
  return row;
}

function paragraph(text) {
  const shown = document.createElement("p");
  shown.className = "serif words";
  shown.dir = "auto";
  shown.textContent = text;
  return shown;
}

export function showAway(row, away) {
  for (const part of row.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "away") !== away;
  row.querySelector(`[data-when=${away ? "away" : "here"}] button`)?.focus();
}
