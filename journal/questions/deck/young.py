from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("young", _("Growing up"), _("Where each of you comes from."))
QUESTIONS = (
    Question("young-01", Depth.LIGHT, _("What did a free afternoon look like when you were nine?")),
    Question("young-02", Depth.LIGHT, _("Which meal from your childhood would you love to taste once more?")),
    Question("young-03", Depth.LIGHT, _("What were you good at as a child that hardly anybody knows about?")),
    Question(
        "young-04",
        Depth.LIGHT,
        _("Which room or hiding place from your early years can you still walk through in your mind?"),
    ),
    Question("young-05", Depth.LIGHT, _("What game, book or programme could you have stayed inside for days?")),
    Question("young-06", Depth.LIGHT, _("Who outside your family made you feel welcome when you were small?")),
    Question("young-07", Depth.LIGHT, _("What did you want to become at seven, and what about it called you?")),
    Question(
        "young-08", Depth.LIGHT, _("What nickname, joke or saying from the home you grew up in still lives in you?")
    ),
    Question("young-09", Depth.PERSONAL, _("How did the grown-ups around you show that they were fond of each other?")),
    Question(
        "young-10", Depth.PERSONAL, _("What did you learn early about being upset: who came, and what did they do?")
    ),
    Question(
        "young-11",
        Depth.PERSONAL,
        _("Which rule of the house you grew up in have you kept, and which one did you gladly leave?"),
    ),
    Question("young-12", Depth.PERSONAL, _("When you were a teenager, what did you wish somebody would ask you?")),
    Question(
        "young-13", Depth.PERSONAL, _("How was anger handled where you grew up, and what did you decide about it?")
    ),
    Question("young-14", Depth.PERSONAL, _("What were you praised for as a child, and what did that teach you to do?")),
    Question("young-15", Depth.PERSONAL, _("Who believed in you early, and how did you know?")),
    Question(
        "young-16", Depth.PERSONAL, _("Which celebration of your childhood tells most about the people who raised you?")
    ),
    Question("young-17", Depth.TENDER, _("What did you have to be, as a child, so that things went well around you?")),
    Question(
        "young-18", Depth.TENDER, _("Which comfort did you need when you were young and have kept looking for since?")
    ),
    Question("young-19", Depth.TENDER, _("When did you first learn to hide something you felt, and from whom?")),
    Question("young-20", Depth.TENDER, _("What would the child you were find hard to believe about being loved now?")),
    Question("young-21", Depth.TENDER, _("What silence in the family you grew up in do you still feel in yourself?")),
    Question("young-22", Depth.TENDER, _("Which sentence from your childhood still speaks when you doubt yourself?")),
    Question("young-23", Depth.TENDER, _("What have you grieved, or not yet grieved, about how you were raised?")),
    Question("young-24", Depth.TENDER, _("In our hard moments, when do you feel suddenly very young, and how old?")),
)
