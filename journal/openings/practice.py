from django.utils.translation import gettext_lazy as _

from journal.openings import services
from journal.openings.export import WORDS
from journal.openings.models import Opening
from journal.practice import Asked, Place, Practice

PRACTICE = Practice(
    key="openings",
    path="openings/",
    place=Place.TALK,
    title=_("Opening up"),
    note=_("Tell each other something, small things first"),
    help=(
        Asked(
            _("What is it for?"),
            _("To tell your partner something about you. Start with small things. An idea can help you begin."),
        ),
        Asked(
            _("How deep do the ideas go?"),
            _("As deep as you are both fine with. Each of you says so in private, and nobody sees who chose what."),
        ),
        Asked(
            _("Who can read it?"),
            _(
                "Only you, until you send it. Then you have thirty seconds to take it back. After that you can both "
                "read it."
            ),
        ),
    ),
    closed=services.close,
    topics=(Opening.TOPIC,),
    listen_to=services.SOURCE,
    export=WORDS,
)
