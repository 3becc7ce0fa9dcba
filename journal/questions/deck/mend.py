from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("mend", _("After a quarrel"), _("What helps you find the way back."))
QUESTIONS = (
    Question("mend-01", Depth.LIGHT, _("What small sign tells you that the air between us is clear again?")),
    Question("mend-02", Depth.LIGHT, _("Which peace offering works on you: tea, a joke, a note, something else?")),
    Question("mend-03", Depth.LIGHT, _("What do people around you do to make up that you find touching?")),
    Question(
        "mend-04",
        Depth.LIGHT,
        _("After a disagreement, what kind of place helps you think: a walk, a kitchen, a closed door?"),
    ),
    Question("mend-05", Depth.LIGHT, _("What is something we used to differ about that has become easy?")),
    Question("mend-06", Depth.LIGHT, _("Which way of saying sorry feels real to you?")),
    Question(
        "mend-07",
        Depth.LIGHT,
        _("What animal or kind of weather are you in an argument, and which one would you like to be?"),
    ),
    Question("mend-08", Depth.LIGHT, _("What would you put on a sign in our kitchen for heated evenings?")),
    Question("mend-09", Depth.PERSONAL, _("What do you need in the first hour after we have argued?")),
    Question("mend-10", Depth.PERSONAL, _("When we disagree, what do you most want me to keep believing about you?")),
    Question("mend-11", Depth.PERSONAL, _("Which quarrel of ours ended well, and what turned it?")),
    Question("mend-12", Depth.PERSONAL, _("What do you usually feel just underneath your anger?")),
    Question("mend-13", Depth.PERSONAL, _("How do you notice that you are about to say something you will regret?")),
    Question("mend-14", Depth.PERSONAL, _("What helps you to hear criticism from me without closing up?")),
    Question(
        "mend-15", Depth.PERSONAL, _("Which of our recurring arguments is, for you, really about something else?")
    ),
    Question("mend-16", Depth.PERSONAL, _("What would a fair pause look like to you when it gets too much?")),
    Question("mend-17", Depth.TENDER, _("Which sentence of mine still hurts when you think of it?")),
    Question("mend-18", Depth.TENDER, _("What would you like to apologise for that has been lying there a while?")),
    Question("mend-19", Depth.TENDER, _("When we fight, what do you fear it means about us?")),
    Question("mend-20", Depth.TENDER, _("What do you do in arguments that you learned in order to protect yourself?")),
    Question("mend-21", Depth.TENDER, _("What have you forgiven me, quietly, that I may not know about?")),
    Question("mend-22", Depth.TENDER, _("What still stands between us that we both walk around?")),
    Question("mend-23", Depth.TENDER, _("When I go silent or loud, what happens inside you?")),
    Question("mend-24", Depth.TENDER, _("What would you need to see or hear to believe that something can change?")),
)
