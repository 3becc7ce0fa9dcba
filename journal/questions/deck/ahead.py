from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("ahead", _("What comes next"), _("Hopes, near and far."))
QUESTIONS = (
    Question("ahead-01", Depth.LIGHT, _("What are you looking forward to in the next few weeks?")),
    Question("ahead-02", Depth.LIGHT, _("Which season are you looking forward to most, and what for?")),
    Question("ahead-03", Depth.LIGHT, _("Which places within an hour or two would you like us to visit?")),
    Question(
        "ahead-04",
        Depth.LIGHT,
        _("What would you like to have made, planted, mended or finished by this time next year?"),
    ),
    Question("ahead-05", Depth.LIGHT, _("Which small tradition could we start, just for us?")),
    Question("ahead-06", Depth.LIGHT, _("What would a perfect Sunday look like five years from now?")),
    Question("ahead-07", Depth.LIGHT, _("Which meal, concert or view would you love to treat yourself to?")),
    Question("ahead-08", Depth.LIGHT, _("What do you hope stays just as it is?")),
    Question("ahead-09", Depth.PERSONAL, _("What would you love for us to be known for when we are old?")),
    Question("ahead-10", Depth.PERSONAL, _("Which dream of yours would you like me to ask about more often?")),
    Question("ahead-11", Depth.PERSONAL, _("Which next step, however small, would feel like progress to you?")),
    Question("ahead-12", Depth.PERSONAL, _("What do you want more of in your life, and less of?")),
    Question("ahead-13", Depth.PERSONAL, _("How do you picture us on an ordinary evening in ten years?")),
    Question("ahead-14", Depth.PERSONAL, _("What would you like to learn to say or do better as my partner?")),
    Question("ahead-15", Depth.PERSONAL, _("Which change ahead of us makes you hopeful and nervous at the same time?")),
    Question("ahead-16", Depth.PERSONAL, _("What makes a place feel like home to you?")),
    Question("ahead-17", Depth.TENDER, _("What worries you about our future that you keep to yourself?")),
    Question("ahead-18", Depth.TENDER, _("Which hope for us have you stopped mentioning, and when did that happen?")),
    Question("ahead-19", Depth.TENDER, _("What would you regret not having tried together?")),
    Question(
        "ahead-20", Depth.TENDER, _("How do you think about growing old, and where am I in that picture?"), retired=True
    ),
    Question(
        "ahead-21", Depth.TENDER, _("What would you need to feel safe enough to dream with me again?"), retired=True
    ),
    Question(
        "ahead-22",
        Depth.TENDER,
        _("If our time together turned out short, what would you want to have said?"),
        retired=True,
    ),
    Question("ahead-23", Depth.TENDER, _("What are you not ready to give up, even for us?")),
    Question(
        "ahead-24",
        Depth.TENDER,
        _("Years from now, what would you like us to say about this time?"),
    ),
    Question(
        "ahead-25",
        Depth.TENDER,
        _("When you think about growing old, what do you look forward to and what worries you?"),
    ),
    Question("ahead-26", Depth.TENDER, _("What would help you to dream about the future with me?")),
    Question("ahead-27", Depth.TENDER, _("What do you most hope will stay the same between us?")),
)
