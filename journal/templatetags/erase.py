"""`{% erase entry %}`: beside somebody's own words, the way to erase them. A builtin; it asks the database nothing.

One line wherever a practice shows an entry. It comes to nothing for the other one of the two, for what is erased
already, and for what its author does not erase alone (`Words.erase`, docs/ERASING.md). It is a link and no form: the
page it leads to shows the words once more, and a form on each of fifty entries would weigh more than the entries.
"""

from functools import cache
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from journal.export.records import is_erasable, kinds
from journal.own_words import Words

register = template.Library()


@register.simple_tag(takes_context=True)
def erase(context: Context, entry: Any) -> SafeString:
    practice, words = _kinds().get(type(entry), ("", None))
    if words is None or not _is_own(words, entry, context["request"].user.pk):
        return SafeString()
    to = reverse("erasing:one", args=[entry.couple_id, practice, words.key, entry.pk])
    return format_html('<p class="erase"><a href="{}">{}</a></p>', to, gettext("Erase"))


@register.simple_tag(takes_context=True)
def erase_any(context: Context, practice: str, kind: str) -> SafeString:
    """Where what somebody said stands in a row of weeks or lines: the way to the list with each of them by itself."""
    to = reverse("kept:words", args=[context["request"].couple.pk, practice, kind])
    return format_html('<p class="erase"><a href="{}">{}</a></p>', to, gettext("Read yours one by one, and erase any"))


def _is_own(words: Words, entry: Any, person: Any) -> bool:
    is_there = getattr(entry, "erased_at", None) is None and not entry._state.adding
    return is_there and getattr(entry, f"{words.by}_id", None) == person and is_erasable(words, entry)


@cache
def _kinds() -> dict[type, tuple[str, Words]]:
    return {words.model: (practice.key, words) for practice, words in kinds()}
