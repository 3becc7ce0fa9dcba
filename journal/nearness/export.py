"""How close weeks felt, as one person takes it along: their own words. A line both share is still each one's own."""

from django.utils.translation import gettext_lazy as _

from couples.localized import day
from journal.nearness.models import WeekWord
from journal.nearness.words import Nearness
from journal.own_words import Part, Words


def parts_of(said: WeekWord) -> tuple[Part, ...]:
    return (Part("", str(Nearness(said.word).label)),) if said.word in Nearness.values else ()


WORDS = (
    Words(
        key="week",
        label=_("How close it felt"),
        model=WeekWord,
        rows=lambda couple, person: WeekWord.objects.for_couple(couple).filter(person=person),
        title=lambda said: day(said.week_on, "j F Y"),
        parts=parts_of,
        fields=("week_on", "word"),
        own=("said_at",),
        by="person",
        when=("week_on",),
        searched=False,
    ),
)
