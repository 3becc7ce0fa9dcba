"""Days 120 to 149: they mend it, and sign their guidelines anew."""

from datetime import time

from journal.demo.evenings import Evening, Noticed, Said, ShortEvening
from journal.demo.giving import Asked, OpenedUp, Thanks, own_question
from journal.demo.talking import KeptIdea, Spoke, Talked
from journal.demo.telling import Event
from journal.demo.together import Reworded, Signed, Wrote
from journal.listening.steps import Step
from journal.openings.models import Shape
from journal.talks.models import Ending

EVENTS: tuple[Event, ...] = (
    Evening(
        day=120,
        alex=Said("some", ("calm",), "The project is out of the door. I don’t know what to do with my hands.", "You."),
        sam=Said("little", ("tired", "content"), "My mother walked to the gate on her own today."),
    ),
    OpenedUp(
        day=122,
        who="alex",
        shape=Shape.MOMENT,
        words={
            "see": "that the last weeks took everything you had, and that I was hardly there for it.",
            "when": "you came home late from the hospital and went straight upstairs",
            "felt": "shut out, and then ashamed that I felt that at all",
            "love": "to hear one thing about your day before you go up, even if it’s “bad”.",
        },
        heard=(
            (Step.QUESTION, "Was there one evening that was the worst?"),
            (Step.MORE, "The one with the umbrella. You stood it in the bath and the light went out under your door."),
            (
                Step.HEARD,
                "You waited downstairs with the light on, and mine went out. You felt shut out, and didn’t think you were allowed to.",
            ),
            (Step.YES, ""),
            (
                Step.REPLY,
                "I thought you were working and didn’t want to be disturbed. I’d like to say “bad” next time.",
            ),
        ),
    ),
    ShortEvening(day=123),
    KeptIdea(day=124, name="dinner", days=150),
    Noticed(
        day=125, at=time(18, 5), name="walk", who="alex", words="First walk in a long time. We didn’t solve anything."
    ),
    Talked(
        day=127,
        name="quiet",
        who="alex",
        subject="Why we both went so quiet",
        guess=("sam", "I think you were glad of the office, because nobody there was ill."),
        spoke=(
            Spoke(
                "alex",
                "I felt useless next to the hospital, so I hid in the work. From outside it must have looked as if I "
                "didn’t care.",
                "You didn’t know how to help, so you worked. You’re afraid it looked as if you didn’t care.",
            ),
            Spoke(
                "sam",
                "I felt I had to hold it all together. Talking would have made it fall apart, and I had a shift at six.",
                "If you’d begun to talk, you couldn’t have gone on. So you said nothing, to get through it.",
            ),
        ),
        ending=Ending.UNDERSTOOD,
        alex="That your silence was you holding on, and not you going away.",
        sam="That you hid because you cared and didn’t know where to put it.",
    ),
    Evening(
        day=128,
        alex=Said("some", ("relieved", "close"), "Nothing to fix. It was enough that you know."),
        sam=Said("some", ("tender",), "I slept like a stone."),
    ),
    Thanks(
        day=130,
        who="alex",
        text="asking which evening was the worst",
        took="You could have just said sorry and gone to bed.",
        did="I didn’t know that I was still standing in that hall.",
    ),
    ShortEvening(day=132),
    *own_question(
        day=134,
        who="alex",
        text="What do you want us to keep from these bad weeks, of all things?",
        alex="The notes in the lunch bag. I’d like to go on writing them.",
        sam="Your soup in the blue pot, and nobody asking me anything until I’d eaten.",
    ),
    Wrote(day=136, who="sam", line="When one of us has hard weeks, we say so, and not go quiet about it."),
    Reworded(
        day=136,
        who="alex",
        before="Nothing big after ten at night.",
        after="Nothing big after ten at night. We name a day for it instead.",
    ),
    Signed(day=137, who=("sam", "alex"), again_in=120),
    Evening(
        day=137,
        at=time(21, 45),
        alex=Said("some", ("hopeful",), "Six lines now. The new one is the one we paid for."),
        sam=Said("some", ("calm", "proud"), "I like that it says “hard weeks” and not whose."),
    ),
    Asked(
        day=140,
        who="sam",
        key="play-09",
        answer="When you explain the rules of a game and lose in the first round.",
    ),
    ShortEvening(day=141),
    Evening(
        day=143,
        alex=Said("some", ("playful", "rested"), "I beat you at cards. It will not happen again, I know."),
        sam=Said("plenty", ("amused",), "I let you. I’ll say it once and never again."),
    ),
    Thanks(
        day=145,
        who="sam",
        text="the lunch notes, still",
        took="The crisis is over. You could have stopped.",
        did="I keep them in my locker. All of them.",
    ),
    ShortEvening(day=147),
    Evening(
        day=149,
        alex=Said("some", ("grateful",), "Half an hour on the sofa turned into two. The laptop can wait."),
        sam=Said("some", ("close",), "I noticed. I didn’t say anything, so that it wouldn’t stop."),
    ),
)
