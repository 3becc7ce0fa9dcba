"""Check-ins, as their author takes them along; the other's once both were opened."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.localized import day
from journal.checkins.feelings import BODY, FEELINGS
from journal.checkins.heard import parts_of
from journal.checkins.models import CheckIn, Energy
from journal.own_words import ENTRY_OWN, Words


def spoken() -> dict[str, str]:
    """What the keys in a row are called: energy, feelings, places in the body."""
    return {key: str(label) for key, label in (*Energy.choices, *FEELINGS, *BODY)}


WORDS = (
    Words(
        key="checkin",
        label=_("Check-ins"),
        model=CheckIn,
        rows=lambda couple, person: CheckIn.objects.for_couple(couple).visible_to(person),
        title=lambda checkin: day(checkin.on, "l, j F Y"),
        parts=parts_of,
        fields=("on", "energy", "feelings", "body", "line", "ahead", "opened_at"),
        own=(*ENTRY_OWN, "passed_at"),
        when=("on",),
        spoken=spoken,
        page=lambda checkin: reverse("checkins:day", args=[checkin.on]),
    ),
)
