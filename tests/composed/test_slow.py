"""Nobody stops pages for all by being slow: fifty lines at once, through Caddy and on the local default."""

import http.client
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM

import pytest
from pytest_django import DjangoDbBlocker

from bench.ports import free_ports
from config import whole
from config.local.child import Child, spawn
from couples.accounts.models import Person
from couples.space.models import Couple
from tests.composed.compose import ROOT
from tests.composed.site import NAME, PATIENCE, Site, cookie_of, database_url
from tests.composed.unfinished import UNREAD, WAYS, filled, held

pytestmark = pytest.mark.django_db(transaction=True)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
#: For a page, on a machine that does much else: what hangs takes for ever.
SOON = 15.0


@dataclass
class Default:
    """What bin/up serves with: one process, and nobody in front."""

    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 10)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, timeout: float = SOON
    ) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # a no came before all was sent: it is there to read
                line.request(method, path, body, FORM if body else {})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()


@pytest.fixture(scope="module")
def default(django_db_setup: None, static_files: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Default]:
    (port,) = free_ports(1)
    command = [sys.executable, "-P", "-m", "uvicorn", "config.asgi:application", "--host=127.0.0.1", f"--port={port}"]
    command += ["--ws=none", "--no-access-log", "--log-level=warning", "--timeout-graceful-shutdown=2"]
    with django_db_blocker.unblock():
        own = {"NEARER_LOCAL": "1", "NEARER_URL": f"http://127.0.0.1:{port}", "NEARER_VAR": str(static_files)}
        env = os.environ | own | {"DATABASE_URL": database_url()}
        child = Child("default", spawn(command, env=env, cwd=ROOT), ladder=[(SIGTERM, 5.0)])
        site, deadline = Default(port), time.monotonic() + PATIENCE
        try:
            while True:
                assert child.running
                assert time.monotonic() < deadline
                with suppress(OSError):
                    if site.ask("/about/")[0] == 200:
                        break
                time.sleep(0.1)
            yield site
        finally:
            child.stop()


@pytest.mark.parametrize("way", WAYS)
def test_behind_caddy_pages_answer_while_fifty_begin_what_they_do_not_end(
    way: str, composed: Site, ada: Person, couple: Couple
) -> None:
    said = filled(way, scheme="https", host=f"{NAME}:{composed.port}", cookie=cookie_of(ada).partition("=")[2])
    with held(composed.connect, said):
        assert [composed.ask("/about/", timeout=SOON).status for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("way", WAYS)
def test_on_the_local_default_pages_answer_while_fifty_begin_what_they_do_not_end(
    way: str, default: Default, ada: Person, couple: Couple
) -> None:
    said = filled(way, scheme="http", host=f"127.0.0.1:{default.port}", cookie=cookie_of(ada).partition("=")[2])
    with held(default.connect, said):
        assert [default.ask("/about/")[0] for _ in range(5)] == [200] * 5


def test_pages_answer_while_fifty_do_not_read_what_they_asked_for(composed: Site, default: Default) -> None:
    script = re.search(rb'src="(/static/[^"]+htmx[^"]+)"', default.ask("/about/")[1])
    assert script
    unread = UNREAD.replace("{path}", script[1].decode())
    with held(_narrow(composed.connect), unread.format(host=f"{NAME}:{composed.port}")):
        assert [composed.ask("/about/", timeout=SOON).status for _ in range(5)] == [200] * 5
    with held(_narrow(default.connect), unread.format(host=f"127.0.0.1:{default.port}")):
        assert [default.ask("/about/")[0] for _ in range(5)] == [200] * 5


def _narrow(connect: Callable[[], socket.socket]) -> Callable[[], socket.socket]:
    def opened() -> socket.socket:
        line = connect()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        return line

    return opened


def test_what_was_begun_and_not_ended_is_given_up(composed: Site) -> None:
    """No worker was bound to it, and the line ends with the time for its headers."""
    with held(composed.connect, WAYS["headers without an end"], lines=1) as (line,):
        line.settimeout(30)
        assert line.recv(100).startswith(b"HTTP/1.1 4")


def test_more_than_fits_is_refused_kindly(composed: Site, default: Default) -> None:
    body = b"words=" + b"x" * whole.LARGEST
    answer = composed.ask("/account/login/", "POST", body=body, headers=FORM)
    assert (answer.status, b"That is more than fits at once." in answer.body) == (413, True)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    status, page = default.ask("/account/login/", "POST", body)
    assert (status, b"That is more than fits at once." in page) == (413, True)


def test_what_just_fits_reaches_the_page(composed: Site, default: Default) -> None:
    body = b"words=" + b"x" * (whole.LARGEST - 6)
    assert composed.ask("/account/login/", "POST", body=body, headers=FORM).status == 403  # Django's word: no token
    assert default.ask("/account/login/", "POST", body)[0] == 403


def test_nobody_sees_that_pages_start_again(composed: Site) -> None:
    statuses: list[int] = []
    done = threading.Event()

    def read_on() -> None:
        while not done.is_set():
            statuses.append(composed.ask("/about/", timeout=PATIENCE).status)

    readers = [threading.Thread(target=read_on) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        composed.restart("web")
        composed.wait_until(lambda: composed.answers("/about/"))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert set(statuses) == {200}


def test_without_pages_caddy_says_so_kindly(composed: Site) -> None:
    composed.stop("web")
    try:
        answer = composed.ask("/about/", timeout=PATIENCE)
    finally:
        composed.start("web")
        composed.wait_until(lambda: composed.answers("/about/"))
    assert (answer.status, b"Nearer is down for a short while." in answer.body) == (502, True)
    assert answer.headers["Retry-After"] == "30"
