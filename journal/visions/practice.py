from django.utils.translation import gettext_lazy as _

from journal import opened
from journal.practice import Place, Practice
from journal.visions import services, waiting
from journal.visions.heard import SOURCE

PRACTICE = Practice(
    key="visions",
    path="vision/",
    place=Place.US,
    title=_("Looking ahead"),
    note=_("What each of you hopes for, and what you share"),
    topics=(services.LIVE,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(opened.MAIL,),
)
