"""A hope, as listening shows it once it is open."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.space.models import Couple
from journal.listening.sources import Shared, Source
from journal.own_words import Part
from journal.visions.models import Hope

KIND = "visions"


def find(couple: Couple, id: UUID) -> Shared | None:
    hope = Hope.objects.for_couple(couple).not_removed().opened().filter(pk=id).first()
    if hope is None:
        return None
    parts = (Part(hope.horizon_words, hope.words), Part(_("Why it matters"), hope.value_words))
    found = tuple(part for part in parts if part.words)
    url = f"{reverse('visions:home')}?all#hope-{hope.pk}"
    return Shared(KIND, hope.pk, couple, hope.author_id, found, url, bool(hope.erased_at))


SOURCE = Source(KIND, find=find, own=gettext_lazy("Your hope"), theirs=gettext_lazy("%(name)s’s hope"))
