"""From a row to a mail: neutral outside, whole as text and as HTML, the same Message-ID however often it is tried."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from couples.outbox import contexts, joined
from couples.outbox.models import Message


def letter(rows: Sequence[Message]) -> EmailMultiAlternatives:
    """One mail of one row, or of several that leave together (couples/outbox/joined.py)."""
    first = rows[0]
    with translation.override(first.person.locale if first.person else settings.LANGUAGE_CODE):
        name, context = (first.kind, contexts.of(first)) if len(rows) == 1 else joined.words(rows)
        subject = " ".join(render_to_string(f"mail/{name}.subject.txt", context).split())
        text = render_to_string(f"mail/{name}.txt", context).strip() + "\n"
        page = _inlined(render_to_string(f"mail/{name}.html", context))
    mail = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [first.to], headers=_headers(first, context)
    )
    mail.attach_alternative(page, "text/html")
    return mail


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
