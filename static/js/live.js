// <live-hints url="/live/">: one connection while the page is visible. A hint says what changed, never words; elements that care listen
// with hx-trigger="live:checkins from:body, live:refresh from:body" and fetch what their person may see.
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

function tell(topic, detail) {
  document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { bubbles: true, detail }));
}

class LiveHints extends HTMLElement {
  #source = null;
  #timer = 0;
  #wait = FIRST_WAIT;
  #behind = true;

  connectedCallback() {
    document.addEventListener("visibilitychange", this);
    addEventListener("pagehide", this);
    addEventListener("pageshow", this);
    this.#open();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this);
    removeEventListener("pagehide", this);
    removeEventListener("pageshow", this);
    this.#close();
  }

  handleEvent(event) {
    if (event.type === "pagehide" || document.hidden) this.#close();
    else this.#open();
  }

  #open() {
    if (this.#source || document.hidden) return;
    clearTimeout(this.#timer);
    const source = new EventSource(this.getAttribute("url"));
    this.#source = source;
    // Not `onopen`: only from this event on is the server listening for us, so only now is nothing missed.
    source.addEventListener("ready", () => {
      this.#wait = FIRST_WAIT;
      this.#behind = true;
      this.#catchUp();
    });
    source.onerror = () => this.#retry();
    source.addEventListener("hint", (event) => {
      const hint = JSON.parse(event.data);
      tell(hint.topic, hint);
    });
    // Signed out, left or removed: the same address now leads to the right place.
    source.addEventListener("bye", () => location.reload());
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#behind = true;
  }

  // The browser gives up for good on a refusal (too many pages, a server at rest), so the next try is always ours.
  #retry() {
    this.#source?.close();
    this.#source = null;
    this.#catchUp();
    this.#timer = setTimeout(() => this.#open(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  // What happened while nobody listened: looked up once, whether or not the connection came back. Without a network
  // it stays open until one is there: asking would only tell the person what they did not ask.
  #catchUp() {
    if (!this.#behind || !navigator.onLine) return;
    this.#behind = false;
    // For elements whose script arrives after this: what they would have been told is over.
    this.toggleAttribute("caught-up", true);
    tell("refresh", {});
  }
}

customElements.define("live-hints", LiveHints);
