from django.utils.translation import gettext_lazy as _

from journal.openings.models import Opening
from journal.openings.services import SOURCE
from journal.practice import Place, Practice

PRACTICE = Practice(
    key="openings",
    path="openings/",
    place=Place.TALK,
    title=_("Opening up"),
    note=_("Tell each other something, small things first"),
    topics=(Opening.TOPIC,),
    listen_to=SOURCE,
)
