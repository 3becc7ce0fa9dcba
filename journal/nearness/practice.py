from django.utils.translation import gettext_lazy as _

from journal.nearness import services
from journal.nearness.export import WORDS
from journal.practice import Asked, Place, Practice

PRACTICE = Practice(
    key="nearness",
    path="how-close/",
    place=Place.US,
    title=_("How close it feels"),
    note=_("One word a week, for yourself"),
    help=(
        Asked(
            _("What is it for?"),
            _("To see, much later, that it wasn’t always as it is tonight. The way back is seldom straight."),
        ),
        Asked(
            _("Who can see my words?"),
            _("Only you. If you both choose to share, you both see two lines, until one of you stops."),
        ),
        Asked(
            _("What if I leave weeks out?"),
            _("Then the line is open there. Nothing is asked of you, and nobody reminds you."),
        ),
    ),
    topics=(services.TOPIC,),
    export=WORDS,
)
