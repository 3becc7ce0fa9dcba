"""Eight months of two people who are made up: Alex and Sam. Every word in here is ours, and nobody ever wrote it.

They are decent, tired, and live together. Sam starts work early, Alex comes home late and brings the day along. It goes
well for a while, goes quiet for three weeks, mends, goes wrong once more over money, and mends again. No month and no day
of the week is named: the story ends on the evening before whatever day it is told.
"""

from collections.abc import Iterator

from journal.demo.months import month_1, month_2, month_3, month_4, month_5, month_6, month_7, month_8, weeks
from journal.demo.telling import Event


def events() -> Iterator[Event]:
    for month in (month_1, month_2, month_3, month_4, month_5, month_6, month_7, month_8, weeks):
        yield from month.EVENTS
