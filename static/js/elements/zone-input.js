// <zone-input> around a time zone field: with `detect` it takes the browser's zone, otherwise only fills what is empty.
class ZoneInput extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("[name=zone]");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!field || !zone || (field.value && !this.hasAttribute("detect"))) return;
    const known = field.localName !== "select" || [...field.options].some((option) => option.value === zone);
    if (known) field.value = zone;
  }
}

customElements.define("zone-input", ZoneInput);
