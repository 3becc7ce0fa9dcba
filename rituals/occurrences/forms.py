"""Another time for one occurrence."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.forms import Audience, DayField, NearerForm


class MoveForm(NearerForm):
    """Another wall time for one occurrence, by the ritual's clock."""

    audience = Audience.SAVED
    day = DayField(label=_("On which day?"))
    at = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write a time like 20:30.")},
    )

    @property
    def to(self) -> datetime:
        """Wall time; only of a valid form."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"].replace(second=0, microsecond=0))
