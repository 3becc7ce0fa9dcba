// <this-phone data-key="…" data-worker="…">: whether this browser is told, in words of the page ([data-state]), and its switch.
// The browser's own question comes up only after a tap on ours.
const APPLE = /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const able = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function digest(text) {
  const raw = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(raw)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Whether what this browser has was made for the key the server has now: a push service takes nothing for another.
function isFor(key, subscription) {
  const bound = subscription.options?.applicationServerKey;
  if (!bound) return true;
  const text = btoa(String.fromCharCode(...new Uint8Array(bound)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") === key;
}

class ThisPhone extends HTMLElement {
  connectedCallback() {
    this.querySelectorAll("[data-switch-on]").forEach((button) => button.addEventListener("click", () => this.#switchOn()));
    this.#look();
  }

  #show(state) {
    this.querySelectorAll("[data-state]").forEach((part) => (part.hidden = part.dataset.state !== state));
    this.setAttribute("state", state);
  }

  async #look() {
    if (!able()) return this.#show(APPLE ? "install" : "unable");
    if (Notification.permission === "denied") return this.#show("denied");
    const registration = Notification.permission === "granted" && (await navigator.serviceWorker.getRegistration());
    const subscription = registration && (await registration.pushManager.getSubscription());
    if (!subscription) return this.#show("off");
    const row = document.querySelector(`[data-device="${await digest(subscription.endpoint)}"]`);
    if (row) row.querySelector("[data-here]").hidden = false;
    const told = row && !("lost" in row.dataset) && isFor(this.dataset.key, subscription);
    this.#show(told ? "on" : "lost");
  }

  async #switchOn() {
    const allowed = await Notification.requestPermission();
    if (allowed !== "granted") return this.#show(allowed === "denied" ? "denied" : "off");
    try {
      const { endpoint, keys } = (await this.#subscription()).toJSON();
      const form = this.querySelector("form");
      Object.entries({ endpoint, ...keys }).forEach(([name, value]) => (form.elements[name].value = value));
      form.requestSubmit();
    } catch {
      this.#show("failed");
    }
  }

  // A fresh one: what is there may be bound to another key, or have been somebody else's on a shared phone.
  async #subscription() {
    await navigator.serviceWorker.register(this.dataset.worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key });
  }
}

customElements.define("this-phone", ThisPhone);
