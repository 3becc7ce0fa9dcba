"""Check-ins, as their author takes them along; the other's once both were opened."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from journal.checkins.heard import parts_of
from journal.checkins.models import CheckIn
from journal.own_words import ENTRY_OWN, Words

WORDS = (
    Words(
        key="checkin",
        label=_("Check-ins"),
        model=CheckIn,
        rows=lambda couple, person: CheckIn.objects.for_couple(couple).visible_to(person),
        title=lambda checkin: date_format(checkin.on, "l, j F Y"),
        parts=parts_of,
        fields=("on", "energy", "feelings", "body", "line", "ahead", "opened_at"),
        own=(*ENTRY_OWN, "passed_at"),
        when=("on",),
    ),
)
