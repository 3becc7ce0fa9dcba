from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("care", _("Being cared for"), _("What makes you feel cared for, and what you’d like to give."))
QUESTIONS = (
    Question("care-01", Depth.LIGHT, _("What is the nicest way someone can wake you?")),
    Question("care-02", Depth.LIGHT, _("When you are ill in bed, what makes it a little better?")),
    Question("care-03", Depth.LIGHT, _("Which small present or gesture do you still think of with warmth?")),
    Question("care-04", Depth.LIGHT, _("What sort of help truly feels like help when everything piles up?")),
    Question("care-05", Depth.LIGHT, _("Which words do you like to hear when you leave the house?")),
    Question("care-06", Depth.LIGHT, _("If you packed a small box to cheer yourself up, what would be in it?")),
    Question("care-07", Depth.LIGHT, _("How do you like to be greeted when we see each other again?")),
    Question("care-08", Depth.LIGHT, _("What is something kind you saw a stranger do that stayed with you?")),
    Question("care-09", Depth.PERSONAL, _("When did you last feel properly looked after by me, and what had I done?")),
    Question("care-10", Depth.PERSONAL, _("What do you do for me that is your way of saying you love me?")),
    Question(
        "care-11",
        Depth.PERSONAL,
        _("Which kind of attention from me makes you feel chosen rather than managed?"),
        retired=True,
    ),
    Question("care-12", Depth.PERSONAL, _("How can I tell that you would like some comfort?")),
    Question("care-13", Depth.PERSONAL, _("When you are stressed, what should I do less of, and what more?")),
    Question("care-14", Depth.PERSONAL, _("What thank-you have you been waiting for, even a little?")),
    Question("care-15", Depth.PERSONAL, _("What makes it easy for you to accept help, and what makes it awkward?")),
    Question("care-16", Depth.PERSONAL, _("When do you feel that I’m really listening to you?")),
    Question("care-17", Depth.TENDER, _("What kind of affection do you miss, and what makes it hard to say?")),
    Question(
        "care-18",
        Depth.TENDER,
        _("When you reach out to me and it goes wrong, what do you think afterwards?"),
    ),
    Question("care-19", Depth.TENDER, _("What is the hardest thing for you about needing someone?")),
    Question(
        "care-20",
        Depth.TENDER,
        _("Which care of mine do you find hard to let in, and what happens in you then?"),
        retired=True,
    ),
    Question(
        "care-21",
        Depth.TENDER,
        _("When did you feel alone with something although I was there, and what would have helped?"),
    ),
    Question(
        "care-22", Depth.TENDER, _("What do you fear I would think if you showed how much you need?"), retired=True
    ),
    Question(
        "care-23",
        Depth.TENDER,
        _("What would it take for you to rest completely in someone’s arms, with nothing to do in return?"),
        retired=True,
    ),
    Question(
        "care-24",
        Depth.TENDER,
        _("Where do you give more than you have, and what are you hoping will come back?"),
        retired=True,
    ),
    Question("care-25", Depth.PERSONAL, _("What do I do that shows you that you matter to me?")),
    Question("care-26", Depth.TENDER, _("What is the kindest thing anyone has done for you when you were down?")),
    Question("care-27", Depth.TENDER, _("When is it hard for you to ask me for help?")),
    Question("care-28", Depth.TENDER, _("What helps you let someone look after you?")),
    Question("care-29", Depth.TENDER, _("Where do you give more than you really can, and what would help?")),
)
