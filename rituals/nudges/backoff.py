"""How often to ring for somebody who lets it pass: kind enough never to be muted. Pure, no database, no clock.

Nobody is told and nothing is kept of it but how many rings in a row came to nothing, which goes no higher than one more
than it takes to be slowest and is back at none as soon as they return. Only what reached them counts: a ring is counted
when it rings, and taken back when its mail and its push have both come to nothing (rituals/nudges/unreached.py).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from rituals.cadence import Occurrence

#: From so many on every second one rings, and then one a week.
SLOWER, SLOWEST = 3, 6
#: Not counted further than this. The one above SLOWEST can be taken back, and the pace stays as it was before it.
MOST = SLOWEST + 1
#: They have done it before it rang: that ring, still ahead, is none that came to nothing.
AHEAD_OF_IT = -1
WEEK = timedelta(days=7)

Next = Callable[[datetime], Occurrence | None]


def raised(unanswered: int) -> int:
    return min(unanswered + 1, MOST)


def taken_back(unanswered: int) -> int:
    """The last ring reached nobody. They may have come back since, and then there is nothing to take back."""
    return max(unanswered - 1, min(unanswered, 0))


def next_ring(unanswered: int, rung: Occurrence, next_start: Next) -> Occurrence | None:
    """What to ring for after `rung`, when so many in a row came to nothing. Never sooner for a larger number.

    `next_start` gives the rule's first occurrence after an instant. What is weekly, or rarer, stays every second one.
    """
    following = next_start(rung.at)
    if unanswered < SLOWER or following is None:
        return following
    following = next_start(following.at)
    if unanswered >= SLOWEST:
        while following and following.on < rung.on + WEEK:
            following = next_start(following.at)
    return following
