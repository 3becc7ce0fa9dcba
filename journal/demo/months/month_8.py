"""Days 210 to 240, the evening before today: steadier. Some of it still waits for one of the two."""

from datetime import time

from journal.demo.evenings import Evening, Noticed, Said, ShortEvening
from journal.demo.giving import Asked, OpenedUp, Thanks, own_question
from journal.demo.talking import Spoke, Talked, Tried
from journal.demo.telling import Event
from journal.demo.together import Marked, Remembered, Signed, TookStock, Wrote
from journal.listening.steps import Step
from journal.openings.models import Shape
from journal.talks.models import Ending

EVENTS: tuple[Event, ...] = (
    ShortEvening(day=211),
    Noticed(
        day=212, at=time(18, 20), name="walk", who="alex", words="We counted nothing, not even geese. Three, though."
    ),
    Talked(
        day=214,
        who="alex",
        after="roof",
        subject="The roof, the sea, and how we decide about money",
        spoke=(
            Spoke(
                "alex",
                "I feel lighter since you know the list. I’d love us to look at it together, once a month, with tea.",
                "It’s lighter now that there are two of us. You’d like to look at it together, and not only when it hurts.",
            ),
            Spoke(
                "sam",
                "I feel taken seriously. And I’d still love two nights by the sea before the year is over.",
                "You feel like a partner in this. And the sea still matters to you. It wasn’t just a whim.",
            ),
        ),
        idea=Tried("sam", "Half of what’s left over is for the roof, half for two nights by the sea.", 60),
        ending=Ending.TRY,
        alex="That the sea was never about the sea. You wanted to be asked.",
        sam="That you say no at night because you’re afraid, not because you mean it.",
    ),
    Evening(
        day=214,
        at=time(21, 55),
        alex=Said("some", ("close", "tired"), "The same subject, and a completely different evening."),
        sam=Said("some", ("relieved",), "Half a roof and two nights. I can live with that."),
    ),
    ShortEvening(day=216),
    *own_question(
        day=218,
        who="alex",
        text="Where have we got better at something without noticing?",
        alex="At stopping. We used to go on until one of us gave up.",
        sam="At beginning again. It used to take us until one of us was ill.",
    ),
    Thanks(
        day=219,
        who="alex",
        text="saying “I’m not finished, but I can wait until tomorrow”",
        took="You were in the middle of it.",
        did="I could sleep, and the next day I really wanted to know.",
    ),
    TookStock(
        day=222,
        who="alex",
        after=1,
        topics={
            "work": {
                "weight": "some",
                "words": "It’s loud, but it stays at the office more often. I know now what it costs when it doesn’t.",
                "part": "I still take too much on. I say it sooner.",
            },
            "money": {
                "weight": "some",
                "words": "The roof is there. So is the list, and it’s ours.",
                "part": "I used to count alone.",
            },
        },
    ),
    TookStock(
        day=222,
        at=time(21, 10),
        who="sam",
        topics={
            "silence": {
                "weight": "light",
                "words": "I tell the small things again. The fox started it.",
                "part": "I still wait to be asked sometimes. I know that I do.",
            },
            "family": {
                "weight": "some",
                "words": "My mother is well. I’ve stopped saying “fine” when it isn’t.",
                "part": "",
            },
        },
    ),
    Evening(
        day=223,
        alex=Said("some", ("grateful", "calm"), "We put it next to the first one. I’d not have believed it then."),
        sam=Said("some", ("content",), "Not everything is lighter. But we’re both carrying it."),
    ),
    OpenedUp(
        day=225,
        who="alex",
        shape=Shape.PROMPT,
        prompt="o205",
        words={
            "text": "When you came out of the hospital with your mother on your arm and saw me waiting, you raised your "
            "hand as if I were a taxi. I was so proud that we’re people who wait for each other."
        },
        heard=(
            (
                Step.HEARD,
                "You were proud of us, that day, because we wait for each other. And you kept it to yourself.",
            ),
            (Step.YES, ""),
            (Step.REPLY, "I remember the hand. I was proud too. I just needed a taxi more."),
        ),
    ),
    Marked(
        day=226,
        who="alex",
        yes=("sofa", "cold-feet", "long-hug", "song", "hand-knee", "way-home", "kiss-hello", "back-rub", "bench"),
        ask=("hair", "lap"),
    ),
    Marked(
        day=227,
        who="sam",
        yes=(
            "sofa",
            "cold-feet",
            "long-hug",
            "song",
            "hand-knee",
            "way-home",
            "kiss-hello",
            "hair",
            "bench",
            "umbrella",
        ),
        ask=("back-rub",),
    ),
    ShortEvening(day=227),
    Remembered(
        day=228,
        who="sam",
        of_day=78,
        text="The morning of the operation. You had ironed my blue shirt, at six, so that I’d have something to hold on to.",
    ),
    Noticed(
        day=229, at=time(11, 10), name="breakfast", who="alex", words="Pancakes that one can eat. The jam was offended."
    ),
    Evening(
        day=230,
        alex=Said("little", ("tired", "tender"), "Laughing about the neighbour’s goose. I needed that."),
        sam=Said("some", ("grateful",), "You put the kettle on before I asked."),
    ),
    Asked(
        day=232,
        who="sam",
        key="days-01",
        answer="You, on the stairs, coming back up because you’d left without a proper goodbye.",
    ),
    ShortEvening(day=233),
    Thanks(
        day=235,
        who="alex",
        text="coming back up the stairs to say goodbye properly",
        took="You were late already, and you ran.",
        did="I stood at the window until the tram had gone.",
    ),
    Evening(
        day=236,
        alex=Said("some", ("playful",), "I have bought a pot. A large one. I’m not saying what for."),
        sam=Said(
            "plenty", ("curious", "in_love"), "There are eleven tomato seeds on the windowsill. I counted, this once."
        ),
    ),
    ShortEvening(day=238),
    Wrote(day=239, who="sam", line="A no to a plan is not a no to you."),
    Signed(day=239, at=time(20, 45), who=("sam",)),
    Asked(
        day=239, at=time(21), who="alex", text="If the two nights by the sea were next week, what would you pack first?"
    ),
    OpenedUp(
        day=240,
        at=time(19, 50),
        who="sam",
        shape=Shape.PROMPT,
        prompt="o117",
        words={
            "text": "This morning the whole street was pink for about three minutes. I stood there with my bag and thought: "
            "you’re asleep, and I’d like you to have this. So here it is, late."
        },
    ),
    Evening(
        day=240,
        alex=Said(
            "some",
            ("calm", "grateful"),
            "Nothing happened today. I wouldn’t swap it.",
            "Whatever you saw this morning.",
        ),
        sam=Said(
            "little", ("tired", "content"), "Long shift, short tram, and the light was on.", "Not setting the alarm."
        ),
    ),
    Thanks(
        day=240,
        at=time(21, 40),
        who="sam",
        text="leaving the light on in the hall",
        took="You were asleep already. You must have got up again for it.",
        did="I stood there with my shoes in my hand and felt expected.",
        kept=False,
    ),
    Thanks(
        day=240,
        at=time(21, 45),
        who="alex",
        text="telling me about the pink street",
        took="You were dead on your feet, and you wrote it down first.",
        did="I had it all day, though I never saw it.",
        kept=False,
    ),
)
