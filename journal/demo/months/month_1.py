"""Days 0 to 29: a careful beginning."""

from datetime import time

from journal.demo.evenings import ChoseTimes, Evening, HeardEvening, NewRitual, Noticed, NotTonight, Said, ShortEvening
from journal.demo.giving import Asked, Thanks, own_question
from journal.demo.telling import Event

EVENTS: tuple[Event, ...] = (
    ChoseTimes(day=0, at=time(19, 40), alex=time(21), sam=time(20, 30)),
    Evening(
        day=0,
        alex=Said("little", ("hopeful", "tired"), "I didn’t know what to write. So: I’m glad we’re trying this."),
        sam=Said("some", ("tender",), "I was nervous before I pressed the button. Silly, isn’t it?", "Reading yours."),
    ),
    Evening(
        day=1,
        alex=Said("little", ("tired", "grateful"), "A long meeting. Then there was soup.", "An early night."),
        sam=Said("some", ("calm",)),
    ),
    Evening(
        day=2,
        alex=Said("some", ("playful",), "The neighbour’s goose was at our door again."),
        sam=Said("little", ("tired", "amused"), "I know. It looked at me as if I owed it rent."),
    ),
    NewRitual(
        day=3,
        at=time(18, 30),
        name="walk",
        who="sam",
        title="A walk to the river",
        weekday=6,
        starts=time(16),
        minutes=60,
    ),
    Evening(
        day=4,
        alex=Said("none", ("tight",), "Work came home with me. Sorry if I was short.", "", ("jaw", "shoulders")),
        sam=Said("some", ("lonely",), "You were in the next room, and I missed you a bit."),
    ),
    HeardEvening(
        day=4,
        who="sam",
        heard="I was right there, and still you missed me, because my head was somewhere else.",
        reply="I didn’t notice. I’d like to come and sit with you first, before I open the laptop again.",
    ),
    Thanks(
        day=5,
        who="alex",
        text="warming my side of the bed when I came up late",
        took="You were half asleep, and you start at six.",
        did="I stopped thinking about work for the first time that day.",
    ),
    ShortEvening(day=6),
    *own_question(
        day=7,
        who="sam",
        text="What did we do in our first year that we’ve simply forgotten to do?",
        alex="Cooking far too much and eating it cold for breakfast. And dancing in the kitchen, badly.",
        sam="Reading out loud. You did all the voices. I fell asleep every time, and I liked that too.",
    ),
    Evening(
        day=8,
        alex=Said("some", ("grateful", "calm"), "We walked as far as the bridge. I had forgotten how you walk."),
        sam=Said("plenty", ("content",), "My feet are cold and I don’t mind.", "The same again next week."),
    ),
    Noticed(
        day=9, at=time(18), name="walk", who="sam", words="You told me about your grandfather’s boat. I never knew."
    ),
    ShortEvening(day=10),
    NotTonight(day=11, who="alex"),
    Thanks(
        day=12,
        who="sam",
        text="fixing the kitchen drawer without a word about it",
        took="It took you a whole evening and two wrong screws.",
        did="Every time I open it now, I think of you.",
    ),
    Evening(
        day=13,
        alex=Said("little", ("worried",), "I’m afraid the project will eat the next weeks. I wanted you to know."),
        sam=Said("little", ("tired", "tender"), "Thank you for saying it before it happens.", "Sleeping in, once."),
    ),
    Asked(
        day=14,
        who="alex",
        key="days-10",
        answer="We’re both on the sofa with our feet in the middle. Nobody talks about tomorrow. There’s toast.",
    ),
    ShortEvening(day=15),
    Evening(day=17, alex=None, sam=Said("little", ("tired",), "I don’t know what I’d say tonight.")),
    Evening(
        day=18,
        alex=Said("some", ("playful", "tired"), "Tonight you danced with the oven glove on. I saw it."),
        sam=Said("some", ("amused",), "You were not supposed to see that."),
    ),
    Thanks(
        day=19,
        who="alex",
        text="dancing with the oven glove on",
        did="I laughed on the train the next day.",
        kept=False,
    ),
    ShortEvening(day=20),
    Noticed(day=22, at=time(18, 10), name="walk", who="alex", words="Rain from the bridge on. We came home singing."),
    Evening(
        day=22,
        alex=Said("some", ("grateful",), "Wet to the skin, and the best hour of my week."),
        sam=Said("some", ("in_love",), "You sing the wrong words on purpose. I’m sure of it now."),
    ),
    Asked(
        day=24,
        who="sam",
        text="Would you read to me again some evening? It can be the manual of the washing machine.",
        answer="Yes. I’ll do the washing machine as a villain.",
    ),
    ShortEvening(day=25),
    Evening(
        day=28,
        alex=Said("little", ("tired", "hopeful"), "Four weeks of this. I look forward to the minute it opens."),
        sam=Said("some", ("calm",), "So do I."),
    ),
)
