from django.utils.translation import gettext_lazy as _

from journal.questions.deck.cards import Depth, Question, Theme

THEME = Theme("myself", _("Who you are by now"), _("The person you are when nobody needs anything."))
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
    Question("myself-17", Depth.TENDER, _("What do you judge in yourself that you would forgive in anybody else?")),
    Question("myself-18", Depth.TENDER, _("Which wish have you put away because it seemed too late or too much?")),
    Question(
        "myself-19", Depth.TENDER, _("Who are you afraid of turning into, and where does that picture come from?")
    ),
    Question(
        "myself-20",
        Depth.TENDER,
        _("What about your body or your ageing would you like to be able to speak of with me?"),
    ),
    Question("myself-21", Depth.TENDER, _("What part of your story do you tell lightly although it was heavy?")),
    Question("myself-22", Depth.TENDER, _("What would you like to be true of you that you do not quite believe yet?")),
    Question(
        "myself-23", Depth.TENDER, _("Which loneliness in you has nothing to do with me, and how could I respect it?")
    ),
    Question("myself-24", Depth.TENDER, _("What do you keep proving, and to whom?")),
)
