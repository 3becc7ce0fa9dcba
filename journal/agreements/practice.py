from django.utils.translation import gettext_lazy as _

from couples.outbox.kinds import Kind
from journal.agreements import lock, story, topics, waiting
from journal.agreements.export import WORDS
from journal.agreements.review import services as review
from journal.agreements.writing import handed_on
from journal.practice import Asked, Place, Practice, Row

PRACTICE = Practice(
    key="agreements",
    path="guidelines/",
    place=Place.TALK,
    title=_("Guidelines for arguing"),
    note=_("Your own guidelines, written and signed by both"),
    help=(
        Asked(
            _("What are they for?"),
            _("You decide on a good day how you want to argue on a bad one. A few that you use are plenty."),
        ),
        Asked(
            _("Who can change them?"),
            _(
                "You both can change the draft, even at the same time. What you have both signed stays as it is "
                "until you both sign again."
            ),
        ),
        Asked(
            _("Do I have to sign?"),
            _("No. And you can end what you signed, alone and without a reason."),
        ),
    ),
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
    closed=lock.close,
    takes_words=handed_on.take,
    written=Row(_("Guidelines you signed"), _("Every version, word for word"), "agreements:history"),
    export=WORDS,
    story=story.CHAPTERS,
)
