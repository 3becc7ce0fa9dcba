from django.utils.translation import gettext_lazy as _

from couples.outbox.kinds import Kind
from journal import opened
from journal.practice import Asked, Place, Practice
from journal.talks import nudges, position, story, waiting
from journal.talks.export import WORDS
from journal.talks.heard import SOURCE

PRACTICE = Practice(
    key="talks",
    path="talks/",
    place=Place.TALK,
    title=_("Talk it through"),
    note=_("One hard subject, one of you at a time"),
    help=(
        Asked(
            _("How does it go?"),
            _(
                "One of you speaks, a few sentences at a time. The other says back what they heard, until that’s "
                "right. Then you swap."
            ),
        ),
        Asked(
            _("Why do ideas come later?"),
            _("An idea is easier to take in once you both feel understood. You each say when that’s so."),
        ),
        Asked(
            _("Can I stop?"),
            _("Yes, whenever you like, alone and without a reason. You can both read a talk that has ended."),
        ),
    ),
    topics=(position.TOPIC,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(
        Kind(
            nudges.KIND,
            path=nudges.path,
            wanted=nudges.wanted,
            mutable=True,
            label=_("A nudge at a time or on a day you two chose for a talk"),
        ),
        opened.MAIL,
    ),
    moved=nudges.follow_clock,
    export=WORDS,
    story=story.CHAPTERS,
)
