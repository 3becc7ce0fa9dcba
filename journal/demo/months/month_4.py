"""Days 90 to 119: fewer words, then three weeks of none, and how they begin again."""

from datetime import time

from journal.demo.evenings import Evening, Said
from journal.demo.giving import Thanks
from journal.demo.telling import Event

EVENTS: tuple[Event, ...] = (
    Evening(
        day=92,
        alex=Said("none", ("overwhelmed",), "The deadline, the hospital, the dishes. I’m not good company."),
        sam=Said("none", ("worn_out",), "Me neither."),
    ),
    Thanks(day=94, who="alex", text="doing my shirts on top of everything", kept=False),
    Evening(day=96, at=time(22, 10), alex=Said("none", ("tired",)), sam=Said("none", ("numb", "tired"))),
    # From here on nobody writes for three weeks. What one of them seals alone stays theirs.
    Evening(day=103, alex=None, sam=Said("little", ("lonely",), "I opened this and didn’t know how to start.")),
    Evening(
        day=118,
        at=time(20, 55),
        alex=Said("little", ("tender",), "Three weeks. I missed this minute more than I’d have thought."),
        sam=Said(
            "some", ("relieved", "hopeful"), "I opened it twice and closed it again. I’m glad you wrote.", "A walk."
        ),
    ),
    Thanks(
        day=119,
        who="sam",
        text="writing first, after all that quiet",
        took="Somebody had to be the one, and it wasn’t going to be me.",
        did="I sat on the edge of the bath and breathed out.",
    ),
)
