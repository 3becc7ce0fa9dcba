"""From a row to a mail: neutral outside, whole as text and as HTML, the same Message-ID however often it is tried."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from couples.outbox import kinds, tokens
from couples.outbox.models import Message


def letter(message: Message) -> EmailMultiAlternatives:
    kind = kinds.get(message.kind)
    with translation.override(message.person.locale if message.person else settings.LANGUAGE_CODE):
        context = _context(message, kind)
        subject = " ".join(render_to_string(f"mail/{kind.key}.subject.txt", context).split())
        text = render_to_string(f"mail/{kind.key}.txt", context).strip() + "\n"
        page = _inlined(render_to_string(f"mail/{kind.key}.html", context))
    mail = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [message.to], headers=_headers(message, context)
    )
    mail.attach_alternative(page, "text/html")
    return mail


def _context(message: Message, kind: kinds.Kind) -> dict[str, Any]:
    context: dict[str, Any] = {"params": message.params or {}, "site": settings.PUBLIC_URL}
    if kind.path:
        context["link"] = settings.PUBLIC_URL + kind.path(message)
    if kind.mutable and message.person_id:
        token = tokens.unsubscribe(message.person_id, kind.key)
        context["unsubscribe"] = settings.PUBLIC_URL + reverse("outbox:unsubscribe", args=[token])
    return context | (kind.context(message) if kind.context else {})


def _headers(message: Message, context: dict[str, Any]) -> dict[str, str]:
    headers = {
        # RFC 3834: nobody's holiday reply is wanted.
        "Auto-Submitted": "auto-generated",
        # From the row, so that a mail that was tried twice is one mail to whoever receives both (E4).
        "Message-ID": f"<{message.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>",
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
