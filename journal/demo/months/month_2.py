"""Days 30 to 59: they write down how they want to argue, and look at where they are."""

from datetime import time

from journal.demo.evenings import Evening, Noticed, Said, ShortEvening
from journal.demo.giving import Asked, OpenedUp, Thanks, own_question
from journal.demo.telling import Event
from journal.demo.together import Signed, TookStock, Wrote
from journal.listening.steps import Step
from journal.openings.models import Shape

EVENTS: tuple[Event, ...] = (
    ShortEvening(day=30),
    TookStock(
        day=33,
        who="alex",
        topics={
            "work": {
                "weight": "most",
                "words": "I think about the project when I brush my teeth. What is left of me in the evening is not much.",
                "part": "I say yes to things at work that I’d have to say no to for us.",
            },
            "upkeep": {
                "weight": "some",
                "words": "We used to say goodbye properly. Now one of us calls it from the stairs.",
                "part": "I’m the one on the stairs.",
            },
        },
    ),
    TookStock(
        day=33,
        at=time(21, 5),
        who="sam",
        topics={
            "work": {
                "weight": "much",
                "words": "When your day ends, mine has been over for hours. We live in one home at two different times.",
                "part": "I go quiet instead of saying that I’d like company.",
            },
            "silence": {
                "weight": "some",
                "words": "I’ve stopped telling you small things from my day. I thought you had enough on your plate.",
                "part": "I decided that for you. I never asked.",
            },
        },
    ),
    Evening(
        day=34,
        alex=Said("some", ("relieved", "tender"), "I read yours three times. It’s strange how much of it is the same."),
        sam=Said("little", ("relieved",), "I thought it would feel like a list of complaints. It didn’t."),
    ),
    Thanks(
        day=35,
        who="sam",
        text="writing that you’re the one on the stairs",
        took="It can’t have been easy to put that down first.",
        did="I could put my own part down too.",
    ),
    ShortEvening(day=36),
    Wrote(day=38, who="sam", line="We sit down for it. Standing in a doorway doesn’t count."),
    Wrote(day=38, at=time(20, 18), who="alex", line="One thing at a time. Old stories wait for another day."),
    Wrote(day=38, at=time(20, 24), who="sam", line="Each of us starts with “I felt”, not with “you never”."),
    Evening(
        day=38,
        at=time(21, 20),
        alex=Said("some", ("curious",), "We argued about the rules for arguing, and it was fun."),
        sam=Said("some", ("amused", "tired"), "You wanted a rule about the oven glove.", "Signing it."),
    ),
    Wrote(day=40, who="alex", line="Nothing big after ten at night."),
    Wrote(day=40, at=time(20, 21), who="sam", line="Either of us can say “break”. Then we say when we’ll be back."),
    Signed(day=40, again_in=90),
    Evening(
        day=40,
        at=time(21, 40),
        alex=Said("some", ("proud",), "Our names under it. It looks so official."),
        sam=Said("some", ("hopeful", "calm"), "I hope we need it rarely."),
    ),
    ShortEvening(day=42),
    *own_question(
        day=44,
        who="alex",
        text="What could I ask you at the door that is better than “how was your day”?",
        alex="Ask me what was heavy. I’d like to put it down before I sit down.",
        sam="Ask me what I saw. I see so much between five and seven, and nobody is awake to hear it.",
    ),
    OpenedUp(
        day=45,
        who="sam",
        shape=Shape.PROMPT,
        prompt="o209",
        words={
            "text": "My mother’s hip. I keep saying it’s fine and that she’s tough. But when she took my arm on the steps I "
            "noticed how light she has become, and I have been frightened since."
        },
        heard=(
            (
                Step.HEARD,
                "You tell everyone she’s tough, and all the while you’re frightened, because she felt so light.",
            ),
            (Step.ALMOST, "Nearly. What matters is that I’m frightened alone, because I’m the one who says it’s fine."),
            (Step.HEARD, "You have to be the calm one for everybody, so nobody is there for your own fear."),
            (Step.YES, ""),
            (
                Step.REPLY,
                "You don’t have to be calm with me. I’d like to come along on the next visit, if you want me there.",
            ),
        ),
    ),
    Evening(
        day=46,
        alex=Said("some", ("tender",), "I’m still thinking of the steps."),
        sam=Said("some", ("relieved", "close"), "It was easier to write than to say. And then it was easy to say."),
    ),
    Thanks(
        day=48,
        who="sam",
        text="coming along to my mother’s on your one free afternoon",
        took="You had been looking forward to doing nothing at all.",
        did="On the way back I wasn’t the only one who knew.",
    ),
    ShortEvening(day=49),
    Noticed(
        day=50,
        at=time(18),
        name="walk",
        who="alex",
        words="The goose has a friend now. We stood there for ten minutes.",
    ),
    Evening(
        day=52,
        alex=Said("little", ("tired", "grateful"), "You had put the kettle on before I’d even hung up my coat."),
        sam=Said("some", ("content",), "I heard your steps on the stairs. They sounded like tea.", "The weekend."),
    ),
    Asked(
        day=54,
        who="sam",
        key="play-05",
        answer="Two Left Feet. We’d play only the last thirty seconds of famous songs.",
    ),
    ShortEvening(day=56),
    Evening(
        day=58,
        alex=Said("some", ("playful",), "I did the washing machine as a villain. You were asleep by the spin cycle."),
        sam=Said("some", ("calm", "in_love"), "I heard more than you think."),
    ),
)
