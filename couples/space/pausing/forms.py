from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.accounts.models import Person
from couples.forms import Audience, DayField, NearerForm

LONGEST = timedelta(days=366)


class BackForm(NearerForm):
    """One date: the first day on which nudges come again, by the clock of whoever is asked."""

    back_on = DayField(
        label=_("When should nudges start again?"),
        error_messages={"required": _("Choose the day nudges start again.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today(person)

    def clean_back_on(self) -> date | None:
        day: date | None = self.cleaned_data["back_on"]
        if day and day <= self.today:
            raise forms.ValidationError(_("That day has passed. Choose a later one."), code="over")
        if day and day > self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day within the next year. You can extend it later."), code="far")
        return day


class PauseForm(BackForm):
    audience: Audience | Mapping[str, Audience] | None = Audience.ME
    prefix = "mine"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["back_on"].required = False
        self.fields["back_on"].help_text = _("Leave empty to pause until you start them again.")


class HolidayForm(BackForm):
    audience: Audience | Mapping[str, Audience] | None = Audience.SAVED
    prefix = "holiday"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["back_on"].help_text = _("It ends on its own, in each person’s own time zone.")
