from django.utils.translation import gettext_lazy as _

from couples.outbox.kinds import Kind
from journal.agreements import topics, waiting
from journal.agreements.review import services as review
from journal.practice import Place, Practice, Row

PRACTICE = Practice(
    key="agreements",
    path="guidelines/",
    place=Place.TALK,
    title=_("Guidelines for arguing"),
    note=_("Your own guidelines, written and signed by both"),
    topics=(topics.DRAFT,),
    waits=waiting.WAITS,
    kinds=(
        Kind(
            review.KIND,
            path=review.path,
            wanted=review.wanted,
            mutable=True,
            label=_("A reminder on the day you chose to look at something again"),
        ),
    ),
    moved=review.follow_clock,
    written=Row(_("Guidelines you signed"), _("Every version, word for word"), "agreements:history"),
)
