"""Turns a row into a mail: neutral outside, whole as text and as HTML. Tried again, it keeps its Message-ID."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from couples.localized import for_reader
from couples.outbox.compose import combined_mail, mime, template_context
from couples.outbox.models import Message

#: What is the same in text, in an attribute and after the inliner.
_LINK = re.compile(r"https?://[A-Za-z0-9:/._~%\[\]-]+")
_MARK = re.compile(r"https://nearer\.invalid/(\w+)/mark")


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    page: str
    quoted: tuple[bytes, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """Words of a mail that only its links tell from the next one of its kind."""

    subject: str
    text: mime.Slotted
    page: mime.Slotted


@dataclass(frozen=True, slots=True)
class Outside:
    """What somebody sees of a mail before opening it."""

    sender: str
    subject: str


def outside(kind: str, *, locale: str) -> Outside:
    """Of a mail in this language, as `letter` writes it: a page says it in the very same words."""
    with translation.override(locale):
        return Outside(settings.DEFAULT_FROM_EMAIL, _subject(kind, {"params": {}, "site": settings.PUBLIC_URL}))


def letter(rows: Sequence[Message]) -> mime.Mail:
    """One mail of one row, or of several that leave together (couples/outbox/compose/combined_mail.py)."""
    first = rows[0]
    with for_reader(first.person) if first.person else translation.override(first.locale or settings.LANGUAGE_CODE):
        name, context = (first.kind, template_context.of(first)) if len(rows) == 1 else combined_mail.words(rows)
        words = _filled(name, translation.get_language() or "", context) or _rendered(name, context)
    mail = mime.Mail(
        words.subject, words.text, settings.DEFAULT_FROM_EMAIL, [first.to], headers=_headers(first, context)
    )
    mail.attach_alternative(words.page, "text/html")
    mail.quoted = words.quoted
    return mail


def _rendered(name: str, context: dict[str, Any]) -> Words:
    subject = _subject(name, context)
    text = render_to_string(f"mail/{name}.txt", context).strip() + "\n"
    return Words(subject, text, _inlined(render_to_string(f"mail/{name}.html", context)))


def _subject(name: str, context: dict[str, Any]) -> str:
    return " ".join(render_to_string(f"mail/{name}.subject.txt", context).split())


def _filled(name: str, locale: str, context: dict[str, Any]) -> Words | None:
    """Fills the links into a mail that was rendered once for its kind and locale.

    None for mails that differ in more than links, or whose links would need escaping.
    """
    links = {key: value for key, value in context.items() if value and key != "site"}
    if not all(isinstance(value, str) and _LINK.fullmatch(value) for value in links.values()):
        return None
    empty = tuple(sorted(key for key, value in context.items() if not value and key != "params"))
    blank = _blank(name, locale, tuple(sorted(links)), empty)
    quoted = blank.text.quoted(links), blank.page.quoted(links)
    return Words(blank.subject, blank.text.plain(links), blank.page.plain(links), quoted)


@lru_cache(maxsize=256)
def _blank(name: str, locale: str, links: tuple[str, ...], empty: tuple[str, ...]) -> Blank:
    """Rendered in the locale that is on, which `locale` names."""
    marks = {key: f"https://nearer.invalid/{key}/mark" for key in links}
    words = _rendered(name, {"params": {}, "site": settings.PUBLIC_URL} | dict.fromkeys(empty, "") | marks)
    return Blank(words.subject, mime.Slotted(words.text, _MARK), mime.Slotted(words.page, _MARK))


def _headers(message: Message, context: dict[str, Any]) -> dict[str, str]:
    headers = {
        # RFC 3834: nobody's holiday reply is wanted.
        "Auto-Submitted": "auto-generated",
        # From the row, so that a mail that was tried twice is one mail to whoever receives both (E4).
        "Message-ID": f"<{message.letter or message.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>",
    }
    if link := context.get("unsubscribe"):
        # RFC 2369 names the address, RFC 8058 says that a POST to it is enough.
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def _inlined(page: str) -> str:
    """Styles at each element, as mail programs want them; the style element stays for dark mode."""
    return _inliner().inline(page)
