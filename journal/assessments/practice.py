from django.utils.translation import gettext_lazy as _

from journal import opened
from journal.assessments import services, waiting
from journal.assessments.heard import SOURCE
from journal.practice import Place, Practice

PRACTICE = Practice(
    key="assessments",
    path="where-we-are/",
    place=Place.US,
    title=_("Where we are"),
    note=_("Once or twice a year: what has weighed on you both"),
    topics=(services.LIVE,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(opened.MAIL,),
)
