"""Where a break stands for one of the two, and what they can do there. Pure: rows and a clock in, one table out.

Whoever chose the time is asked first when it comes, or says so earlier: “I’m back”. Then the other is asked. Nobody
waits for an answer longer than `FIRST_ASKED_FOR`: from then on either may answer. It is over once both are ready, when
either leaves it for another day, or by itself.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journal.breaks.models import FIRST_ASKED_FOR, MOST_NEW_TIMES, Break, Ending


class Stage(StrEnum):
    #: Before its time. This one chose it.
    AWAY = "away"
    #: Before its time. The other one chose it.
    FREE = "free"
    #: Its time has come, and the other one is asked first.
    NEXT = "next"
    #: This one is asked: ready, or a new time.
    ASKED = "asked"
    #: This one is ready, and the other is asked.
    READY = "ready"
    BACK = "back"
    RESTS = "rests"


class Action(StrEnum):
    READY = "ready"
    NEW_TIME = "new_time"
    REST = "rest"


#: What can be done at each stage.
ACTIONS: dict[Stage, frozenset[Action]] = {
    Stage.AWAY: frozenset({Action.READY}),
    Stage.FREE: frozenset(),
    Stage.NEXT: frozenset(),
    Stage.ASKED: frozenset({Action.READY, Action.NEW_TIME, Action.REST}),
    Stage.READY: frozenset({Action.REST}),
    Stage.BACK: frozenset(),
    Stage.RESTS: frozenset(),
}
OVER = frozenset({Stage.BACK, Stage.RESTS})


def stage_of(found: Break, person_id: UUID, now: datetime) -> Stage:
    if found.ended_at or found.has_rested(now):
        return Stage.BACK if found.ending == Ending.BACK else Stage.RESTS
    if found.ready_by_id is not None:
        return Stage.READY if found.ready_by_id == person_id else Stage.ASKED
    if now < found.until_at:
        return Stage.AWAY if found.is_first_asked(person_id) else Stage.FREE
    if found.is_first_asked(person_id) or now >= found.until_at + FIRST_ASKED_FOR:
        return Stage.ASKED
    return Stage.NEXT


def actions_of(found: Break, person_id: UUID, now: datetime) -> frozenset[Action]:
    allowed = ACTIONS[stage_of(found, person_id, now)]
    return allowed - {Action.NEW_TIME} if found.new_times >= MOST_NEW_TIMES else allowed
