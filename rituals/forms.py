from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.forms import ZoneField
from couples.accounts.models import Person
from couples.forms import Audience, NearerForm
from couples.zones import zone_choices
from rituals.models import Ritual

LENGTHS = (10, 15, 20, 30, 45, 60, 90, 120)


class TimeForm(NearerForm):
    """Which evenings, and when: the check-in's."""

    audience = Audience.BOTH

    at = forms.TimeField(
        label=gettext_lazy("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write a time like 20:30.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days?"),
        coerce=int,
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )

    def clean_at(self) -> time:
        at: time = self.cleaned_data["at"]
        return at.replace(second=0, microsecond=0)


class RitualForm(TimeForm):
    title = forms.CharField(
        label=gettext_lazy("What is it?"),
        max_length=80,
        help_text=gettext_lazy("Only the two of you read this; it is never in a mail."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("How long?"), coerce=int, choices=())
    zone = ZoneField(
        label=gettext_lazy("By which clock?"),
        help_text=gettext_lazy("The same moment for both of you, wherever either is."),
    )
    field_order = ("title", "days", "at", "minutes", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes, zone = self.fields["minutes"], self.fields["zone"]
        assert isinstance(minutes, forms.ChoiceField) and isinstance(zone, ZoneField)  # noqa: S101, PT018  as declared above
        minutes.choices = [(n, _("%(n)s minutes") % {"n": n}) for n in LENGTHS]
        # An old name that a browser gave is a zone too; without it the list would start at somebody else's.
        given = self.initial.get("zone")
        if given and given not in dict(zone_choices()):
            zone.choices = [(given, given), *zone_choices()]


def initial(ritual: Ritual) -> dict[str, Any]:
    values: dict[str, Any] = {"at": ritual.at, "days": ritual.days}
    if not ritual.is_checkin:
        values |= {"title": ritual.title, "minutes": ritual.minutes, "zone": ritual.zone}
    return values


def fresh_checkin() -> dict[str, Any]:
    return {"at": time(20, 30), "days": list(range(7))}


def fresh_ritual(person: Person, suggested: dict[str, Any]) -> dict[str, Any]:
    return {"at": time(19, 0), "days": [6], "minutes": 30, "zone": person.zone} | suggested
