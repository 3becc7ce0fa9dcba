from django.utils.translation import gettext_lazy as _

from journal.depth import Depth
from journal.questions.deck.cards import Question, Theme

THEME = Theme("myself", _("Who you are now"), _("The person you are when nobody needs anything."))
QUESTIONS = (
    Question("myself-01", Depth.LIGHT, _("What have you been curious about lately, for no useful reason?")),
    Question("myself-02", Depth.LIGHT, _("Which piece of clothing feels most like you, and what is its story?")),
    Question("myself-03", Depth.LIGHT, _("What would you gladly spend a whole rainy day learning?")),
    Question("myself-04", Depth.LIGHT, _("Which opinion of yours has softened over the years?")),
    Question("myself-05", Depth.LIGHT, _("What do you like about the age you are now?")),
    Question("myself-06", Depth.LIGHT, _("Which skill would you like to wake up with tomorrow?")),
    Question(
        "myself-07", Depth.LIGHT, _("What was the last thing you read, heard or saw that you kept thinking about?")
    ),
    Question(
        "myself-08",
        Depth.LIGHT,
        _("Which corner of nature feels made for you: water, woods, hills, a city park, somewhere else?"),
    ),
    Question("myself-09", Depth.PERSONAL, _("What part of you gets the least room in your present life?")),
    Question(
        "myself-10",
        Depth.PERSONAL,
        _("What compliment do you find hard to believe, and what would make it believable?"),
    ),
    Question("myself-11", Depth.PERSONAL, _("Which decision of yours are you glad nobody talked you out of?")),
    Question("myself-12", Depth.PERSONAL, _("What are you learning about yourself at the moment, slowly?")),
    Question("myself-13", Depth.PERSONAL, _("When do you feel most awake and most yourself?")),
    Question(
        "myself-14", Depth.PERSONAL, _("What would you do with one year in which nobody expected anything of you?")
    ),
    Question("myself-15", Depth.PERSONAL, _("Which of your qualities is misunderstood most often?")),
    Question("myself-16", Depth.PERSONAL, _("What do you need alone time for, and how does it help you come back?")),
    Question(
        "myself-17", Depth.TENDER, _("What do you still hold against yourself that you would forgive in anyone else?")
    ),
    Question("myself-18", Depth.TENDER, _("Which wish have you put away because it seemed too late or too much?")),
    Question("myself-19", Depth.TENDER, _("Who would you hate to turn into, and why?")),
    Question(
        "myself-20",
        Depth.TENDER,
        _("What would you like to talk about with me when it comes to your body or getting older?"),
    ),
    Question("myself-21", Depth.TENDER, _("Which story about yourself do you tell as a joke, although it was hard?")),
    Question(
        "myself-22", Depth.TENDER, _("What would you like to believe about yourself that you don’t quite believe yet?")
    ),
    Question(
        "myself-23",
        Depth.TENDER,
        _("When do you feel lonely for reasons other than me, and what would you like from me then?"),
    ),
    Question("myself-24", Depth.TENDER, _("What do you feel you have to prove, and who to?")),
)
