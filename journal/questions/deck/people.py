from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("people", _("The people around us"), _("Friends, family and everyone else at the table."))
QUESTIONS = (
    Question(
        "people-01", Depth.LIGHT, _("Which friend would you like to see more of, and what do you do well together?")
    ),
    Question("people-02", Depth.LIGHT, _("Who made you feel at ease the first time you met them?")),
    Question("people-03", Depth.LIGHT, _("What is a small thing you admire about someone you know?")),
    Question("people-04", Depth.LIGHT, _("Which neighbour, colleague or shopkeeper brightens a day of yours?")),
    Question(
        "people-05",
        Depth.LIGHT,
        _("If we could invite any three people to dinner, who would you put next to me?"),
    ),
    Question("people-06", Depth.LIGHT, _("What do you enjoy about the way one of your friends tells stories?")),
    Question("people-07", Depth.LIGHT, _("After which party or get-together did you go home happier than you came?")),
    Question("people-08", Depth.LIGHT, _("Who have you picked up a habit or a saying from without meaning to?")),
    Question("people-09", Depth.PERSONAL, _("Who can you be quiet with, and what makes that easy?")),
    Question("people-10", Depth.PERSONAL, _("Which friendship has changed lately, and how do you feel about it?")),
    Question("people-11", Depth.PERSONAL, _("What do you wish people who know us understood about the two of us?")),
    Question("people-12", Depth.PERSONAL, _("When we’re with other people, when do you feel that I’m on your side?")),
    Question(
        "people-13",
        Depth.PERSONAL,
        _("If our families are in our lives, what is hard about them, and what do you love?"),
    ),
    Question(
        "people-14",
        Depth.PERSONAL,
        _("Who do you turn to when you cannot turn to me, and what do they give you?"),
        retired=True,
    ),
    Question(
        "people-15",
        Depth.PERSONAL,
        _("What kind of couple do you admire among those we know, and for what exactly?"),
        retired=True,
    ),
    Question(
        "people-16",
        Depth.PERSONAL,
        _("How would you like us to protect our time from the wishes of others?"),
        retired=True,
    ),
    Question("people-17", Depth.TENDER, _("Which relationship in your life makes you sad when you think about it?")),
    Question(
        "people-18", Depth.TENDER, _("When did you feel that I took someone else’s side, and what was that like?")
    ),
    Question(
        "people-19",
        Depth.TENDER,
        _("What is left unsaid between you and someone who may not be here much longer?"),
        retired=True,
    ),
    Question("people-20", Depth.TENDER, _("What do you feel you owe your family, and what does it cost you?")),
    Question("people-21", Depth.TENDER, _("Whose approval do you still hope for?")),
    Question("people-22", Depth.TENDER, _("When do you feel like a guest in my world?")),
    Question(
        "people-23",
        Depth.TENDER,
        _("Who hurt your trust in people, and how does it still reach into us?"),
        retired=True,
    ),
    Question(
        "people-24",
        Depth.TENDER,
        _("What about us would you find difficult to tell even your closest friend?"),
        retired=True,
    ),
    Question("people-25", Depth.PERSONAL, _("What do you admire in one of your friends?")),
    Question("people-26", Depth.PERSONAL, _("What have you seen another couple do that you would like us to try?")),
    Question(
        "people-27",
        Depth.PERSONAL,
        _("How could we make more time for us in weeks when other people need us too?"),
    ),
    Question("people-28", Depth.TENDER, _("Who believed in you when you didn’t, and what did that change?")),
    Question("people-29", Depth.TENDER, _("Where have you felt that you belonged, and what made it so?")),
    Question("people-30", Depth.TENDER, _("Who do you miss that we hardly ever talk about?")),
)
