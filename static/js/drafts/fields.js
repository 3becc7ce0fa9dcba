// What a person typed or picked in a form, by the names of its fields; never tokens, secrets or hidden revisions.
const OWN = "textarea[name], select[name], input[name]:not([type=hidden], [type=password], [type=file], [type=submit])";
const own = (form) => [...form.elements].filter((field) => field.matches(OWN));
const picked = (field) => field.type === "checkbox" || field.type === "radio";

function collect(form, said, chosen) {
  const all = {};
  for (const field of own(form)) {
    all[field.name] ??= [];
    if (!picked(field) || chosen(field)) all[field.name].push(said(field));
  }
  return all;
}

export const typed = (form) => collect(form, (field) => field.value, (field) => field.checked);

// As the page was made, whatever was typed before any script arrived.
export const made = (form) => collect(form, first, (field) => field.defaultChecked);

function first(field) {
  if (field.localName !== "select") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
}

// The texts among them, for somebody to read.
export const texts = (form) =>
  own(form)
    .filter((field) => (field.localName === "textarea" || field.type === "text") && field.value.trim())
    .map((field) => field.value);

// What is ticked has no order.
export const same = (one, other) => JSON.stringify([...(one ?? [])].sort()) === JSON.stringify([...(other ?? [])].sort());

export const alike = (one, other) => Object.keys(one).every((name) => same(one[name], other[name]));

// In a field that is being written in, the caret stays between the same two words as far as they are there.
function fill(field, text) {
  const { value, selectionStart: at } = field;
  if (value === text) return;
  field.value = text;
  field.dispatchEvent(new Event("nearer:filled", { bubbles: true }));
  if (field !== document.activeElement || at === null) return;
  const place = text.startsWith(value.slice(0, at)) ? at : Math.max(0, text.length - value.length + at);
  field.setSelectionRange(place, place);
}

export function put(form, name, values) {
  for (const field of own(form)) {
    if (field.name !== name) continue;
    if (picked(field)) field.checked = values.includes(field.value);
    else if (field.localName === "select") field.value = values[0];
    else fill(field, values[0] ?? "");
  }
}

// A second text of the same field: kept too, rather than choosing for the person.
export function add(form, name, [text]) {
  for (const field of own(form)) {
    if (field.name !== name || picked(field) || field.localName === "select" || !text || field.value.includes(text)) continue;
    const between = field.localName === "textarea" ? "\n\n" : ", ";
    fill(field, text.includes(field.value) ? text : field.value + between + text);
  }
}
