from django.utils.translation import gettext_lazy as _

from journal.appreciations.models import Appreciation
from journal.practice import Place, Practice, Row

PRACTICE = Practice(
    key="appreciations",
    path="thanks/",
    place=Place.TOGETHER,
    home="list",
    title=_("Thank-yous"),
    note=_("Small and specific"),
    topics=(Appreciation.TOPIC,),
    written=Row(_("Thank-yous"), _("What you thanked each other for"), "appreciations:list"),
)
