"""A page is asked once its request is whole, and not at all when it is too much, too slow, or its sender has gone."""

import asyncio
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.urls import reverse

from config import whole
from config.whole import LARGER, LARGEST, Whole
from journal.brought.forms import LARGEST as LARGEST_FILE
from journal.memories.reencoding import LARGEST as LARGEST_PHOTOGRAPH
from tests.composed.compose import ROOT


class Inner:
    """Remembers the bodies it was asked with."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        assert not message["more_body"]
        self.asked.append(message["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})


def sent(
    inner: Inner, *messages: dict[str, Any], length: str = "", path: str = "/"
) -> tuple[int | None, dict[bytes, bytes]]:
    """What is answered to these messages, after which nothing more comes."""
    told: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    headers = [(b"content-length", length.encode())] if length else []
    asyncio.run(Whole(inner)({"type": "http", "path": path, "headers": headers}, taking(list(messages)), send))
    return (told[0]["status"], dict(told[0]["headers"])) if told else (None, {})


def taking(left: list[dict[str, Any]]) -> Any:
    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return receive


async def ignored(message: dict[str, Any]) -> None:
    """Nobody is there to be answered."""


POSTED = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/",
    "query_string": b"",
    "headers": [(b"content-length", b"30")],
}


def part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_page_gets_all_of_it_at_once() -> None:
    inner = Inner()
    assert sent(inner, part(b"a", more=True), part(b"b", more=True), part(b"c", more=False))[0] == 200
    assert inner.asked == [b"abc"]


def test_too_much_is_refused_as_soon_as_it_is_known() -> None:
    inner = Inner()
    by_its_word = sent(inner, length=str(LARGEST + 1))
    by_its_size = sent(inner, part(b"x" * LARGEST, more=True), part(b"x", more=True))
    for status, headers in (by_its_word, by_its_size):
        assert (status, headers[b"connection"]) == (413, b"close")
    assert sent(inner, part(b"x" * LARGEST, more=False), length=str(LARGEST))[0] == 200
    assert [len(body) for body in inner.asked] == [LARGEST]


def test_two_addresses_take_a_file_and_no_more_than_that() -> None:
    inner = Inner()
    assert LARGER.keys() == {reverse("brought:home"), reverse("memories:saving")}
    for path, most in LARGER.items():
        assert sent(inner, part(b"x" * (LARGEST + 1), more=False), path=path)[0] == 200
        assert sent(inner, length=str(most + 1), path=path)[0] == 413
        assert sent(inner, length=str(LARGEST + 1), path=f"{path}removal/")[0] == 413


def test_what_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "SECONDS", 0.05)
    inner = Inner()
    status, headers = sent(inner, part(b"a", more=True))
    assert (status, headers[b"connection"]) == (408, b"close")
    assert inner.asked == []


def test_whoever_has_gone_is_not_answered() -> None:
    inner = Inner()
    assert sent(inner, part(b"a", more=True), {"type": "http.disconnect"})[0] is None
    assert inner.asked == []


def test_what_was_cut_short_would_reach_a_page_as_all_there_is() -> None:
    """Why we stand in front: the adapter takes a page that goes for the end of its form, and the token is missing."""
    read: list[bytes] = []

    def page(environ: Any, start: Any) -> list[bytes]:
        read.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start("403 Forbidden", [])
        return [b""]

    bare: Any = WSGIMiddleware(page)
    for asked in (bare, Whole(bare)):
        left = [part(b"text=", more=True), {"type": "http.disconnect"}]
        asyncio.run(asked(POSTED, taking(left), ignored))
    assert read == [b"text="]


def test_caddy_takes_as_much_and_waits_as_long() -> None:
    told = (ROOT / "deploy" / "Caddyfile").read_text()
    assert f"handle {{\n\t\timport pages {LARGEST // 1024**2}MiB " in told
    for path, most in LARGER.items():
        assert f"handle {path} {{\n\t\timport pages {most // 1024**2}MiB " in told
        assert most == settings.FILE_UPLOAD_MAX_MEMORY_SIZE > max(LARGEST_FILE, LARGEST_PHOTOGRAPH)
    assert f"read_body {whole.SECONDS:.0f}s" in told
