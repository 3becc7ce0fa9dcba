from django.utils.translation import gettext_lazy as _

from journal.practice import Asked, Place, Practice
from journal.questions import mail, services, story, waiting
from journal.questions.export import WORDS
from journal.questions.heard import SOURCE

PRACTICE = Practice(
    key="questions",
    path="questions/",
    place=Place.TOGETHER,
    home="start",
    title=_("Questions"),
    note=_("One a day, or whenever you feel like asking"),
    help=(
        Asked(
            _("What kind of questions are there?"),
            _(
                "Light, personal and tender ones, and your own. Each of you says in private how deep they may go. "
                "Nobody sees who chose what."
            ),
        ),
        Asked(
            _("Who can read my answer?"),
            _(
                "Both of you, once you have both answered. If your partner asked you something openly, they can read "
                "your answer when you send it."
            ),
        ),
        Asked(
            _("May I skip one?"),
            _("Yes, any of them, without a reason. Your partner isn’t told."),
        ),
    ),
    topics=(services.TOPIC,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(mail.MAIL,),
    export=WORDS,
    story=story.CHAPTERS,
)
