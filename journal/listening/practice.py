from django.utils.translation import gettext_lazy as _

from journal.listening import services, waiting
from journal.listening.replies import SOURCE
from journal.practice import Place, Practice
from journal.waiting import Waits

PRACTICE = Practice(
    key="listening",
    path="listening/",
    place=Place.TALK,
    home="list",
    title=_("Listening"),
    note=_("Say back, hear whether that is it, then reply"),
    topics=(services.TOPIC,),
    listen_to=SOURCE,
    waits=Waits(waiting.to_read, waiting.waiting, "moved_at"),
)
