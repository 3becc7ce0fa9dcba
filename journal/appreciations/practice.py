from django.utils.translation import gettext_lazy as _

from journal.appreciations import first_note, services, story
from journal.appreciations.export import WORDS
from journal.appreciations.models import Appreciation
from journal.practice import Asked, Place, Practice, Row

PRACTICE = Practice(
    key="appreciations",
    path="thanks/",
    place=Place.TOGETHER,
    home="list",
    title=_("Thank-yous"),
    note=_("Small and specific"),
    help=(
        Asked(
            _("What makes a good thank-you?"),
            _(
                "One thing the other did, and what it did for you. “You brought me soup” says more than “You’re "
                "great”. Trying counts too."
            ),
        ),
        Asked(
            _("Who can read it?"),
            _(
                "Only you, while it’s a draft. Once you send it you have thirty seconds to undo. Then you can both "
                "read it."
            ),
        ),
        Asked(
            _("Do I have to answer one?"),
            _("No. You can keep it, and that’s enough."),
        ),
    ),
    closed=services.close,
    topics=(Appreciation.TOPIC,),
    waits_for_who_joins=first_note.waits,
    joined=first_note.tell,
    written=Row(_("Thank-yous"), _("What you thanked each other for"), "appreciations:list"),
    export=WORDS,
    story=story.CHAPTERS,
)
