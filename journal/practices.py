"""The one list of practices, in the order people see them. Every hub goes by it (docs/ADDING-A-PRACTICE.md)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from couples import moments
from couples.outbox import kinds
from journal.agreements.practice import PRACTICE as AGREEMENTS
from journal.appreciations.practice import PRACTICE as APPRECIATIONS
from journal.assessments.practice import PRACTICE as ASSESSMENTS
from journal.checkins.practice import PRACTICE as CHECKINS
from journal.listening import sources
from journal.listening.practice import PRACTICE as LISTENING
from journal.openings.practice import PRACTICE as OPENINGS
from journal.practice import Asked, Place, Practice, Row
from journal.questions.practice import PRACTICE as QUESTIONS
from journal.visions.practice import PRACTICE as VISIONS
from rituals import practices as rituals

#: Lives a floor below, which knows no places; people meet it beside the practices.
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
)

PRACTICES = (
    CHECKINS,
    TIMES,
    QUESTIONS,
    APPRECIATIONS,
    OPENINGS,
    LISTENING,
    AGREEMENTS,
    ASSESSMENTS,
    VISIONS,
)


def register() -> None:
    """Tell the floors below and listening, which know no practice by name, what there is. Once, when the app starts."""
    for practice in PRACTICES:
        for kind in practice.kinds:
            kinds.register(kind)
        if practice.listen_to:
            sources.register(practice.listen_to)
        if practice.ritual:
            rituals.register(practice.key, practice.ritual)
        if practice.moved:
            moments.moved.follow(practice.moved)


def rows(place: Place) -> list[Row]:
    """The practices' first pages, as one place lists them."""
    return [practice.row for practice in PRACTICES if (practice.row_at or practice.place) == place]


def written() -> list[Row]:
    """What Us lists of what is written: what both can read first, then what only the reader can."""
    both = [practice.written for practice in PRACTICES if practice.written]
    return [*both, *(practice.kept for practice in PRACTICES if practice.kept)]


def topics() -> Iterator[str]:
    """The live hints after which Today looks again."""
    return (topic for practice in PRACTICES for topic in practice.topics)
