// Asks every few seconds whether the page shows what there is, since a hint may be lost, and says when nobody answers.
import { ask } from "../ask.js";
import { differs } from "./list-changes.js";

const BEAT = 3_000;

export class ListBeat {
  #timer = 0;
  // What the server last said there is; nothing, if this page does not show it.
  #seen = "";

  constructor(list) {
    this.list = list;
  }

  start() {
    this.#timer = setInterval(() => this.#ask(), BEAT);
  }

  stop() {
    clearInterval(this.#timer);
  }

  async #ask() {
    const { list } = this;
    if (document.hidden || list.busy) return;
    const answer = await ask(`${list.dataset.revisions}?seen=${this.#seen}`, {}, BEAT);
    if (!answer?.ok) return this.late(true);
    const now = answer.status === 204 ? null : await answer.json().catch(() => null);
    this.late(false);
    if (!now) return;
    this.#seen = now.seen;
    for (const [id, rev] of Object.entries(now.lines)) list.line(id)?.hint(rev);
    if (differs(list, now)) list.look();
  }

  // Said, and asked about again.
  late(late) {
    if (late) this.#seen = "";
    this.list.querySelector("[data-part=late]").hidden = !late;
  }
}
