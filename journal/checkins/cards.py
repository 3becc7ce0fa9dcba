from collections.abc import Iterable
from dataclasses import dataclass

from couples.space.models import Membership
from journal.checkins.feelings import places, words
from journal.checkins.models import CheckIn


@dataclass(frozen=True, slots=True)
class Card:
    """One of two opened check-ins, as both read it."""

    by: Membership
    checkin: CheckIn
    feelings: list[str]
    body: list[str]


def side_by_side(people: Iterable[Membership], checkins: Iterable[CheckIn | None]) -> list[Card]:
    """Both, in the order of `people`."""
    written = {checkin.author_id: checkin for checkin in checkins if checkin}
    return [
        Card(member, checkin, words(checkin.feelings), places(checkin.body or []))
        for member in people
        if (checkin := written.get(member.person_id))
    ]
