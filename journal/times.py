"""Times for each other, as the house knows them beside the practices: they live a floor below, which knows no places.

Taken along is what somebody reads of them: by their own clock, where the place of another's was never named (T5).
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.localized import time_of_day
from couples.space.models import Couple
from journal.own_words import Part, Words
from journal.practice import Asked, Place, Practice
from rituals.models import Ritual
from rituals.noticed.models import Noticed
from rituals.readers_clock import told_rule
from rituals.rule_in_words import rhythm


def noticed(couple: Couple, person: Person) -> "QuerySet[Any, Any]":
    found = Noticed.objects.for_couple(couple).filter(Q(author=person) | Q(removed_at=None))
    return found.select_related("ritual")


def rule_words(ritual: Ritual) -> str:
    rule = told_rule(ritual, get_current_timezone())
    return f"{rhythm(rule)}, {time_of_day(rule.at)}"


WORDS = (
    Words(
        key="noticed",
        label=_("What you noticed"),
        model=Noticed,
        rows=noticed,
        title=lambda each: each.ritual.name,
        parts=lambda each: (Part("", each.words),),
        fields=("on", "words", "ritual"),
        own=("created_at", "removed_at"),
        when=("on",),
        page=lambda each: reverse("rituals:detail", args=[each.ritual_id]),
        title_searched=True,
    ),
    Words(
        key="ritual",
        label=_("Rituals"),
        model=Ritual,
        rows=lambda couple, person: Ritual.objects.for_couple(couple).visible_to(person),
        title=lambda ritual: ritual.name,
        parts=lambda ritual: (Part("", rule_words(ritual)),),
        fields=("practice", "title", "minutes", "created_at", "retired_at"),
        more=lambda ritual: {"rule": rule_words(ritual)},
        by="created_by",
        when=("created_at",),
        page=lambda ritual: reverse("rituals:detail", args=[ritual.pk]),
        title_searched=True,
        erase=None,  # both's: either ends it on its page
    ),
)

TIMES = Practice(
    key="rituals",
    path="rituals/",
    package="rituals",
    place=Place.TOGETHER,
    home="list",
    title=_("Rituals"),
    note=_("Your daily check-in, and what you do every week"),
    help=(
        Asked(
            _("What is a ritual?"),
            _("A small time you both look forward to: coffee without phones, a walk, or an idea of your own."),
        ),
        Asked(
            _("What happens at that time?"),
            _("Each of you gets a quiet email. You can put it off, move it, or skip it this time."),
        ),
        Asked(
            _("What if we stop for a while?"),
            _("The nudges come less often. You can pause them, choose another time, or start again on any day."),
        ),
    ),
    topics=("rituals",),
    export=WORDS,
)
