"""A check-in in whole sentences: “Sam has some energy today, and feels grateful.”

Only words that we offer stand in a sentence of ours. What somebody wrote is never bent into our grammar: it follows a
colon, as they wrote it. Every sentence is whole for whoever translates it.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.checkins.feelings import LABELS
from journal.checkins.models import Energy


class Told(Enum):
    """Of whom, and when: of one of the two by name, or of the reader; on the day itself, or later."""

    NAME_TODAY = "name, today"
    NAME_THEN = "name, then"
    YOU_TODAY = "you, today"
    YOU_THEN = "you, then"


class Said(NamedTuple):
    """One energy by itself, and with feelings."""

    alone: "Promise | str"
    with_feelings: "Promise | str"


_NOTHING = ""
_SENTENCES: dict[Told, dict[str, Said]] = {
    Told.NAME_TODAY: {
        Energy.PLENTY: Said(
            gettext_lazy("%(name)s has plenty of energy today."),
            gettext_lazy("%(name)s has plenty of energy today, and feels %(feelings)s."),
        ),
        Energy.SOME: Said(
            gettext_lazy("%(name)s has some energy today."),
            gettext_lazy("%(name)s has some energy today, and feels %(feelings)s."),
        ),
        Energy.LITTLE: Said(
            gettext_lazy("%(name)s has a little energy today."),
            gettext_lazy("%(name)s has a little energy today, and feels %(feelings)s."),
        ),
        Energy.NONE: Said(
            gettext_lazy("%(name)s has no energy left today."),
            gettext_lazy("%(name)s has no energy left today, and feels %(feelings)s."),
        ),
        _NOTHING: Said("", gettext_lazy("%(name)s feels %(feelings)s today.")),
    },
    Told.NAME_THEN: {
        Energy.PLENTY: Said(
            gettext_lazy("%(name)s had plenty of energy."),
            gettext_lazy("%(name)s had plenty of energy, and felt %(feelings)s."),
        ),
        Energy.SOME: Said(
            gettext_lazy("%(name)s had some energy."),
            gettext_lazy("%(name)s had some energy, and felt %(feelings)s."),
        ),
        Energy.LITTLE: Said(
            gettext_lazy("%(name)s had a little energy."),
            gettext_lazy("%(name)s had a little energy, and felt %(feelings)s."),
        ),
        Energy.NONE: Said(
            gettext_lazy("%(name)s had no energy left."),
            gettext_lazy("%(name)s had no energy left, and felt %(feelings)s."),
        ),
        _NOTHING: Said("", gettext_lazy("%(name)s felt %(feelings)s.")),
    },
    Told.YOU_TODAY: {
        Energy.PLENTY: Said(
            gettext_lazy("You have plenty of energy today."),
            gettext_lazy("You have plenty of energy today, and feel %(feelings)s."),
        ),
        Energy.SOME: Said(
            gettext_lazy("You have some energy today."),
            gettext_lazy("You have some energy today, and feel %(feelings)s."),
        ),
        Energy.LITTLE: Said(
            gettext_lazy("You have a little energy today."),
            gettext_lazy("You have a little energy today, and feel %(feelings)s."),
        ),
        Energy.NONE: Said(
            gettext_lazy("You have no energy left today."),
            gettext_lazy("You have no energy left today, and feel %(feelings)s."),
        ),
        _NOTHING: Said("", gettext_lazy("You feel %(feelings)s today.")),
    },
    Told.YOU_THEN: {
        Energy.PLENTY: Said(
            gettext_lazy("You had plenty of energy."),
            gettext_lazy("You had plenty of energy, and felt %(feelings)s."),
        ),
        Energy.SOME: Said(
            gettext_lazy("You had some energy."),
            gettext_lazy("You had some energy, and felt %(feelings)s."),
        ),
        Energy.LITTLE: Said(
            gettext_lazy("You had a little energy."),
            gettext_lazy("You had a little energy, and felt %(feelings)s."),
        ),
        Energy.NONE: Said(
            gettext_lazy("You had no energy left."),
            gettext_lazy("You had no energy left, and felt %(feelings)s."),
        ),
        _NOTHING: Said("", gettext_lazy("You felt %(feelings)s.")),
    },
}


def sentence(told: Told, energy: str, feelings: Iterable[str], *, name: str = "") -> str:
    """Energy and the feelings that were chosen from ours; empty where there is neither."""
    offered = [str(LABELS[each]) for each in feelings if each in LABELS]
    said = _SENTENCES[told].get(energy, _SENTENCES[told][_NOTHING])
    chosen = said.with_feelings if offered else said.alone
    return str(chosen) % {"name": name, "feelings": series(offered)} if chosen else ""


def own_words(feelings: Iterable[str]) -> str:
    """What they added in words of their own, or chose when we still offered it."""
    return _(", ").join(each for each in feelings if each not in LABELS)


def series(words: Sequence[str]) -> str:
    """“tired”, “tired and amused”, “tired, sad and amused”."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": _(", ").join(words[:-1]), "last": words[-1]}
