"""Both lines as a page shows them: a sentence, the drawing, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from couples.space.models import Couple, Membership
from journal.nearness.chart import HEIGHT, WIDTH, Drawn, drawn, weeks_between
from journal.nearness.sentences import told
from journal.nearness.services import both_share, lines, week_of
from journal.nearness.words import Nearness

#: Half a year: what fits a phone.
WEEKS_SHOWN = 26


class Line(NamedTuple):
    by: Membership
    drawn: Drawn


class Week(NamedTuple):
    on: date
    #: In the order of the people; None where nothing was said.
    words: list[Nearness | None]


@dataclass(frozen=True, slots=True)
class Chart:
    sentence: str
    lines: list[Line]
    #: Those the drawing begins and ends with.
    first: date
    last: date
    weeks: list[Week]
    box: str = f"0 0 {WIDTH} {HEIGHT}"

    @classmethod
    def of(cls, people: Sequence[Membership], lines: Mapping[UUID, Mapping[date, Nearness]]) -> "Chart | None":
        """None while nobody has said a word."""
        said = sorted({week for line in lines.values() for week in line})
        if not said:
            return None
        weeks = weeks_between(said[0], said[-1])
        both = [(each, lines.get(each.person_id, {})) for each in people]
        return cls(
            sentence=told(*(line for _member, line in both)),
            lines=[Line(member, drawn(line, weeks)) for member, line in both],
            first=weeks[0],
            last=weeks[-1],
            weeks=[Week(week, [line.get(week) for _member, line in both]) for week in reversed(weeks)],
        )


def shared(couple: Couple, people: Sequence[Membership], *, today: date) -> Chart | None:
    """While both share their lines, and nothing else otherwise: a page without it is the same whatever either chose."""
    if not both_share(couple):
        return None
    return Chart.of(people, lines(couple, [each.person for each in people], since=shown_since(today)))


def shown_since(today: date) -> date:
    return week_of(today) - timedelta(weeks=WEEKS_SHOWN - 1)
