from django.utils.translation import gettext_lazy as _

from journal.checkins import services, story
from journal.checkins.export import WORDS
from journal.checkins.heard import SOURCE
from journal.practice import Asked, Place, Practice, Row
from rituals.practices import Link

PRACTICE = Practice(
    key="checkins",
    path="check-in/",
    place=Place.TODAY,
    row_at=Place.TOGETHER,
    home="start",
    title=_("Check-in"),
    note=_("How each of you is doing"),
    help=(
        Asked(
            _("What is it for?"),
            _("So that each of you knows how the other is, every day. Twenty seconds are enough."),
        ),
        Asked(
            _("Who can read mine, and when?"),
            _("Only you, until you have both answered. Then both open at once. You can also keep yours to yourself."),
        ),
        Asked(
            _("What if I’m too tired?"),
            _("Skip it. You don’t need a reason, and nothing piles up. Start again on any day."),
        ),
    ),
    help_on=("day",),
    topics=("checkins",),
    listen_to=SOURCE,
    ritual=Link("checkins:start", "checkins:rang", services.done),
    kept=Row(_("Your private check-ins"), _("Check-ins only you can see"), "checkins:kept"),
    export=WORDS,
    story=story.CHAPTERS,
)
