// What is saved of one line, and what is under way. All merging is the server's: a saving names the words it was typed from, a revision
// or what the saving before it sent (`op`).
import { ask } from "./ask.js";
import { unique } from "./drafts.js";

const JSON_PLEASE = { Accept: "application/json" };
const LOOKING = 4_000;

export class LineSync {
  // Sent, and not answered yet. Sent again it stays the same operation, so nothing is saved twice.
  pending = null;

  // `text`: what the server has, or null for words it did not take.
  constructor(url, text, rev) {
    this.url = url;
    this.rev = rev;
    this.base = { text, rev, op: "" };
  }

  resume({ base, pending }) {
    this.base = base;
    this.pending = pending;
  }

  address(body, { op, text, base }) {
    for (const [name, value] of Object.entries({ op_id: op, text, base_rev: base.rev, base_op: base.op })) body.set(name, value || "");
  }

  fill(body) {
    this.address(body, { op: unique(), text: this.base.text, base: this.base });
  }

  begin(text) {
    this.pending ??= { op: unique(), text, base: this.base };
  }

  // The answer, or `{ refused }` in words, or null when nothing came back.
  async send(form) {
    const body = new FormData(form);
    this.address(body, this.pending);
    const answer = await ask(this.url, { method: "POST", body, keepalive: true, headers: JSON_PLEASE });
    const told = await answer?.json().catch(() => null);
    if (answer?.status === 422 || answer?.status === 409) {
      this.pending = null;
      return { refused: told?.error ?? "" };
    }
    return answer?.ok ? told : null;
  }

  // What the page should show, or null to leave it alone. `text`: sent and merged, or the other's alone in an overlap.
  take({ rev, text, overlap }, typedOn) {
    const { op, text: sent } = this.pending;
    this.pending = null;
    this.rev = rev;
    const behind = overlap || (typedOn && text !== sent);
    this.base = behind ? { text: sent, rev: 0, op, overlap } : { text, rev, op: "" };
    return typedOn || overlap ? null : text;
  }

  // In an overlap, whoever wrote second keeps seeing their own words.
  isNews(rev) {
    return rev > this.rev || (rev === this.rev && this.isBehind(rev));
  }

  isBehind(hinted) {
    return hinted > this.rev || Boolean(this.base.op && !this.base.overlap);
  }

  learn(rev, text) {
    this.rev = rev;
    this.base = { text, rev, op: "" };
  }

  async look() {
    const answer = await ask(this.url, { headers: JSON_PLEASE }, LOOKING);
    return answer?.ok ? answer.json().catch(() => null) : null;
  }
}
