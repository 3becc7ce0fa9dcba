"""A line of taking stock, as listening shows it once it is open."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.space.models import Couple
from journal.assessments.models import Strain
from journal.listening.sources import Shared, Source
from journal.own_words import Part

KIND = "assessments"


def find(couple: Couple, id: UUID) -> Shared | None:
    strain = Strain.objects.for_couple(couple).opened().filter(pk=id).first()
    if strain is None:
        return None
    said = (
        Part(str(strain.asked.title), strain.words or strain.weight_words),
        Part(_("My part in this"), strain.part),
    )
    parts = tuple(part for part in said if part.words)
    url = reverse("assessments:together")
    return Shared(KIND, strain.pk, couple, strain.author_id, parts, url, bool(strain.erased_at))


SOURCE = Source(KIND, find=find, own=gettext_lazy("What you shared"), theirs=gettext_lazy("What %(name)s shared"))
