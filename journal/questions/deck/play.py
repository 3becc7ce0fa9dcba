from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("play", _("Play and delight"), _("Lightness, laughter, what makes you glad."))
QUESTIONS = (
    Question("play-01", Depth.LIGHT, _("What made you laugh last, really laugh?")),
    Question(
        "play-02", Depth.LIGHT, _("If we had a free day and a full tank or a train ticket, where would you point us?")
    ),
    Question(
        "play-03", Depth.LIGHT, _("What silly competition between us would you win, and which would you gladly lose?")
    ),
    Question("play-04", Depth.LIGHT, _("Which dish would we cook if it were allowed to go spectacularly wrong?")),
    Question("play-05", Depth.LIGHT, _("What would our two-person band be called, and what would it play?")),
    Question("play-06", Depth.LIGHT, _("Which game from long ago would you bring to a table tonight?")),
    Question("play-07", Depth.LIGHT, _("What is the most delightful useless thing you own or have ever bought?")),
    Question("play-08", Depth.LIGHT, _("If we could borrow somebody’s life for one weekend, whose would you pick?")),
    Question("play-09", Depth.PERSONAL, _("When do I make you laugh without trying?")),
    Question(
        "play-10", Depth.PERSONAL, _("What kind of fun have we lost along the way that you would like to find again?")
    ),
    Question("play-11", Depth.PERSONAL, _("What makes you feel playful, and what switches it off?")),
    Question("play-12", Depth.PERSONAL, _("Which adventure with me would you retell to people you have just met?")),
    Question("play-13", Depth.PERSONAL, _("What is something new you would like us to be beginners at together?")),
    Question(
        "play-14", Depth.PERSONAL, _("When did you last feel carefree beside me, and what had we left behind that day?")
    ),
    Question(
        "play-15",
        Depth.PERSONAL,
        _("What kind of surprise would delight you, and which kind would you rather be spared?"),
    ),
    Question("play-16", Depth.PERSONAL, _("What do you find beautiful about me when I am absorbed in something?")),
    Question(
        "play-17",
        Depth.TENDER,
        _("When did it become difficult for you to be silly with me, and what would make it safe again?"),
    ),
    Question("play-18", Depth.TENDER, _("What joy of yours do you keep small so that nobody is bothered by it?")),
    Question("play-19", Depth.TENDER, _("What stops you from enjoying a good moment while it is here?")),
    Question("play-20", Depth.TENDER, _("Which pleasure do you feel you have to earn first, and who taught you that?")),
    Question(
        "play-21", Depth.TENDER, _("What would you try if you knew I would not laugh, or would only laugh kindly?")
    ),
    Question("play-22", Depth.TENDER, _("When you see other couples being light together, what do you feel?")),
    Question("play-23", Depth.TENDER, _("What happiness are you a little afraid to want?")),
    Question(
        "play-24", Depth.TENDER, _("Where has duty taken the place of delight for you, and what do you miss in it?")
    ),
)
