"""Two people with a browser each, on the real thing: the server process on the test database, worker, beat and a mail
server.
"""

import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from bench.ports import free_port
from couples.accounts.models import Person
from couples.space.models import Couple
from tests.browser import firefoxes

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
#: Seconds, for a machine that is busy with something else too. What is there already waits for none of them.
PATIENCE = 90.0
#: Levels A and AA, and of AAA the contrast of 7:1.
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "preload": False,
}
#: What alone differs by day and by night.
CONTRAST = {"runOnly": ["color-contrast", "color-contrast-enhanced"], "preload": False}


class Mailbox:
    """A real SMTP server's letters. `wait_for` waits for one to come, not for time to pass."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Mail]] = []
        self._came = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self._came:
            self.mails += [(to, message_from_bytes(envelope.content)) for to in envelope.rcpt_tos]
            self._came.notify_all()
        return "250 OK"

    def wait_for(self, address: str, *, containing: str = "", after: int = 0, seconds: float = PATIENCE) -> str:
        """The plain text of the first mail to `address`, from the `after`th on, that contains a text."""

        def found() -> str | None:
            texts = [text_of(mail) for to, mail in self.mails[after:] if to == address]
            return next((text for text in texts if containing in text), None)

        with self._came:
            text = self._came.wait_for(found, seconds)
        assert text, f"no mail to {address} with {containing!r}; came: {[(to, m['Subject']) for to, m in self.mails]}"
        return text

    def code_for(self, address: str, *, after: int = 0) -> str:
        text = self.wait_for(address, after=after)
        code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text, re.MULTILINE)
        assert code, text
        return code[1]


def text_of(mail: Mail) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.address = f"smtp://127.0.0.1:{controller.port}"  # type: ignore[attr-defined]
    yield box
    controller.stop()


@dataclass
class Site:
    url: str
    env: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    #: Where they say what they say, if not to us.
    log: Path | None = None

    def run(self, *command: str) -> None:
        run = [sys.executable, "-P", "-m", *command]
        with self.log.open("ab") if self.log else nullcontext() as log:
            self.processes.append(subprocess.Popen(run, env=self.env, cwd=ROOT, stdout=log, stderr=log))

    def wait_until(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 3 * PATIENCE
        while not ready():
            assert time.monotonic() < deadline, "the site did not come up"
            assert all(process.poll() is None for process in self.processes), "a process of the site ended"
            threading.Event().wait(0.05)

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=2):  # noqa: S310  our own address
                return True
        except OSError:
            return False

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files as people get them: hashed names, one sheet, subset fonts."""
    var = tmp_path_factory.mktemp("var")
    (var / "fonts").symlink_to(Path(os.environ["NEARER_VAR"], "fonts").resolve())
    env = os.environ | {"NEARER_VAR": str(var), "NEARER_LOCAL": "1", "NEARER_URL": "http://127.0.0.1"}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, env=env, cwd=ROOT, check=True)
    return var


