"""Who lets rings pass is rung for less often, so that nudges never become a nuisance. Pure: no database, no clock.

All that is kept is how many rings in a row went unanswered. Nobody is shown it. It is 0 again as soon as they answer.
A ring is counted when it rings, and taken back if neither its mail nor its push arrives (rituals/nudges/unreached.py).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from rituals.cadence import Occurrence

#: So many unanswered rings: from SLOWER on every second time rings, from SLOWEST on one a week.
SLOWER, SLOWEST = 3, 6
#: The count goes no higher. It is one above SLOWEST, so that taking one ring back leaves the slowest pace as it was.
MOST = SLOWEST + 1
#: They answered before it rang. That ring raises the count to 0, so it does not count as unanswered.
AHEAD_OF_IT = -1
WEEK = timedelta(days=7)

Next = Callable[[datetime], Occurrence | None]


def raised(unanswered: int) -> int:
    return min(unanswered + 1, MOST)


def taken_back(unanswered: int) -> int:
    """One less, as the last ring reached nobody. Nothing is taken back from somebody who has answered since."""
    return max(unanswered - 1, min(unanswered, 0))


def next_ring(unanswered: int, rung: Occurrence, next_start: Next) -> Occurrence | None:
    """The occurrence to ring for after `rung`, given how many rings went unanswered. More of them never ring sooner.

    `next_start` gives the rule's first occurrence after an instant. A weekly or rarer rule stays at every second one.
    """
    following = next_start(rung.at)
    if unanswered < SLOWER or following is None:
        return following
    following = next_start(following.at)
    if unanswered >= SLOWEST:
        while following and following.on < rung.on + WEEK:
            following = next_start(following.at)
    return following
