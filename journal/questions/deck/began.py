from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("began", _("How we began"), _("The first days, and what you remember."))
QUESTIONS = (
    Question("began-01", Depth.LIGHT, _("What do you remember about the place where we first really talked?")),
    Question("began-02", Depth.LIGHT, _("What did you tell a friend about me in the early days?")),
    Question("began-03", Depth.LIGHT, _("Which song, smell or street takes you straight back to when we were new?")),
    Question("began-04", Depth.LIGHT, _("What were you wearing, eating or worrying about around the time we met?")),
    Question("began-05", Depth.LIGHT, _("What surprised you about me once you knew me a little?")),
    Question("began-06", Depth.LIGHT, _("Which early day with me would you happily live through again?")),
    Question(
        "began-07", Depth.LIGHT, _("What clumsy or funny thing happened when we were new that makes you smile now?")
    ),
    Question("began-08", Depth.LIGHT, _("What did we talk about when we could not stop talking?")),
    Question("began-09", Depth.PERSONAL, _("What made you decide to give this, and me, a real chance?")),
    Question("began-10", Depth.PERSONAL, _("What did you hope I would see in you back then?")),
    Question("began-11", Depth.PERSONAL, _("When did we first feel like a “we” to you?")),
    Question("began-12", Depth.PERSONAL, _("What did being with me change in your life during that first year?")),
    Question("began-13", Depth.PERSONAL, _("What did you promise yourself about us when all was new?")),
    Question("began-14", Depth.PERSONAL, _("What was brave about how you let me in?"), retired=True),
    Question("began-15", Depth.PERSONAL, _("What drew you to me then that you still notice today?")),
    Question("began-16", Depth.PERSONAL, _("Which difference between us did you enjoy at the start?")),
    Question("began-17", Depth.TENDER, _("What were you afraid I would find out about you when we began?")),
    Question(
        "began-18",
        Depth.TENDER,
        _("What did you give up so that we could begin, and how do you feel about it now?"),
    ),
    Question("began-19", Depth.TENDER, _("What from before we met still makes some things hard for you with me?")),
    Question(
        "began-20",
        Depth.TENDER,
        _("When were you first afraid that we might lose each other, and what did you do?"),
    ),
    Question("began-21", Depth.TENDER, _("Which part of the person you were when we met would you love to have back?")),
    Question("began-22", Depth.TENDER, _("What did you need in our early days that neither of us knew how to say?")),
    Question("began-23", Depth.TENDER, _("What would you tell the two of us back then, if you could?")),
    Question(
        "began-24",
        Depth.TENDER,
        _("What have we not yet quite forgiven or thanked each other for from those early days?"),
        retired=True,
    ),
    Question("began-25", Depth.PERSONAL, _("What made it easier for you to let me get close?")),
    Question("began-26", Depth.TENDER, _("What from our early days are you still grateful for?")),
)
