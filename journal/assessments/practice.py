from django.utils.translation import gettext_lazy as _

from journal import opened
from journal.assessments import services, story, waiting
from journal.assessments.export import WORDS
from journal.assessments.heard import SOURCE
from journal.practice import Asked, Place, Practice

PRACTICE = Practice(
    key="assessments",
    path="where-we-are/",
    place=Place.US,
    title=_("Where we are"),
    note=_("Once or twice a year: what has weighed on you both"),
    help=(
        Asked(
            _("What is it for?"),
            _(
                "You each look back, alone: what put pressure on you, and what happened between you. Once or twice a "
                "year is plenty."
            ),
        ),
        Asked(
            _("Who can read it?"),
            _(
                "Only you, until you share it. You share topic by topic, or nothing. It opens once you have both "
                "shared something."
            ),
        ),
        Asked(
            _("What comes out of it?"),
            _(
                "No result and no verdict. You read both sides next to each other, and see what happened to both of "
                "you."
            ),
        ),
    ),
    topics=(services.LIVE,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(opened.MAIL,),
    export=WORDS,
    story=story.CHAPTERS,
)
