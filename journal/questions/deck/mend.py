from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("mend", _("After an argument"), _("What helps you find the way back."))
QUESTIONS = (
    Question("mend-01", Depth.LIGHT, _("What small sign tells you that we’re fine again?")),
    Question("mend-02", Depth.LIGHT, _("Which peace offering works on you: tea, a joke, a note, something else?")),
    Question("mend-03", Depth.LIGHT, _("What have you seen other people do to make up that you liked?")),
    Question(
        "mend-04",
        Depth.LIGHT,
        _("After a disagreement, what kind of place helps you think: a walk, a kitchen, a closed door?"),
    ),
    Question("mend-05", Depth.LIGHT, _("What did we use to disagree about that is easy now?")),
    Question("mend-06", Depth.LIGHT, _("Which way of saying sorry feels real to you?")),
    Question(
        "mend-07",
        Depth.LIGHT,
        _("What animal or kind of weather are you in an argument, and which one would you like to be?"),
    ),
    Question("mend-08", Depth.LIGHT, _("What would you write on a sign for evenings when we argue?")),
    Question("mend-09", Depth.PERSONAL, _("What do you need in the first hour after we have argued?")),
    Question("mend-10", Depth.PERSONAL, _("When we disagree, what do you most want me to keep believing about you?")),
    Question("mend-11", Depth.PERSONAL, _("Which quarrel of ours ended well, and what turned it?")),
    Question("mend-12", Depth.PERSONAL, _("What do you usually feel just underneath your anger?")),
    Question("mend-13", Depth.PERSONAL, _("How do you notice that you are about to say something you will regret?")),
    Question("mend-14", Depth.PERSONAL, _("What helps you to hear criticism from me?")),
    Question(
        "mend-15", Depth.PERSONAL, _("Which argument that we keep having is really about something else for you?")
    ),
    Question("mend-16", Depth.PERSONAL, _("What would a good break look like for you when an argument gets too much?")),
    Question("mend-17", Depth.TENDER, _("What did I once say that still hurts, and what would help?")),
    Question("mend-18", Depth.TENDER, _("What would you still like to say sorry for?")),
    Question("mend-19", Depth.TENDER, _("When we fight, what do you fear it means about us?")),
    Question("mend-20", Depth.TENDER, _("What do you do in arguments to protect yourself?")),
    Question("mend-21", Depth.TENDER, _("What have you forgiven me for without telling me?")),
    Question("mend-22", Depth.TENDER, _("What do we both avoid talking about?")),
    Question("mend-23", Depth.TENDER, _("When I go silent or loud, what happens inside you?"), retired=True),
    Question("mend-24", Depth.TENDER, _("What would you need to see or hear to believe that something can change?")),
    Question("mend-25", Depth.TENDER, _("When I go quiet in an argument, what is that like for you?")),
)
