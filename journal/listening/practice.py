from django.utils.translation import gettext_lazy as _

from journal.listening import services, waiting
from journal.listening.replies import SOURCE
from journal.practice import Place, Practice

PRACTICE = Practice(
    key="listening",
    path="listening/",
    place=Place.TALK,
    home="list",
    title=_("Listening"),
    note=_("Say back what you heard, then reply"),
    topics=(services.TOPIC,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
)
