// The time, written as the page writes times: in its language, in 12 or 24 hours.
export function timeNow() {
  const { lang, dataset } = document.documentElement;
  const hourCycle = { 12: "h12", 24: "h23" }[dataset.hours];
  return new Intl.DateTimeFormat(lang, { timeStyle: "short", hourCycle }).format();
}
