"""Looking ahead, as one person takes it along: their own hopes, those opened to both, and what the two made of them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.own_words import ENTRY_OWN, Along, Part, Words
from journal.visions.areas import horizons
from journal.visions.erasing import erase_hope
from journal.visions.models import Hope, Match, Step


def hopes(couple: Couple, person: Person) -> "QuerySet[Any, Any]":
    found = Hope.objects.for_couple(couple).visible_to(person).select_related("vision")
    return found.filter(Q(author=person) | Q(removed_at=None))


def steps(couple: Couple, person: Person) -> "QuerySet[Any, Any]":
    return Step.objects.for_couple(couple).filter(Q(made_by=person) | Q(removed_at=None)).select_related("vision")


def matches(couple: Couple, person: Person) -> "QuerySet[Any, Any]":
    """Of hopes both can read."""
    readable = Hope.objects.for_couple(couple).visible_to(person).values("pk")
    found = Match.objects.for_couple(couple).filter(first__in=readable, second__in=readable)
    return found.select_related("first", "second", "vision")


def opened_hopes(couple: Couple) -> "QuerySet[Any, Any]":
    return Hope.objects.for_couple(couple).opened().filter(removed_at=None)


def hope_parts(hope: Hope) -> tuple[Part, ...]:
    return (
        Part(str(hope.get_area_display()), hope.words),
        Part(_("Why it matters"), hope.value_words),
        Part(_("Does your partner hope the same?"), hope.guess_words),
    )


WORDS = (
    Words(
        key="hope",
        label=gettext_lazy("Hopes"),
        model=Hope,
        rows=hopes,
        title=lambda hope: dict(horizons([hope.horizon]))[hope.horizon],
        parts=hope_parts,
        fields=("horizon", "area", "words", "value", "guess", "opened_at"),
        own=(*ENTRY_OWN, "removed_at"),
        more=lambda hope: {"number": hope.vision.number},
        along=Along(opened_hopes, lambda hope: hope_parts(hope)[:2]),
        erase=erase_hope,
    ),
    Words(
        key="match",
        label=gettext_lazy("What belongs together"),
        model=Match,
        rows=matches,
        title=lambda match: str(match.get_kind_display()),
        parts=lambda match: (Part("", match.first.words), Part("", match.second.words)),
        fields=("kind", "first", "second", "said_at", "agreed_at"),
        more=lambda match: {"number": match.vision.number},
        by="said_by",
        when=("said_at",),
    ),
    Words(
        key="step",
        label=gettext_lazy("Small steps"),
        model=Step,
        rows=steps,
        title=lambda _step: "",
        parts=lambda step: (Part("", step.words),),
        fields=("words", "on", "made_at"),
        own=("removed_at",),
        more=lambda step: {"number": step.vision.number},
        by="made_by",
        when=("on",),
    ),
)
