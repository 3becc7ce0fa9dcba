"""`bin/bench editing`: what writing guidelines together costs, beside its floor in the same run."""

import os
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import django
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from bench.report import Report, middle, percentile
from bench.serving import UVICORN, Served, built, serving
from bench.small import shrink

EDITS, SAVES, MERGES = 200, 60, 5


def run(*, small: bool = False) -> int:
    django.setup()
    if small:
        shrink("bench.editing")
    call_command("migrate", verbosity=0)

    from bench.content import demo  # noqa: PLC0415  these need the settings
    from bench.pages import signed_in  # noqa: PLC0415

    report = Report("editing")
    one, full = demo(1), demo(50)
    report.figure("merge_10k_ms", merge_ms(), "ms", goal=50)
    saves(report, one, full)
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="nearer-bench-") as home:
        var = Path(home)
        (var / "fonts").symlink_to(Path(os.environ["NEARER_VAR"], "fonts").resolve())
        with serving(UVICORN, built(var)) as server:
            together(report, server, signed_in(one), signed_in(one, first=False))
    return 1 if report.missed else 0


def merge_ms() -> float:
    """A line of 10,000 characters; one of the two changed two words, the other a third.

    Nothing in it waits, so it is the time on the processor: it has no floor beside it that would share a busy one.
    """
    from journal.agreements.text.merge import merge  # noqa: PLC0415

    words = [f"word{number:04d}" for number in range(1_111)]
    base = " ".join(words)
    mine = base.replace("word0100", "mine").replace("word0900", "mine")
    theirs = base.replace("word0500", "theirs")
    expected = mine.replace("word0500", "theirs")
    taken = []
    for _ in range(MERGES):
        started = time.process_time()
        merged = merge(base, mine, theirs)
        taken.append((time.process_time() - started) * 1000)
        if merged.text != expected:
            raise RuntimeError("the merge is wrong, so its speed means nothing")
    return middle(taken)


def saves(report: Report, one: object, full: object) -> None:
    """The saving request itself, in turns with one line and with fifty."""
    small, large = Saver(one), Saver(full)
    for saver in (small, large):
        saver.save()  # the session and the keys are known from here on
    taken = [(small.save(), large.save()) for _ in range(SAVES)]
    report.figure(
        "save_50_vs_1",
        middle([fifty for _, fifty in taken]),
        "ms",
        floor=middle([single for single, _ in taken]),
        goal=2,
    )


class Saver:
    """Ada, who writes in the first line again and again."""

    def __init__(self, couple: object) -> None:
        from journal.agreements.models import Guideline  # noqa: PLC0415

        self.client = Client()
        self.client.force_login(couple.ada)  # type: ignore[attr-defined]  # a Demo, once the settings are known
        line = Guideline.objects.for_couple(couple.couple).in_order()[0]  # type: ignore[attr-defined]
        self.url, self.text, self.rev = f"/guidelines/lines/{line.pk}/", line.text, line.rev

    def save(self) -> float:
        sent = {"text": f"{self.text} {self.rev}", "base_rev": self.rev, "op_id": uuid4()}
        started = time.perf_counter()
        answer = self.client.post(self.url, sent, headers={"Accept": "application/json"})
        taken = (time.perf_counter() - started) * 1000
        if answer.status_code != HTTPStatus.OK or answer.json()["rev"] != self.rev + 1:
            raise RuntimeError("a line was not saved")
        self.rev += 1
        return taken


def together(report: Report, server: Served, ada: str, ben: str) -> None:
    """From the request that saves to the partner's page showing it, in turns with a hint and a fragment of nothing."""
    from bench.weights import browser, phone  # noqa: PLC0415

    with browser() as chromium:
        writer, reader = (phone(chromium, server, cookie) for cookie in (ada, ben))
        report.figure("js_kb", editor_kb(writer), "KiB", goal=9.25)
        reader.evaluate(LISTEN)
        writer.evaluate("() => performance.setResourceTimingBufferSize(10_000)")  # or it stops at 250 requests
        for _ in range(5):
            empty(writer, reader)
        floor, shown = [], []
        for number in range(EDITS):
            floor.append(empty(writer, reader))
            shown.append(edit(writer, reader, f"{number:03d}!"))
    report.figure("visible_p95_vs_floor", percentile(shown, 0.95), "ms", floor=percentile(floor, 0.95), goal=1.5)


def editor_kb(page: Page) -> float:
    """The scripts only the guidelines have, as they travelled."""
    sizes: dict[str, int] = page.evaluate(SCRIPTS)
    if not sizes:
        raise RuntimeError("the editor's scripts were not loaded")
    return sum(sizes.values()) / 1024


def empty(writer: Page, reader: Page) -> float:
    arrived = reader.evaluate_handle("() => ({promise: new Promise(resolve => { window.emptied = resolve; })})")
    sent: float = writer.evaluate(ANNOUNCE)
    return float(reader.evaluate("arrived => arrived.promise", arrived)) - sent


def edit(writer: Page, reader: Page, marker: str) -> float:
    """The marker takes the place of the one before, and leaving the line saves it."""
    from bench.weights import SENT  # noqa: PLC0415

    box = writer.locator("#lines textarea").first
    box.press("Control+End")
    writer.keyboard.type(f" {marker}")
    shown = reader.evaluate_handle(SEEN, marker)
    with writer.expect_response(lambda answer: answer.request.method == "POST"):
        box.evaluate("box => box.blur()")
    at = float(reader.evaluate("shown => shown.promise", shown))
    return at - float(writer.evaluate(SENT))


#: A hint about nothing leads to a fragment of nothing, as a hint about a line leads to its words.
LISTEN = """() => document.body.addEventListener("live:bench", async () => {
  await (await fetch("/bench/empty/")).text();
  window.emptied(performance.timeOrigin + performance.now());
})"""
ANNOUNCE = """() => {
  const sent = performance.timeOrigin + performance.now();
  const body = new FormData(document.querySelector("#lines form"));
  return fetch("/bench/announcement/", {method: "POST", body}).then(() => sent);
}"""
#: A promise of the moment at which the first line on this page holds the marker. The editor says when it has put words
#: in; looking again and again would take the page's own thread from it.
SEEN = """marker => ({promise: new Promise(resolve => {
  const box = document.querySelector("#lines textarea");
  const look = () => {
    if (!box.value.includes(marker)) return;
    document.removeEventListener("guideline:put", look);
    resolve(performance.timeOrigin + performance.now());
  };
  document.addEventListener("guideline:put", look);
  look();
})})"""
SCRIPTS = """() => Object.fromEntries(performance.getEntriesByType("resource")
  .filter(entry => /\\/guidelines\\/|guideline-/.test(entry.name)).map(entry => [entry.name, entry.encodedBodySize]))"""
