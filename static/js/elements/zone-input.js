// <zone-input> around a time zone field: with `detect` it takes the browser's zone, otherwise only fills what is empty.
// It fills in [name=browser_hours] too: whether this browser writes times in 12 or 24 hours.
// A list takes what it shows and what it also knows ([data-also]); anything else is left for the person to choose.
class ZoneInput extends HTMLElement {
  connectedCallback() {
    const hours = this.querySelector("[name=browser_hours]");
    if (hours) hours.value = /^h1/.test(new Intl.DateTimeFormat([], { hour: "numeric" }).resolvedOptions().hourCycle) ? "12" : "24";
    const field = this.querySelector("[name=zone]");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!field || !zone || (field.value && !this.hasAttribute("detect"))) return;
    if (field.localName === "select") this.#offer(field, zone);
    else field.value = zone;
  }

  #offer(field, zone) {
    const shown = () => [...field.options].some((option) => option.value === zone);
    if (!shown() && (field.dataset.also ?? "").split(" ").includes(zone)) field.add(new Option(zone.replaceAll("_", " "), zone));
    if (shown()) field.value = zone;
  }
}

customElements.define("zone-input", ZoneInput);
