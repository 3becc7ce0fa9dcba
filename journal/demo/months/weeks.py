"""How close each of them felt, week by week, in two lines that are not the same. Quiet weeks have no word."""

from datetime import time

from journal.demo.evenings import Week
from journal.demo.telling import Event
from journal.nearness.words import Nearness as N

#: The first word is of the first week.
_ALEX_AND_SAM: tuple[tuple[N | None, N | None], ...] = (
    (N.APART_A_LITTLE, N.APART),
    (N.APART_A_LITTLE, N.APART_A_LITTLE),
    (N.BETWEEN, N.APART_A_LITTLE),
    (N.BETWEEN, N.BETWEEN),
    (N.CLOSER, N.BETWEEN),
    (N.CLOSER, N.CLOSER),
    (N.CLOSER, N.CLOSER),
    (N.CLOSE, N.CLOSER),
    (N.CLOSER, N.CLOSER),
    (N.CLOSER, N.BETWEEN),
    (N.BETWEEN, N.BETWEEN),
    (N.BETWEEN, N.APART_A_LITTLE),
    (N.APART_A_LITTLE, N.APART),
    (N.APART_A_LITTLE, None),
    (None, None),
    (None, None),
    (None, None),
    (N.APART, N.APART_A_LITTLE),
    (N.APART_A_LITTLE, N.BETWEEN),
    (N.BETWEEN, N.BETWEEN),
    (N.BETWEEN, N.CLOSER),
    (N.CLOSER, N.CLOSER),
    (N.CLOSER, N.CLOSE),
    (N.CLOSE, N.CLOSE),
    (N.CLOSE, N.VERY_CLOSE),
    (N.CLOSE, N.CLOSE),
    (N.BETWEEN, N.APART_A_LITTLE),
    (N.APART_A_LITTLE, N.APART),
    (None, None),
    (N.BETWEEN, N.APART_A_LITTLE),
    (N.BETWEEN, N.BETWEEN),
    (N.CLOSER, N.CLOSER),
    (N.CLOSER, N.CLOSE),
    (N.CLOSE, N.CLOSE),
)
EVENTS: tuple[Event, ...] = tuple(
    Week(day=7 * week + 4, at=time(22, 15), alex=alex, sam=sam) for week, (alex, sam) in enumerate(_ALEX_AND_SAM)
)
