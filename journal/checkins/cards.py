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


def side_by_side(members: Iterable[Membership | None], checkins: Iterable[CheckIn | None]) -> list[Card]:
    """Both, in the order of their places in the couple, so that they stand the same for either reader."""
    written = {checkin.author_id: checkin for checkin in checkins if checkin}
    return [
        Card(member, checkin, words(checkin.feelings), places(checkin.body or []))
        for member in sorted(filter(None, members), key=lambda member: member.slot)
        if (checkin := written.get(member.person_id))
    ]
