"""The addresses of where we are that hold something, and a couple that has it (tests/addresses.py)."""

from typing import Any

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.assessments import services as assessments

HOLDS = {"retraction": "shared", "opening": "offered"}
SHARED = {"topic": "health", "draft": "health", "sharing": "health"}
ONLY_SENT = {"beginning", "draft", "sharing", "retraction", "opening"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    for person in (one, other):
        assessments.share(couple, by=person, topic="work", values={"words": word})
    shared = assessments.share(couple, by=one, topic="money", values={"words": word})
    offered = assessments.share(couple, by=other, topic="money", values={"words": word})
    return {"shared": shared.pk, "offered": offered.pk}
