"""Days 150 to 179: a good month. They look ahead."""

from datetime import time

from journal.demo.evenings import Evening, NewRitual, Noticed, Said, ShortEvening
from journal.demo.giving import Asked, OpenedUp, Thanks, own_question
from journal.demo.telling import Event
from journal.demo.together import Hoped, OpenedHopes, PlannedStep, Remembered
from journal.listening.steps import Step
from journal.openings.models import Shape

EVENTS: tuple[Event, ...] = (
    Evening(
        day=151,
        alex=Said("plenty", ("rested",), "Eight hours. I’d forgotten that one can.", "Breakfast with you, both awake."),
        sam=Said("some", ("content",), "You were still asleep when I left. I looked at you for a bit."),
    ),
    NewRitual(
        day=152,
        at=time(18, 40),
        name="breakfast",
        who="alex",
        title="A slow breakfast",
        weekday=5,
        starts=time(9, 30),
        minutes=45,
    ),
    ShortEvening(day=153),
    Thanks(
        day=155,
        who="alex",
        text="laughing at the burnt pancakes",
        took="You had been up since half past four.",
        did="It was the nicest failed breakfast I can remember.",
    ),
    Noticed(
        day=157, at=time(11), name="breakfast", who="sam", words="Burnt, all of them. We ate the jam with a spoon."
    ),
    Hoped(
        day=158,
        name="garden",
        who="alex",
        horizon=1,
        area="home",
        words="A small patch of ground with a bench on it. It can be the size of a table.",
        value="calm",
        guess="unsure",
    ),
    Hoped(
        day=158,
        at=time(20, 28),
        name="sea-alex",
        who="alex",
        horizon=1,
        area="play",
        words="Three days by the sea, with no alarm and no charger.",
        value="freedom",
        guess="yes",
    ),
    Hoped(
        day=158,
        at=time(20, 36),
        name="days-alex",
        who="alex",
        horizon=3,
        area="work",
        words="Four days of work a week, and the fifth is ours.",
        value="closeness",
        guess="no",
    ),
    Hoped(
        day=159,
        name="tomatoes",
        who="sam",
        horizon=1,
        area="home",
        words="Tomatoes I’ve grown myself. Somewhere, in something.",
        value="making",
        guess="no",
    ),
    Hoped(
        day=159,
        at=time(20, 29),
        name="sea-sam",
        who="sam",
        horizon=1,
        area="play",
        words="Waking up somewhere and hearing the sea before I hear you snore.",
        value="freedom",
        guess="yes",
    ),
    Hoped(
        day=159,
        at=time(20, 37),
        name="shift",
        who="sam",
        horizon=3,
        area="us",
        words="No more early shifts. One morning a week we wake up at the same time, and it’s not a big event.",
        value="closeness",
        guess="unsure",
    ),
    OpenedHopes(
        day=160,
        hopes=(("sea-alex", "sea-sam"),),
        reasons=(("days-alex", "shift"),),
        said_by_one=(("garden", "tomatoes"),),
    ),
    Evening(
        day=160,
        at=time(21, 50),
        alex=Said("some", ("moved",), "You wrote the sea as well. I had guessed it, and I was still surprised."),
        sam=Said("some", ("hopeful", "in_love"), "A bench and tomatoes go together, you know."),
    ),
    PlannedStep(day=161, who="sam", words="Look up when the slow train to the sea goes", in_days=6),
    ShortEvening(day=162),
    Remembered(
        day=163,
        who="alex",
        years_ago=6,
        text="Our first night in this flat. The boxes stood in the wrong rooms and we had one fork. You said that was one more than we needed.",
    ),
    *own_question(
        day=164,
        who="sam",
        text="What is something I do that you’d miss, though you’ve never told me?",
        alex="You say “good morning” to the plants before you say it to me. I wait for mine, and it’s always warmer.",
        sam="You check the door twice at night. I only fall asleep after the second time.",
    ),
    OpenedUp(
        day=166,
        who="sam",
        shape=Shape.VALUE,
        words={
            "value": "How you take my small stories seriously. The one with the lost glove became a whole evening.",
            "miss": "Being asked about them. I’ve got better at telling. I’d still love to be asked.",
        },
        heard=(
            (
                Step.HEARD,
                "You like it when your small stories get room. And you’d like me to ask for them, not just take them.",
            ),
            (Step.YES, ""),
            (Step.REPLY, "Then I’m asking. What did you see between five and seven today?"),
        ),
    ),
    ShortEvening(day=167),
    Noticed(
        day=168,
        at=time(17, 50),
        name="walk",
        who="sam",
        words="We found the bench we’d want. It isn’t ours. It could be.",
    ),
    Evening(
        day=169,
        alex=Said(
            "some", ("playful",), "I asked what you saw. A fox, carrying a slipper. I’d have missed that for years."
        ),
        sam=Said("plenty", ("content", "close"), "It was a left one."),
    ),
    Remembered(
        day=170,
        who="sam",
        of_day=168,
        text="The bench. We sat on it until it was nearly dark, and neither of us said the word “garden” first.",
        alt="An empty bench by a river at dusk, the sun half behind a hill.",
    ),
    Asked(
        day=171,
        who="alex",
        key="days-25",
        answer="The last ten minutes before I leave. It’s dark, the kettle hums, and nobody wants anything from me yet.",
    ),
    Thanks(
        day=173,
        who="sam",
        text="getting up at half past four to sit with me for ten minutes",
        took="It was the middle of your night.",
        did="I was happy for the whole shift. They noticed.",
    ),
    ShortEvening(day=174),
    Evening(
        day=176,
        alex=Said("little", ("tired", "grateful"), "I’m falling asleep over this, and I don’t regret it."),
        sam=Said("some", ("tender",), "Once is enough. But once was lovely.", "The weekend."),
    ),
    ShortEvening(day=179),
)
