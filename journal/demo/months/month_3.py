"""Days 60 to 89: their first talk. Sam's mother goes to hospital."""

from datetime import time

from journal.demo.evenings import Evening, Noticed, NotTonight, Said, SharedLines, ShortEvening
from journal.demo.giving import Asked, Thanks, own_question
from journal.demo.talking import Spoke, Talked, TookABreak, Tried
from journal.demo.telling import Event
from journal.talks.models import Ending

EVENTS: tuple[Event, ...] = (
    ShortEvening(day=61),
    SharedLines(day=62),
    Evening(
        day=63,
        alex=Said("little", ("tight", "tired"), "I opened the laptop again after dinner. I saw your face."),
        sam=Said("little", ("lonely", "tired"), "I didn’t want to be the one who minds."),
    ),
    Talked(
        day=66,
        name="dinner",
        who="sam",
        subject="What happens to the two of us after dinner",
        spoke=(
            Spoke(
                "sam",
                "When the laptop opens after dinner, I feel as if I’ve gone home already. I go to bed early, and I’m "
                "not even tired.",
                "When I start working again, it’s as if I’d sent you home. You go to bed because of that, not because "
                "you’re tired.",
            ),
            Spoke(
                "alex",
                "I feel watched by the clock. If I don’t finish it then, I lie awake. I’d love to sit with you and not "
                "owe anybody anything.",
                "You’d rather sit with me, and you’re working against the clock.",
                "Almost. What matters is that I lie awake if I stop, and that’s worse for me.",
                "If you leave it undone, it goes to bed with you. Stopping isn’t rest for you yet.",
            ),
        ),
        idea=Tried("alex", "Half an hour on the sofa after dinner. Whatever is left comes after that.", 28),
        ending=Ending.TRY,
        alex="That you go to bed early because it hurts, and not because of your shift.",
        sam="That stopping is hard for you at night, and that it has nothing to do with me.",
    ),
    Evening(
        day=67,
        alex=Said("some", ("relieved",), "Half an hour on the sofa. I thought I’d be restless. I wasn’t."),
        sam=Said("some", ("close", "calm"), "You put your feet on mine without asking. It was right."),
    ),
    Thanks(
        day=68,
        who="alex",
        text="telling me about going to bed early",
        took="You said yourself that you’d rather not be the one who minds.",
        did="Now I know what the closed door means.",
    ),
    ShortEvening(day=70),
    Noticed(
        day=71,
        at=time(18, 15),
        name="walk",
        who="sam",
        words="No goose. We both looked for it, and neither of us said so.",
    ),
    *own_question(
        day=73,
        who="sam",
        text="What would make the next weeks easier for you, if I’m at the hospital a lot?",
        alex="Tell me which evenings are empty for you. I’ll cook those days, and I’ll be there when you get back.",
        sam="That nobody asks me for news at the door. I’ll say it when I’ve sat down.",
    ),
    Evening(
        day=74,
        alex=Said("some", ("worried",), "The operation is on the calendar now. I’ve told them at work."),
        sam=Said(
            "little", ("afraid", "grateful"), "Thank you for telling them. I hadn’t dared to ask.", "", ("stomach",)
        ),
    ),
    Thanks(
        day=77,
        who="sam",
        text="the sandwich in my bag, with the note in it",
        took="You must have been up at five to put it there.",
        did="I read the note in the waiting room, four times.",
    ),
    Evening(
        day=78,
        alex=Said("little", ("relieved",), "She’s through it. I cried in the car park, a bit."),
        sam=Said("none", ("relieved", "worn_out"), "She asked for her glasses first. Then I knew.", "Sleep."),
    ),
    ShortEvening(day=80),
    NotTonight(day=81, who="sam"),
    Evening(day=82, alex=Said("none", ("tired", "far_away"), "We pass each other in the hall."), sam=None),
    TookABreak(day=84, who="alex", minutes=30),
    Evening(
        day=84,
        at=time(21, 50),
        alex=Said("little", ("guilty", "tired"), "I snapped about the dishes. It wasn’t about the dishes."),
        sam=Said("little", ("tired", "tender"), "I know. You came back when you said you would. That helped."),
    ),
    Asked(
        day=87,
        who="alex",
        key="care-04",
        answer="Help I don’t have to explain first. You see the laundry, and then it’s gone.",
    ),
    ShortEvening(day=89),
)
