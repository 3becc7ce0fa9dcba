from django.utils.translation import gettext_lazy as _

from journal.openings import services
from journal.practice import Place, Practice

PRACTICE = Practice(
    key="openings",
    path="openings/",
    place=Place.TALK,
    title=_("Openings"),
    note=_("Small things told, then larger ones"),
    topics=(services.TOPIC,),
    listen_to=services.SOURCE,
)
