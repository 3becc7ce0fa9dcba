// The two ways a script speaks: read out quietly, or shown until closed. Words always come from the page, already translated.
const region = () => document.getElementById("toasts");

export function say(words) {
  const status = document.getElementById("status");
  if (status) status.textContent = words;
}

export function show(words) {
  const place = region();
  if (!place || !words || [...place.children].some((toast) => toast.firstElementChild?.textContent === words)) return;
  const toast = document.createElement("div");
  const text = document.createElement("p");
  const close = document.createElement("button");
  toast.className = "toast";
  text.textContent = words;
  close.className = "button plain";
  close.type = "button";
  close.textContent = place.dataset.close;
  close.addEventListener("click", () => toast.remove());
  toast.append(text, close);
  place.append(toast);
}

export const words = (key) => region()?.dataset[key];
