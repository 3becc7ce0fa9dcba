from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("play", _("Play and delight"), _("Fun, laughter, and what makes you happy."))
QUESTIONS = (
    Question("play-01", Depth.LIGHT, _("What last made you really laugh?")),
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
    Question("play-08", Depth.LIGHT, _("If we could borrow someone’s life for one weekend, whose would you pick?")),
    Question("play-09", Depth.PERSONAL, _("When do I make you laugh without trying?")),
    Question(
        "play-10", Depth.PERSONAL, _("What kind of fun have we lost along the way that you would like to find again?")
    ),
    Question("play-11", Depth.PERSONAL, _("What makes you feel playful, and what switches it off?")),
    Question("play-12", Depth.PERSONAL, _("Which adventure with me would you retell to people you have just met?")),
    Question("play-13", Depth.PERSONAL, _("What is something new you would like us to be beginners at together?")),
    Question("play-14", Depth.PERSONAL, _("When did you last feel carefree with me, and what made it possible?")),
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
        retired=True,
    ),
    Question("play-18", Depth.TENDER, _("What makes you happy that you don’t show much?")),
    Question("play-19", Depth.TENDER, _("What stops you from enjoying a good moment while it is here?")),
    Question("play-20", Depth.TENDER, _("Which pleasure do you feel you have to earn first?")),
    Question(
        "play-21",
        Depth.TENDER,
        _("What would you try if you knew I would not laugh, or would only laugh kindly?"),
        retired=True,
    ),
    Question(
        "play-22", Depth.TENDER, _("When you see other couples being light together, what do you feel?"), retired=True
    ),
    Question("play-23", Depth.TENDER, _("What would make you happy that you hardly dare to want?")),
    Question("play-24", Depth.TENDER, _("What used to be fun for you and now feels like a duty?")),
    Question("play-25", Depth.TENDER, _("What makes it easy for you to be silly with me, and what makes it hard?")),
    Question("play-26", Depth.TENDER, _("What would you try if you were sure nobody would laugh?")),
    Question("play-27", Depth.TENDER, _("What did you love doing before life got so full?")),
)
