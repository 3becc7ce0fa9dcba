from django.utils.translation import gettext_lazy as _

from couples.outbox.kinds import Kind
from journal.breaks import nudges, services, story, told
from journal.breaks.export import WORDS
from journal.practice import Asked, Place, Practice

PRACTICE = Practice(
    key="breaks",
    path="break/",
    place=Place.TALK,
    title=_("Take a break"),
    note=_("With a time when you’re back"),
    help=(
        Asked(
            _("What is a break for?"),
            _("When it gets too much, you stop for a while and say when you’ll be back. You don’t have to say why."),
        ),
        Asked(
            _("What happens to our talk?"),
            _("It stays as it is, and so do your drafts. Everything else in Nearer goes on as usual."),
        ),
        Asked(
            _("What if we’re not ready then?"),
            _(
                "At that time you both get a nudge. The one who chose it answers first. You can choose a new time "
                "twice, or leave it for another day."
            ),
        ),
    ),
    topics=(services.TOPIC,),
    first=told.first_on_today,
    beside_couple=services.BESIDE_COUPLE,
    kinds=(
        Kind(
            nudges.KIND,
            path=nudges.path,
            wanted=nudges.wanted,
            mutable=True,
            punctual=True,
            label=_("A nudge at the end of a break"),
        ),
    ),
    closed=services.close,
    export=WORDS,
    story=story.CHAPTERS,
)
