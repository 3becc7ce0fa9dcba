"""The one list of practices, in the order people see them. Every hub goes by it (docs/ADDING-A-PRACTICE.md)."""

from collections.abc import Iterator

from couples import access, moments
from couples.access import CoupleRequest
from couples.outbox import kinds
from couples.space import first_note
from journal import handed_on
from journal.agreements.practice import PRACTICE as AGREEMENTS
from journal.appreciations.practice import PRACTICE as APPRECIATIONS
from journal.assessments.practice import PRACTICE as ASSESSMENTS
from journal.breaks.practice import PRACTICE as BREAKS
from journal.checkins.practice import PRACTICE as CHECKINS
from journal.listening import sources
from journal.listening.practice import PRACTICE as LISTENING
from journal.memories.practice import PRACTICE as MEMORIES
from journal.nearness.practice import PRACTICE as NEARNESS
from journal.openings.practice import PRACTICE as OPENINGS
from journal.practice import Place, Practice, Row
from journal.questions.practice import PRACTICE as QUESTIONS
from journal.support.practice import PRACTICE as SUPPORT
from journal.talks.practice import PRACTICE as TALKS
from journal.times import TIMES
from journal.touch.practice import PRACTICE as TOUCH
from journal.visions.practice import PRACTICE as VISIONS
from journal.waiting import Waiting
from rituals import practices as rituals

PRACTICES = (
    CHECKINS,
    TIMES,
    QUESTIONS,
    APPRECIATIONS,
    TOUCH,
    TALKS,
    OPENINGS,
    LISTENING,
    AGREEMENTS,
    BREAKS,
    ASSESSMENTS,
    VISIONS,
    MEMORIES,
    NEARNESS,
    SUPPORT,
)


def register() -> None:
    """Tell the floors below and listening, which know no practice by name, what there is. Once, when the app starts."""
    for practice in PRACTICES:
        for kind in practice.kinds:
            kinds.register(kind)
        if practice.listen_to:
            sources.register(practice.listen_to)
        if practice.takes_words:
            handed_on.register(practice.key, practice.takes_words)
        if practice.ritual:
            rituals.register(practice.key, practice.ritual)
        if practice.waits_for_who_joins:
            first_note.ask(practice.waits_for_who_joins)
        if practice.beside_couple:
            access.bring_along(f"couple__{practice.beside_couple}")
        _follow_moments(practice)


def _follow_moments(practice: Practice) -> None:
    if practice.joined:
        moments.joined.follow(practice.joined)
    if practice.moved:
        moments.moved.follow(practice.moved)
    if practice.closed:
        moments.closed.follow(practice.closed)


def rows(place: Place) -> list[Row]:
    """The practices' first pages, as one place lists them."""
    return [practice.row for practice in PRACTICES if (practice.row_at or practice.place) == place]


def written() -> list[Row]:
    """What Us lists of what is written: what both can read first, then what only the reader can."""
    both = [practice.written for practice in PRACTICES if practice.written]
    return [*both, *(practice.kept for practice in PRACTICES if practice.kept)]


def first(request: CoupleRequest) -> Waiting | None:
    """What Today says before all else; of two practices, what the one that stands first has to say."""
    found = (practice.first(request) for practice in PRACTICES if practice.first)
    return next((each for each in found if each), None)


def topics() -> Iterator[str]:
    """The live hints after which Today looks again."""
    return (topic for practice in PRACTICES for topic in practice.topics)
