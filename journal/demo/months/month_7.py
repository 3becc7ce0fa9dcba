"""Days 180 to 209: it goes wrong once more, over money. Two quiet weeks, and back."""

from datetime import time

from journal.demo.evenings import Evening, NotTonight, Said, ShortEvening
from journal.demo.giving import Asked, Thanks
from journal.demo.talking import Spoke, Talked
from journal.demo.telling import Event
from journal.talks.models import Ending

EVENTS: tuple[Event, ...] = (
    Evening(
        day=181,
        alex=Said("little", ("worried",), "The letter about the roof. It costs more than we have set aside."),
        sam=Said("little", ("disappointed",), "I saw the sea go, when I read it. I didn’t say so."),
    ),
    ShortEvening(day=183),
    Asked(
        day=184,
        who="alex",
        text="Are you angry about the roof, or about something else?",
        answer="About the roof. And that you said “we’ll see” about the sea, as one does with children.",
    ),
    NotTonight(day=185, who="sam"),
    Talked(
        day=187,
        name="roof",
        who="sam",
        subject="The roof, the sea, and how we decide about money",
        spoke=(
            Spoke(
                "sam",
                "I felt small when you said “we’ll see”. I’d love to decide with you, not to hear what’s left over.",
                "When I said “we’ll see”, it sounded as if I decide and you wait.",
            ),
            Spoke(
                "alex",
                "I feel alone with the numbers. I lie there and count, and then I say no before anybody has asked.",
                "You count at night, by yourself. By the time I ask, you’re already tired of it.",
            ),
        ),
        broke_for=40,
        ending=Ending.LATER,
        back_in=27,
        alex="That “we’ll see” sounded like a door, when to me it was a sigh.",
        sam="That you count alone at night, and that I’ve never seen the list.",
    ),
    Evening(
        day=188,
        alex=Said("little", ("tired", "torn"), "We left it. I’m not sure it’s peace. But we came back from the break."),
        sam=Said("little", ("sad", "wary"), "I still see it differently. I’m tired of seeing it at all."),
    ),
    Thanks(
        day=189,
        who="alex",
        text="sitting down again after the break",
        did="I’d have stayed in the kitchen.",
        kept=False,
    ),
    Evening(day=191, at=time(22, 5), alex=Said("none", ("far_away",)), sam=Said("little", ("restless",))),
    # Two weeks of nothing here. They talk about bins and trains.
    Evening(
        day=198,
        alex=Said("little", ("longing",), "I’d like to show you the list. I don’t know how to begin."),
        sam=None,
    ),
    Evening(
        day=206,
        at=time(20, 50),
        alex=Said("some", ("hopeful",), "I’ve put the list on the kitchen table. All of it. You can add to it."),
        sam=Said("some", ("moved", "relieved"), "I read it standing up. Then I sat down. Thank you."),
    ),
    Thanks(
        day=207,
        who="sam",
        text="putting all the numbers on the table, even the silly ones",
        took="You’d carried them around for years without a word.",
        did="It’s the first time that the money feels like ours.",
    ),
    ShortEvening(day=208),
    Evening(
        day=209,
        alex=Said("some", ("relieved",), "You found two mistakes. One of them is a weekend."),
        sam=Said("some", ("proud", "amused"), "I’m good at this. Who knew.", "Looking at trains again."),
    ),
)
