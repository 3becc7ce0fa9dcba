"""An opened check-in, as listening shows it."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import clock
from couples.space.models import Couple
from journal.checkins.feelings import places, words
from journal.checkins.models import CheckIn
from journal.checkins.sentences import Told, own_words, sentence, series
from journal.listening.sources import Shared, Source
from journal.own_words import Part

KIND = "checkins"


def find(couple: Couple, id: UUID) -> Shared | None:
    checkin = CheckIn.objects.for_couple(couple).opened().select_related("author").filter(pk=id).first()
    if checkin is None:
        return None
    url = reverse("checkins:day", args=[checkin.on])
    return Shared(KIND, checkin.pk, couple, checkin.author_id, told(checkin), url, bool(checkin.erased_at))


def told(checkin: CheckIn) -> tuple[Part, ...]:
    """What we can say in a sentence, then what its author wrote, as Today shows it. A `Part` of ours has no words."""
    when = Told.NAME_TODAY if checkin.on == clock.today(checkin.author) else Told.NAME_THEN
    gist = sentence(when, checkin.energy, checkin.feelings, name=checkin.author.name)
    said = (
        Part(_("In their own words:"), own_words(checkin.feelings)),
        Part(_("Where they feel it:"), series(places(checkin.body or []))),
        Part("", checkin.line),
        Part(_("Looking forward to:"), checkin.ahead),
    )
    return (*([Part(gist, "")] if gist else []), *(part for part in said if part.words))


def parts_of(checkin: CheckIn) -> tuple[Part, ...]:
    """Field by field, for whoever takes their words along."""
    parts = (
        Part(gettext_lazy("Energy"), checkin.energy_words),
        Part(gettext_lazy("Feelings"), ", ".join(words(checkin.feelings))),
        Part(gettext_lazy("Where you feel it"), ", ".join(places(checkin.body or []))),
        Part(gettext_lazy("One line"), checkin.line),
        Part(gettext_lazy("Looking forward to"), checkin.ahead),
    )
    return tuple(part for part in parts if part.words)


SOURCE = Source(KIND, find=find, own=gettext_lazy("Your check-in"), theirs=gettext_lazy("%(name)s’s check-in"))
