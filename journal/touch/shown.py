"""What the first page shows one of the two at this instant, in two queries, and a digest of it to ask by."""

import json
from hashlib import sha256
from typing import NamedTuple

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.touch.chance import week_of
from journal.touch.matching import Match
from journal.touch.models import Ask
from journal.touch.services import list_for


class Shown(NamedTuple):
    any_time: list[Match]
    ask_first: list[Match]
    #: Own marks that end with the next list: the quiet question.
    ending: list[tuple[str, str]]
    #: Whether this person has marked anything.
    has_marks: bool
    #: What this person asks, and what the other one asks.
    mine: Ask | None
    theirs: Ask | None

    @property
    def matches(self) -> list[Match]:
        return [*self.any_time, *self.ask_first]

    @property
    def digest(self) -> str:
        asks = [(each.pk.hex, each.answer, each.reply) if each else None for each in (self.mine, self.theirs)]
        said = json.dumps([self.any_time, self.ask_first, self.ending, self.has_marks, asks])
        return sha256(said.encode()).hexdigest()[:16]


def shown_to(couple: Couple, person: Person, partner: Person | None) -> Shown:
    sheet, found = list_for(couple, person, partner)
    week = week_of(clock.now())
    here = Ask.objects.for_couple(couple).filter(fades_at__gt=clock.now())
    asks = {ask.asked_by_id: ask for ask in here}
    return Shown(
        any_time=[match for match in found if match.any_time],
        ask_first=[match for match in found if not match.any_time],
        ending=[(key, sheet.words(key)) for key in sheet.ending(week)],
        has_marks=bool(sheet.now(week)),
        mine=asks.get(person.pk),
        theirs=asks.get(partner.pk) if partner else None,
    )
