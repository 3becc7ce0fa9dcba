from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("storms", _("Hard times"), _("What you’ve been through, and how."))
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
        _("Which holiday, move or journey went wrong in a way that makes you laugh now?"),
    ),
    Question("storms-08", Depth.LIGHT, _("Which advice did you get in a difficult time that was actually useful?")),
    Question("storms-09", Depth.PERSONAL, _("What has been harder this past year than you expected?")),
    Question("storms-10", Depth.PERSONAL, _("How can you tell that a worry has become too big?")),
    Question("storms-11", Depth.PERSONAL, _("When things got hard for both of us, what did we do well?")),
    Question(
        "storms-12",
        Depth.PERSONAL,
        _("In a hard moment, what helps you more: someone to think with, or someone to sit with?"),
    ),
    Question("storms-13", Depth.PERSONAL, _("What from outside has been coming between us lately?")),
    Question(
        "storms-14", Depth.PERSONAL, _("What did you learn about yourself in the hardest month you can remember?")
    ),
    Question("storms-15", Depth.PERSONAL, _("Which loss, small or large, do you still think about?")),
    Question("storms-16", Depth.PERSONAL, _("When you shut down, what is going on behind the silence?"), retired=True),
    Question("storms-17", Depth.TENDER, _("In our hardest time, what were you dealing with that I didn’t see?")),
    Question("storms-18", Depth.TENDER, _("Which worry do you go to bed and wake up with these days?")),
    Question(
        "storms-19",
        Depth.TENDER,
        _("When did you come close to giving up on something that mattered, and what stopped you?"),
    ),
    Question("storms-20", Depth.TENDER, _("What are you more afraid of than you let people know?"), retired=True),
    Question("storms-21", Depth.TENDER, _("Which grief of yours would you like me to ask about from time to time?")),
    Question(
        "storms-22", Depth.TENDER, _("What was hard for you in a difficult time of ours that we haven’t talked about?")
    ),
    Question(
        "storms-23",
        Depth.TENDER,
        _("When did you cope with something in a way you didn’t like, and what would you want me to understand?"),
    ),
    Question(
        "storms-24", Depth.TENDER, _("If you could be comforted about one thing from the past, what would it be?")
    ),
    Question("storms-25", Depth.PERSONAL, _("When you need some time alone, what would you like me to know?")),
    Question("storms-26", Depth.TENDER, _("What makes you more nervous than people might think?")),
)
