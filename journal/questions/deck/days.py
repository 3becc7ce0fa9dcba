from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("days", _("Ordinary days"), _("The small things a week is made of."))
QUESTIONS = (
    Question("days-01", Depth.LIGHT, _("What were the best ten minutes of your week, and what made them good?")),
    Question("days-02", Depth.LIGHT, _("Which sound in an ordinary day do you find quietly comforting?")),
    Question("days-03", Depth.LIGHT, _("What small thing did someone do for you lately that made a day lighter?")),
    Question(
        "days-04", Depth.LIGHT, _("If tomorrow morning could go exactly your way until noon, what would it look like?")
    ),
    Question(
        "days-05", Depth.LIGHT, _("Which part of the day feels most like your own, and what do you like to do with it?")
    ),
    Question("days-06", Depth.LIGHT, _("What have you eaten lately that was a nice surprise?")),
    Question(
        "days-07",
        Depth.LIGHT,
        _("What is a chore you secretly don’t mind, and what do you think about while doing it?"),
    ),
    Question("days-08", Depth.LIGHT, _("Which everyday object would you be surprisingly sad to lose?")),
    Question(
        "days-09", Depth.PERSONAL, _("When in the day could you most use a kind word, and what would you like to hear?")
    ),
    Question(
        "days-10", Depth.PERSONAL, _("What does a really good evening between us look like when we are both tired?")
    ),
    Question(
        "days-11", Depth.PERSONAL, _("Which time of seeing each other again after a day apart has stayed with you?")
    ),
    Question("days-12", Depth.PERSONAL, _("What has been taking more energy lately than people notice?")),
    Question("days-13", Depth.PERSONAL, _("What small habit between us would you like to bring back?")),
    Question(
        "days-14",
        Depth.PERSONAL,
        _("What do you do to make our days easier that you’d like me to notice?"),
    ),
    Question(
        "days-15", Depth.PERSONAL, _("When in your week do you get a breather, and what would give you more of that?")
    ),
    Question(
        "days-16",
        Depth.PERSONAL,
        _("What tells you, before any words, what sort of evening it will be for the two of us?"),
        retired=True,
    ),
    Question(
        "days-17", Depth.TENDER, _("What have you stopped telling me about your days because it seemed too small?")
    ),
    Question("days-18", Depth.TENDER, _("When did you last feel lonely on a normal day, and what would have helped?")),
    Question(
        "days-19",
        Depth.TENDER,
        _("What are you carrying every day that you would like to set down for a while?"),
        retired=True,
    ),
    Question(
        "days-20",
        Depth.TENDER,
        _("When you feel far from me in a normal week, what is usually on your mind?"),
    ),
    Question(
        "days-21",
        Depth.TENDER,
        _("Which part of our routine feels empty now, and what was it like before?"),
    ),
    Question("days-22", Depth.TENDER, _("What do you need most from me at the end of a day and find hard to ask for?")),
    Question(
        "days-23",
        Depth.TENDER,
        _("Which everyday moment with me would you miss most, and why?"),
    ),
    Question("days-24", Depth.TENDER, _("What in your everyday life doesn’t suit you any more?")),
    Question("days-25", Depth.PERSONAL, _("Which part of an ordinary day would you like to share with me more often?")),
    Question("days-26", Depth.TENDER, _("When in an ordinary week do you feel most loved by me?")),
)
