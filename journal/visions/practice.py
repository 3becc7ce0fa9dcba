from django.utils.translation import gettext_lazy as _

from journal import opened
from journal.practice import Asked, Place, Practice
from journal.visions import services, story, waiting
from journal.visions.export import WORDS
from journal.visions.heard import SOURCE

PRACTICE = Practice(
    key="visions",
    path="vision/",
    place=Place.US,
    title=_("Looking ahead"),
    note=_("What each of you hopes for, and what you share"),
    help=(
        Asked(
            _("What do we do here?"),
            _("You each write what you hope for in one, three, five and ten years, and why it matters to you."),
        ),
        Asked(
            _("Who can read it, and when?"),
            _("Only you, until you have both answered. Then it opens for both of you, with what you share first."),
        ),
        Asked(
            _("What if we hope for different things?"),
            _("Most couples do. Nothing is decided here. You can plan one small step together, or just talk about it."),
        ),
    ),
    topics=(services.LIVE,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(opened.MAIL,),
    export=WORDS,
    story=story.CHAPTERS,
)