@contextmanager
def running(
    static_files: Path,
    mail: str,
    *parts: str,
    more: Mapping[str, str] = MappingProxyType({}),
    log: Path | None = None,
) -> Iterator[Site]:
    port = free_port()
    database = connection.settings_dict
    host = str(database["HOST"]).replace("/", "%2F")
    env = os.environ | {
        "NEARER_VAR": str(static_files),
        "NEARER_LOCAL": "1",
        "NEARER_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"postgresql://{database['USER']}@{host}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "CACHE_URL": str(settings.CACHES["default"]["LOCATION"]),
        "EMAIL_URL": mail,
        "LOG_LEVEL": "WARNING",
        # A site begun later would be told of what is erased here, which is in no database of its own.
        "NEARER_LEDGER": str(static_files / f"erasures-{uuid4()}.jsonl"),
        **more,
    }
    site = Site(f"http://127.0.0.1:{port}", env, log=log)
    try:
        if "worker" in parts:
            site.run(
                "celery", "--app=config", "--quiet", "worker", "--pool=threads", "--concurrency=2", "--loglevel=WARNING"
            )
        if "beat" in parts:
            site.run("celery", "--app=config", "--quiet", "beat", "--pidfile=", "--loglevel=WARNING")
        site.run(
            "uvicorn",
            "config.asgi:application",
            "--host=127.0.0.1",
            f"--port={port}",
            "--log-level=warning",
            "--timeout-graceful-shutdown=1",
        )
        site.wait_until(lambda: site.answers("/healthz" if "beat" in parts else "/about/"))
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def web(django_db_setup: None, static_files: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The web process that the tests share: people, cookies and rows are each test's own."""
    with django_db_blocker.unblock(), running(static_files, "memory://") as site:
        yield site


@pytest.fixture
def pages(transactional_db: None, web: Site) -> Site:
    """Pages and live hints; nothing is mailed."""
    return web


@pytest.fixture
def whole_site(transactional_db: None, static_files: Path, mailbox: Mailbox) -> Iterator[Site]:
    """Everything `bin/up` starts, with mail going to `mailbox`."""
    with running(static_files, mailbox.address, "worker", "beat") as site:  # type: ignore[attr-defined]
        yield site


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def launched(playwright: Playwright, path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=path or None, args=CHROMIUM_FLAGS, headless=True)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Its engine. What else the whole browser brings costs twice the time, and no page of ours asks for it but one."""
    with launched(playwright, os.environ.get("NEARER_CHROMIUM_SHELL", "")) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """With the tools that hand a service worker what a push service would."""
    with launched(playwright, os.environ.get("NEARER_CHROMIUM", "")) as browser:
        yield browser


@pytest.fixture(scope="session")
def firefox(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One process for all that a worker tests in it."""
    browser = firefoxes.launched(playwright, tmp_path_factory.mktemp("firefox"))
    yield browser
    browser.close()


#: For what must hold in browsers of two makes: whoever writes does so in either.
both_makes = pytest.mark.parametrize("make", ["chromium", "firefox"], indirect=True)


@pytest.fixture
def make(request: pytest.FixtureRequest) -> Browser:
    """The browser that `open_phone` opens phones in: Chromium, unless a test says `both_makes`."""
    browser: Browser = request.getfixturevalue(getattr(request, "param", "chromium"))
    return browser


_SCRIPTLESS: list[Page] = []
OpenPhone = Callable[..., Page]
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def open_phone(make: Browser) -> Iterator[OpenPhone]:
    """A phone of one's own: `open_phone(site, zone=…)`. Whatever its console or the content policy complains about
    fails the test.
    """
    complaints: list[str] = []
    with ExitStack() as stack:

        def phone(
            site: Site, *, zone: str = "Europe/Berlin", scripts: bool = True, dark: bool = False, workers: bool = False
        ) -> Page:
            context: BrowserContext = make.new_context(
                base_url=site.url,
                viewport=PHONE,  # type: ignore[arg-type]  # a literal dict
                timezone_id=zone,
                locale="en-GB",
                java_script_enabled=scripts,
                color_scheme="dark" if dark else "light",
                # A service worker would answer in the network's place; those who test it say so.
                service_workers="allow" if workers else "block",
                reduced_motion="reduce",  # axe would measure the colours of something half faded in
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE * 1000)
            page = context.new_page()
            if not scripts:
                _SCRIPTLESS.append(page)
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield phone
    # A refused form answers 422, and a browser calls that an error; it is how we say "not yet". A look that a newer one
    # takes the place of is given up, and htmx calls that an error in two lines; a failed one says a third.
    expected = ["422", OFFLINE, "htmx:sendAbort", "htmx:afterRequest"]
    if any(OFFLINE in text for text in complaints):  # the line that the test cut took a look with it
        expected.append("htmx:sendError")
    real = [text for text in complaints if not any(each in text for each in expected)]
    assert real == []


Phone = Callable[..., Page]
#: For a journey on a `phone` that goes without scripts as it goes with them.
both_ways = pytest.mark.parametrize("phone", [True, False], indirect=True, ids=["scripts", "no scripts"])


@pytest.fixture
def phone(pages: Site, open_phone: OpenPhone, couple: Couple, request: pytest.FixtureRequest) -> Phone:
    """`phone(ada)`: hers, signed in; `phone(None)`: one on which nobody is.

    The hour is the real one: for a quarter of each day it is tomorrow already where Ada is, and not yet where Ben is.
    """

    def opened(person: Person | None) -> Page:
        page = open_phone(pages, zone=person.zone if person else "UTC", scripts=getattr(request, "param", True))
        return sign_in(page, pages, person) if person else page

    return opened


def sign_in(page: Page, site: Site, person: Person) -> Page:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
    return page


def type_code(page: Page, code: str, button: str = "Continue") -> None:
    """Whole, it goes on by itself, but not without scripts."""
    page.get_by_label("The code from the email").fill(code)
    if page in _SCRIPTLESS:
        page.get_by_role("button", name=button, exact=True).click()


def carry_on(page: Page, *, to: str) -> None:
    """To the next step, which takes the focus. Without scripts it is there already."""
    if page in _SCRIPTLESS:
        return
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_text(to)).to_be_focused()


#: axe passes over what stands on a gradient. So the page is lit everywhere as it is in the brightest spot.
LIT = "(paper) => { document.documentElement.style.background = paper; }"


def found_by_axe(page: Page, options: Mapping[str, Any], *, lit: bool = False) -> list[str]:
    """Each violation, and where it is. `lit`: of a page at rest, with the contrast on its lightest ground."""
    if lit:
        page.evaluate(LIT, "var(--light)")
    results = Axe().run(page, options=dict(options))
    if lit:
        page.evaluate(LIT, "")
    return [f"{each['id']}: {node['html']}" for each in results.response["violations"] for node in each["nodes"]]


def assert_accessible(page: Page) -> None:
    """No violation axe can find, and nothing wider than the phone. Without scripts neither can run in the page: the
    same templates are looked at in the journey with scripts."""
    if page in _SCRIPTLESS:
        return
    # What was pressed is answered. A bare expression would be refused by our own content policy.
    page.wait_for_function("() => !document.querySelector('form[aria-busy]')")
    assert found_by_axe(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the phone"
