"""An opened check-in, as listening shows it."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.space.models import Couple
from journal.checkins.feelings import places, words
from journal.checkins.models import CheckIn
from journal.listening.sources import Shared, Source
from journal.own_words import Part

KIND = "checkins"


def find(couple: Couple, id: UUID) -> Shared | None:
    checkin = CheckIn.objects.for_couple(couple).opened().filter(pk=id).first()
    if checkin is None:
        return None
    url = reverse("checkins:day", args=[checkin.on])
    return Shared(KIND, checkin.pk, couple, checkin.author_id, parts_of(checkin), url)


def parts_of(checkin: CheckIn) -> tuple[Part, ...]:
    parts = (
        Part(_("Energy"), checkin.energy_words),
        Part(_("Feelings"), ", ".join(words(checkin.feelings))),
        Part(_("Where you feel it"), ", ".join(places(checkin.body or []))),
        Part(_("One line"), checkin.line),
        Part(_("Looking forward to"), checkin.ahead),
    )
    return tuple(part for part in parts if part.words)


SOURCE = Source(KIND, find=find, own=gettext_lazy("Your check-in"), theirs=gettext_lazy("%(name)s’s check-in"))
