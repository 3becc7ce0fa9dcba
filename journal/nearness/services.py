"""Saying how close a week felt, and sharing one's line. Shared is what both share, and nothing before (P7)."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple, Membership
from couples.vault.reading import open_values
from journal.nearness.models import SharesLine, WeekWord
from journal.nearness.words import Nearness

TOPIC = "nearness"
BOTH = 2


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


@transaction.atomic
def say(couple: Couple, *, by: Person, word: Nearness | None) -> None:
    """This week's word, in the place of one said before; None takes it away. Saying it twice says it once."""
    hold(couple)
    week = week_of(clock.today(by))
    said = WeekWord.objects.for_couple(couple).filter(person=by, week_on=week).first()
    if word is None:
        if said:
            said.delete()
    else:
        said = said or WeekWord(couple=couple, person=by, week_on=week)
        said.word = word.value
        said.save()
    _tell(couple, by=by, seen_by_both=both_share(couple))


@transaction.atomic
def share(couple: Couple, *, by: Person) -> None:
    """With all its weeks, as the page says, from the moment the other shares theirs."""
    hold(couple)
    SharesLine.objects.get_or_create(couple=couple, person=by)
    _tell(couple, by=by, seen_by_both=both_share(couple))


@transaction.atomic
def keep_to_oneself(couple: Couple, *, by: Person) -> None:
    """Gone from the other's pages with the answer, and the other's from one's own."""
    hold(couple)
    was_shared = both_share(couple)
    SharesLine.objects.for_couple(couple).filter(person=by).delete()
    _tell(couple, by=by, seen_by_both=was_shared)


def sharing(couple: Couple) -> set[UUID]:
    """Of those who are here now, who would share. For the reader themselves: nobody is told of the other's choice."""
    here = Membership.objects.current().filter(couple=couple).values("person_id")
    return set(SharesLine.objects.for_couple(couple).filter(person__in=here).values_list("person_id", flat=True))


def both_share(couple: Couple) -> bool:
    return len(sharing(couple)) == BOTH


def lines(couple: Couple, people: Sequence[Person], *, since: date) -> dict[UUID, dict[date, Nearness]]:
    """Of each of these people their words by week. The caller has asked whether they are shared."""
    found: dict[UUID, dict[date, Nearness]] = {person.pk: {} for person in people}
    words = WeekWord.objects.for_couple(couple).filter(person__in=people, week_on__gte=since)
    known = set(Nearness.values)
    for person, week, word in open_values(words.order_by("week_on"), "person_id", "week_on", "word"):
        if word in known:
            found[person][week] = Nearness(word)
    return found


def _tell(couple: Couple, *, by: Person, seen_by_both: bool) -> None:
    live.announce(couple, TOPIC, only=None if seen_by_both else by)
