from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("care", _("Being cared for"), _("What reaches you, and what you would like to give."))
QUESTIONS = (
    Question("care-01", Depth.LIGHT, _("What is the nicest way somebody can wake you?")),
    Question("care-02", Depth.LIGHT, _("When you are ill in bed, what makes it a little better?")),
    Question("care-03", Depth.LIGHT, _("Which small present or gesture do you still think of with warmth?")),
    Question("care-04", Depth.LIGHT, _("What sort of help truly feels like help when everything piles up?")),
    Question("care-05", Depth.LIGHT, _("Which words do you like to hear when you leave the house?")),
    Question("care-06", Depth.LIGHT, _("What would you put in a small box meant only to comfort you?")),
    Question("care-07", Depth.LIGHT, _("How do you like to be greeted when we meet again after some hours?")),
    Question("care-08", Depth.LIGHT, _("What is something kind you saw a stranger do that stayed with you?")),
    Question("care-09", Depth.PERSONAL, _("When did you last feel properly looked after by me, and what had I done?")),
    Question("care-10", Depth.PERSONAL, _("What do you do for me that is your way of saying you love me?")),
    Question(
        "care-11", Depth.PERSONAL, _("Which kind of attention from me makes you feel chosen rather than managed?")
    ),
    Question("care-12", Depth.PERSONAL, _("How can I tell, from the outside, that you would like to be held?")),
    Question("care-13", Depth.PERSONAL, _("When you are stressed, what should I do less of, and what more?")),
    Question("care-14", Depth.PERSONAL, _("What thank-you have you been waiting for, even a little?")),
    Question("care-15", Depth.PERSONAL, _("What makes it easy for you to accept help, and what makes it awkward?")),
    Question("care-16", Depth.PERSONAL, _("In which moments do you feel that I am truly listening to you?")),
    Question("care-17", Depth.TENDER, _("What kind of tenderness do you miss, and what keeps you from saying so?")),
    Question(
        "care-18",
        Depth.TENDER,
        _("When you turn to me and it goes wrong, what do you tell yourself about it afterwards?"),
    ),
    Question("care-19", Depth.TENDER, _("What is the hardest thing for you about needing somebody?")),
    Question(
        "care-20", Depth.TENDER, _("Which care of mine do you find hard to let in, and what happens in you then?")
    ),
    Question(
        "care-21", Depth.TENDER, _("When did you feel left alone with something by me, and what would have helped?")
    ),
    Question("care-22", Depth.TENDER, _("What do you fear I would think if you showed how much you need?")),
    Question(
        "care-23",
        Depth.TENDER,
        _("What would it take for you to rest completely in somebody’s arms, with nothing to do in return?"),
    ),
    Question(
        "care-24", Depth.TENDER, _("Where do you give more than you have, and what are you hoping will come back?")
    ),
)
