"""Row 8: where a caret or a selection is after a merge, in browsers of two makes, on real processes."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bench.content import Demo, demo
from bench.pages import signed_in
from bench.serving import UVICORN, Served, built, serving
from bench.weights import FLAGS
from config.local.chromium import chromium
from config.local.firefox import firefox
from journal.agreements import services
from tests.browser import evenings, firefoxes
from tests.browser.badline import bad_line
from tests.browser.merging import START, Outcome, merged

SEED, BAD = 8, 0.15


def in_chromium(count: int) -> Outcome:
    with (
        served() as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as browser,
    ):
        return _merged(browser, server, count)


def in_firefox(count: int) -> Outcome:
    with served() as server, sync_playwright() as playwright, firefox_of(playwright) as browser:
        return _merged(browser, server, count)


def evening_in_chromium(minutes: float) -> evenings.Outcome:
    with (
        served() as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as browser,
    ):
        return _evening(browser, server, minutes)


def evening_in_firefox(minutes: float) -> evenings.Outcome:
    with served() as server, sync_playwright() as playwright, firefox_of(playwright) as browser:
        return _evening(browser, server, minutes)


@contextmanager
def served() -> Iterator[Served]:
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="nearer-bench-") as home:
        var = Path(home)
        (var / "fonts").symlink_to(Path(os.environ["NEARER_VAR"], "fonts").resolve())
        with serving([*UVICORN, "--timeout-graceful-shutdown", "1"], built(var)) as server:
            yield server


@contextmanager
def firefox_of(playwright: Playwright) -> Iterator[Browser]:
    os.environ["NEARER_FIREFOX"] = firefox()
    with (
        tempfile.TemporaryDirectory(dir="/tmp", prefix="nearer-firefox-") as place,
        firefoxes.launched(playwright, Path(place)) as browser,
    ):
        yield browser


def phone(browser: Browser, url: str, cookie: str) -> Page:
    context = browser.new_context(base_url=url, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "session", "value": cookie, "url": url}])
    return context.new_page()


def _merged(browser: Browser, server: Served, count: int) -> Outcome:
    two: Demo = demo(1)
    line = services.add_line(two.couple, by=two.ada, text=START, op_id=uuid4())
    return merged(phone(browser, server.url, signed_in(two)), line, two.ben, count=count, seed=SEED)


def _evening(browser: Browser, server: Served, minutes: float) -> evenings.Outcome:
    """Three phones, and everything that can go wrong on the way, for so long."""
    two: Demo = demo(1)
    line = services.add_line(two.couple, by=two.ada, text=START, op_id=uuid4())
    cookies = [signed_in(two), signed_in(two), signed_in(two, first=False)]
    with bad_line(server.url, seed=SEED) as connection:
        pages = [phone(browser, connection.url, cookie) for cookie in cookies]
        evenings.opened(pages)
        connection.bad = BAD
        played = evenings.Evening(pages, line, two.ben, connection, seed=SEED)
        played.play(evenings.EVERYTHING, seconds=minutes * 60)
        return played.rest()
