from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("storms", _("Hard times"), _("What you have come through, and how."))
QUESTIONS = (
    Question("storms-01", Depth.LIGHT, _("Which small remedy helps you most on a grey, bad-tempered day?")),
    Question("storms-02", Depth.LIGHT, _("What got you through a dull or difficult stretch of work or study once?")),
    Question(
        "storms-03",
        Depth.LIGHT,
        _("Who would you like to sit beside you in a waiting room, and what would you talk about?"),
    ),
    Question("storms-04", Depth.LIGHT, _("What is a problem you solved in a way you are still a bit proud of?")),
    Question("storms-05", Depth.LIGHT, _("Which place would you go to if you had one day to recover from everything?")),
    Question("storms-06", Depth.LIGHT, _("What film, music or dish do you turn to when the world is too loud?")),
    Question(
        "storms-07",
        Depth.LIGHT,
        _("What did a bad holiday, move or journey teach you that you can laugh about by now?"),
    ),
    Question("storms-08", Depth.LIGHT, _("Which advice did you get in a difficult time that was actually useful?")),
    Question(
        "storms-09", Depth.PERSONAL, _("What has this past year asked of you that was more than you had expected?")
    ),
    Question("storms-10", Depth.PERSONAL, _("How do you know, in your body, that a worry has become too big?")),
    Question("storms-11", Depth.PERSONAL, _("When things got hard for both of us, what did we do well?")),
    Question(
        "storms-12",
        Depth.PERSONAL,
        _(
            "What helps you more in a crisis: somebody to think with, or somebody to sit with, and how can I tell which?"
        ),
    ),
    Question("storms-13", Depth.PERSONAL, _("Which difficulty outside of us has been pressing in between us lately?")),
    Question(
        "storms-14", Depth.PERSONAL, _("What did you learn about yourself in the hardest month you can remember?")
    ),
    Question("storms-15", Depth.PERSONAL, _("What loss, small or large, do you still think of when it is quiet?")),
    Question("storms-16", Depth.PERSONAL, _("When you shut down, what is going on behind the silence?")),
    Question("storms-17", Depth.TENDER, _("What were you alone with, in our hardest time, that I did not see?")),
    Question("storms-18", Depth.TENDER, _("What is the worry you take to bed and get up with these days?")),
    Question(
        "storms-19",
        Depth.TENDER,
        _("When did you come close to giving up on something that mattered, and what stopped you?"),
    ),
    Question("storms-20", Depth.TENDER, _("What are you more afraid of than you let people know?")),
    Question("storms-21", Depth.TENDER, _("Which grief of yours would you like me to ask about from time to time?")),
    Question("storms-22", Depth.TENDER, _("What did a hard time between us cost you that we have not spoken of?")),
    Question(
        "storms-23",
        Depth.TENDER,
        _("Where did you feel ashamed of how you coped, and what would you want understood about it?"),
    ),
    Question(
        "storms-24", Depth.TENDER, _("If you could be comforted about one thing from the past, what would it be?")
    ),
)
