from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("days", _("Ordinary days"), _("The small things a week is made of."))
QUESTIONS = (
    Question("days-01", Depth.LIGHT, _("What was the best ten minutes of your week, and what made them good?")),
    Question("days-02", Depth.LIGHT, _("Which sound in an ordinary day do you find quietly comforting?")),
    Question("days-03", Depth.LIGHT, _("What small thing did somebody do for you lately that made a day lighter?")),
    Question(
        "days-04", Depth.LIGHT, _("If tomorrow morning could go exactly your way until noon, what would it look like?")
    ),
    Question("days-05", Depth.LIGHT, _("Which part of the day is most yours, and what do you like to do with it?")),
    Question("days-06", Depth.LIGHT, _("What have you eaten lately that was better than it had to be?")),
    Question(
        "days-07",
        Depth.LIGHT,
        _("What is a chore you secretly don’t mind, and what do you think about while doing it?"),
    ),
    Question("days-08", Depth.LIGHT, _("Which everyday object would you be surprisingly sad to lose?")),
    Question("days-09", Depth.PERSONAL, _("When in the day do you most need a kind word, and what kind would help?")),
    Question(
        "days-10", Depth.PERSONAL, _("What does a really good evening between us look like when we are both tired?")
    ),
    Question("days-11", Depth.PERSONAL, _("Which moment of coming together after a day apart stays with you?")),
    Question("days-12", Depth.PERSONAL, _("What has been taking more of your strength lately than people can see?")),
    Question("days-13", Depth.PERSONAL, _("What small habit between us would you like to bring back?")),
    Question(
        "days-14",
        Depth.PERSONAL,
        _("What do you do, without saying so, to make our days easier, and what would it mean to have it noticed?"),
    ),
    Question("days-15", Depth.PERSONAL, _("Where in your week is there room to breathe, and what would widen it?")),
    Question(
        "days-16",
        Depth.PERSONAL,
        _("What tells you, before any words, what sort of evening it will be for the two of us?"),
    ),
    Question(
        "days-17", Depth.TENDER, _("What have you stopped telling me about your days because it seemed too small?")
    ),
    Question(
        "days-18", Depth.TENDER, _("On which recent ordinary day did you feel lonely, and what would have reached you?")
    ),
    Question(
        "days-19", Depth.TENDER, _("What are you carrying every day that you would like to set down for a while?")
    ),
    Question(
        "days-20",
        Depth.TENDER,
        _("When you feel far from me in the middle of a normal week, what is usually going on inside you?"),
    ),
    Question(
        "days-21",
        Depth.TENDER,
        _("What part of our routine has gone quiet or empty for you, and what did it use to hold?"),
    ),
    Question("days-22", Depth.TENDER, _("What do you need most from me at the end of a day and find hard to ask for?")),
    Question(
        "days-23",
        Depth.TENDER,
        _("Which ordinary moment with me would you miss most if it ended, and what lives in it for you?"),
    ),
    Question("days-24", Depth.TENDER, _("What about the way you spend your days no longer fits who you are becoming?")),
)
