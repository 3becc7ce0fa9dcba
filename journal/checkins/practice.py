from django.utils.translation import gettext_lazy as _

from journal.checkins import services
from journal.checkins.heard import SOURCE
from journal.practice import Place, Practice, Row
from rituals.practices import Link

PRACTICE = Practice(
    key="checkins",
    path="check-in/",
    place=Place.TODAY,
    row_at=Place.TOGETHER,
    home="start",
    title=_("Check-in"),
    note=_("How each of you is doing"),
    topics=("checkins",),
    listen_to=SOURCE,
    ritual=Link("checkins:start", "checkins:rang", services.done, services.done_among),
    kept=Row(_("Your private check-ins"), _("Check-ins only you can see"), "checkins:kept"),
)
