from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.accounts.models import Person
from couples.forms import Audience, DayField, NearerForm


class LookAgainForm(NearerForm):
    """A day ahead on the calendar of whoever chooses it; empty for none."""

    audience = Audience.SAVED

    on = DayField(
        label=_("On which day?"),
        required=False,
        help_text=_(
            "You’ll each get one email at seven that evening, in your own time zone. Leave it empty for no reminder."
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today(person)

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on <= self.today:
            raise forms.ValidationError(_("Choose a day from tomorrow on."))
        if on and (on.year - 5, on.month, on.day) > (self.today.year, self.today.month, self.today.day):
            raise forms.ValidationError(
                _("That’s more than five years away. Choose an earlier day. You can move it later.")
            )
        return on
