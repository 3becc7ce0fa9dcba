from django.utils.translation import gettext_lazy as _

from journal.practice import Place, Practice
from journal.questions import mail, services, waiting
from journal.questions.heard import SOURCE

PRACTICE = Practice(
    key="questions",
    path="questions/",
    place=Place.TOGETHER,
    home="start",
    title=_("Questions"),
    note=_("One a day, or whenever you feel like asking"),
    topics=(services.TOPIC,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    kinds=(mail.MAIL,),
)
