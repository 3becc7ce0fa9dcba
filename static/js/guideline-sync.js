// What is saved of one line, and what is under way. All merging is the server's: a saving names the words it was typed from, a revision
// or what the saving before it sent (`op`).
import { unique } from "./drafts.js";

const JSON_PLEASE = { Accept: "application/json" };

export class LineSync {
  // Sent, and not answered yet. Sent again it stays the same operation, so nothing is saved twice.
  pending = null;

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

  // The answer, or `{ refused }` in words, or null when nothing came back.
  async send(form, text) {
    this.pending ??= { op: unique(), text, base: this.base };
    const body = new FormData(form);
    this.address(body, this.pending);
    const asked = { method: "POST", body, keepalive: true, redirect: "error", headers: JSON_PLEASE };
    const answer = await fetch(this.url, asked).catch(() => null);
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
    return rev > this.rev || (rev === this.rev && this.base.op && !this.base.overlap);
  }

  learn(rev, text) {
    this.rev = rev;
    this.base = { text, rev, op: "" };
  }

  async look() {
    const answer = await fetch(this.url, { headers: JSON_PLEASE, redirect: "error" }).catch(() => null);
    return answer?.ok ? answer.json().catch(() => null) : null;
  }
}
