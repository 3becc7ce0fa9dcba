from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("young", _("Growing up"), _("Where each of you comes from."))
QUESTIONS = (
    Question("young-01", Depth.LIGHT, _("What did a free afternoon look like when you were nine?")),
    Question("young-02", Depth.LIGHT, _("Which meal from your childhood would you love to taste once more?")),
    Question("young-03", Depth.LIGHT, _("What were you good at as a child that hardly anyone knows about?")),
    Question(
        "young-04",
        Depth.LIGHT,
        _("Which room or hiding place from your childhood can you still picture?"),
    ),
    Question("young-05", Depth.LIGHT, _("Which game, book or TV show could you get lost in for days as a child?")),
    Question("young-06", Depth.LIGHT, _("Who outside your family made you feel welcome when you were small?")),
    Question(
        "young-07", Depth.LIGHT, _("What did you want to be when you were seven, and what did you like about it?")
    ),
    Question("young-08", Depth.LIGHT, _("Which nickname, joke or saying from your childhood home do you still use?")),
    Question(
        "young-09", Depth.PERSONAL, _("How did the grown-ups around you show that they liked each other, if they did?")
    ),
    Question("young-10", Depth.PERSONAL, _("When you were upset as a child, what usually happened next?")),
    Question(
        "young-11",
        Depth.PERSONAL,
        _("Which rule of the house you grew up in have you kept, and which one did you gladly leave?"),
    ),
    Question("young-12", Depth.PERSONAL, _("When you were a teenager, what did you wish someone would ask you?")),
    Question(
        "young-13", Depth.PERSONAL, _("How did people handle anger where you grew up, and what did you take from that?")
    ),
    Question("young-14", Depth.PERSONAL, _("What were you praised for as a child, and what did that teach you to do?")),
    Question("young-15", Depth.PERSONAL, _("Who believed in you early, and how did you know?")),
    Question(
        "young-16",
        Depth.PERSONAL,
        _("Which celebration from your childhood says most about the people who raised you?"),
    ),
    Question("young-17", Depth.TENDER, _("As a child, what did you do to keep things going well at home?")),
    Question("young-18", Depth.TENDER, _("Which kind of comfort did you miss as a child that matters to you now?")),
    Question(
        "young-19", Depth.TENDER, _("When did you first learn to hide something you felt, and from whom?"), retired=True
    ),
    Question(
        "young-20",
        Depth.TENDER,
        _("What would the child you were find hard to believe about being loved now?"),
        retired=True,
    ),
    Question("young-21", Depth.TENDER, _("What was not talked about in the home you grew up in?")),
    Question("young-22", Depth.TENDER, _("Which words from your childhood come back to you when you doubt yourself?")),
    Question("young-23", Depth.TENDER, _("What do you wish had been different about how you were raised?")),
    Question(
        "young-24",
        Depth.TENDER,
        _("In our hard moments, when do you feel suddenly very young, and how old?"),
        retired=True,
    ),
    Question("young-25", Depth.TENDER, _("Which feelings were hard to show where you grew up?")),
    Question("young-26", Depth.TENDER, _("Who from your childhood would you like to thank, and what for?")),
    Question("young-27", Depth.TENDER, _("What made you feel safe when you were small?")),
)
