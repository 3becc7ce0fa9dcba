from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("ahead", _("What comes next"), _("Hopes, near and far."))
QUESTIONS = (
    Question("ahead-01", Depth.LIGHT, _("What are you looking forward to in the next few weeks?")),
    Question("ahead-02", Depth.LIGHT, _("Which season do you want to use better this year, and for what?")),
    Question("ahead-03", Depth.LIGHT, _("What is on your list of places we could reach within an hour or two?")),
    Question(
        "ahead-04",
        Depth.LIGHT,
        _("What would you like to have made, planted, mended or finished by this time next year?"),
    ),
    Question("ahead-05", Depth.LIGHT, _("Which new tradition could we begin on some ordinary date?")),
    Question("ahead-06", Depth.LIGHT, _("What would a perfect Sunday look like five years from now?")),
    Question("ahead-07", Depth.LIGHT, _("Which meal, concert or view are you saving up for?")),
    Question("ahead-08", Depth.LIGHT, _("What do you hope stays just as it is?")),
    Question("ahead-09", Depth.PERSONAL, _("What would you love for us to be known for when we are old?")),
    Question("ahead-10", Depth.PERSONAL, _("Which dream of yours would you like me to ask about more often?")),
    Question("ahead-11", Depth.PERSONAL, _("What next step, however small, would make you feel that we are moving?")),
    Question(
        "ahead-12", Depth.PERSONAL, _("What do you want more of in your life, and what would have to become less?")
    ),
    Question("ahead-13", Depth.PERSONAL, _("How do you picture us in ten years on a plain weekday evening?")),
    Question("ahead-14", Depth.PERSONAL, _("What would you like to learn to say or do better as my partner?")),
    Question("ahead-15", Depth.PERSONAL, _("Which change ahead of us makes you hopeful and nervous at the same time?")),
    Question(
        "ahead-16", Depth.PERSONAL, _("What does a home mean to you, wherever and with whomever it turns out to be?")
    ),
    Question("ahead-17", Depth.TENDER, _("What about our future do you worry over and keep to yourself?")),
    Question("ahead-18", Depth.TENDER, _("Which hope for us have you stopped mentioning, and when did that happen?")),
    Question("ahead-19", Depth.TENDER, _("What would you regret not having tried together?")),
    Question("ahead-20", Depth.TENDER, _("How do you think about growing old, and where am I in that picture?")),
    Question("ahead-21", Depth.TENDER, _("What would you need to feel safe enough to dream with me again?")),
    Question("ahead-22", Depth.TENDER, _("If our time together turned out short, what would you want to have said?")),
    Question("ahead-23", Depth.TENDER, _("What are you not ready to give up, even for us?")),
    Question(
        "ahead-24",
        Depth.TENDER,
        _("What would it mean to you if, years from now, we could say that this was when it turned?"),
    ),
)
