from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("people", _("The people around us"), _("Friends, family and everybody else at the table."))
QUESTIONS = (
    Question(
        "people-01", Depth.LIGHT, _("Which friend would you like to see more of, and what do you do well together?")
    ),
    Question("people-02", Depth.LIGHT, _("Who made you feel at ease the first time you met them?")),
    Question("people-03", Depth.LIGHT, _("What is a small thing you admire about somebody you know?")),
    Question("people-04", Depth.LIGHT, _("Which neighbour, colleague or shopkeeper brightens a day of yours?")),
    Question(
        "people-05",
        Depth.LIGHT,
        _("If we invited three people, living or not, to dinner, whom would you seat beside me?"),
    ),
    Question("people-06", Depth.LIGHT, _("What do you enjoy about the way one of your friends tells stories?")),
    Question("people-07", Depth.LIGHT, _("Which gathering of people have you left happier than you came?")),
    Question("people-08", Depth.LIGHT, _("From whom have you picked up a habit or phrase without meaning to?")),
    Question("people-09", Depth.PERSONAL, _("With whom can you be quiet, and what makes that possible?")),
    Question("people-10", Depth.PERSONAL, _("Which friendship has changed lately, and how do you feel about it?")),
    Question("people-11", Depth.PERSONAL, _("What do you wish people who know us understood about the two of us?")),
    Question("people-12", Depth.PERSONAL, _("When do you feel that I am on your side in company?")),
    Question(
        "people-13",
        Depth.PERSONAL,
        _("What do you find demanding about the families each of us comes from, and what do you love there?"),
    ),
    Question(
        "people-14", Depth.PERSONAL, _("Who do you turn to when you cannot turn to me, and what do they give you?")
    ),
    Question(
        "people-15", Depth.PERSONAL, _("What kind of couple do you admire among those we know, and for what exactly?")
    ),
    Question("people-16", Depth.PERSONAL, _("How would you like us to protect our time from the wishes of others?")),
    Question("people-17", Depth.TENDER, _("Which relationship in your life makes you sad when you think about it?")),
    Question(
        "people-18", Depth.TENDER, _("When did you feel that I chose somebody else’s side, and what did it do to you?")
    ),
    Question(
        "people-19", Depth.TENDER, _("What is left unsaid between you and somebody who may not be here much longer?")
    ),
    Question("people-20", Depth.TENDER, _("What do you feel you owe your family, and what does it cost you?")),
    Question("people-21", Depth.TENDER, _("Whose approval do you still hope for?")),
    Question("people-22", Depth.TENDER, _("When do you feel like a guest in my world, or I in yours?")),
    Question("people-23", Depth.TENDER, _("Who hurt your trust in people, and how does it still reach into us?")),
    Question("people-24", Depth.TENDER, _("What about us would you find difficult to tell even your closest friend?")),
)
