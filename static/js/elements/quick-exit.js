// <quick-exit> around a plain link: hides the page at once and leaves it. Escape three times does the same. Back, to this page or one
// before it, shows a neutral one (couples/web/away.py): by the cookie set here, or by what the link leads to without scripts.
// It cannot clear the browser's history, and the page about safety says so.
const TIMES = 3;
const WITHIN = 2_000;
const COOKIE = "nearer_away=1";

class QuickExit extends HTMLElement {
  #presses = [];

  connectedCallback() {
    this.link = this.querySelector("a");
    this.link.addEventListener("click", this);
    document.addEventListener("keydown", this);
    addEventListener("pageshow", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    removeEventListener("pageshow", this);
  }

  handleEvent(event) {
    if (event.type === "click") {
      event.preventDefault();
      this.#leave();
    } else if (event.type === "pageshow") this.#stayAway(event.persisted);
    else if (event.key === "Escape" && !event.isComposing && !event.repeat) this.#press(Date.now());
  }

  #press(now) {
    this.#presses = [...this.#presses.filter((then) => now - then < WITHIN), now];
    if (this.#presses.length >= TIMES) this.#leave();
  }

  #leave() {
    this.#hide();
    document.cookie = `${COOKIE}; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    location.replace(this.link.dataset.exit);
  }

  // A page the browser had kept whole comes back without asking the server.
  #stayAway(persisted) {
    if (!persisted || !document.cookie.split("; ").includes(COOKIE)) return;
    this.#hide();
    location.reload();
  }

  // The next page may be slow; what is on the screen must go now.
  #hide() {
    document.documentElement.hidden = true;
    document.title = "";
  }
}

customElements.define("quick-exit", QuickExit);
