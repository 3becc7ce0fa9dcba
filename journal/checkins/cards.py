from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from couples.space.models import Membership
from journal.checkins.feelings import places
from journal.checkins.models import CheckIn
from journal.checkins.sentences import Told, own_words, sentence, series


@dataclass(frozen=True, slots=True)
class Card:
    """One of two opened check-ins, as both read it."""

    by: Membership
    checkin: CheckIn
    #: Energy and feelings in a sentence of ours, for the bubble; empty where neither was given.
    gist: str
    #: Feelings in their own words.
    own: str
    body: str


def side_by_side(people: Iterable[Membership], checkins: Iterable[CheckIn | None], *, today: date) -> list[Card]:
    """Both, in the order of `people`. `today`: the reader's own date, by which it is today or that day."""
    written = {checkin.author_id: checkin for checkin in checkins if checkin}
    return [_card(member, written[member.person_id], today) for member in people if member.person_id in written]


def _card(by: Membership, checkin: CheckIn, today: date) -> Card:
    told = Told.NAME_TODAY if checkin.on == today else Told.NAME_THEN
    return Card(
        by,
        checkin,
        gist=sentence(told, checkin.energy, checkin.feelings, name=by.person.name),
        own=own_words(checkin.feelings),
        body=series(places(checkin.body or [])),
    )
