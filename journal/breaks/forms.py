"""A return time: one of a few that fit the hour, or one of one's own. A reason is never asked."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import clock
from couples.accounts.models import Person
from couples.forms import Audience, NearerForm
from couples.localized import day, time_of_day
from journal.breaks.return_times import Choice, Offered, is_within_a_day, offered, own_time

PASSED = gettext_lazy("That time has already passed. Choose a later one, or the day after.")
TOO_FAR = gettext_lazy("That’s more than a day away. Choose a time you can promise within a day.")


class ReturnTimeForm(NearerForm):
    """What comes back is an instant, `until_at`. The short breaks count from when the form is sent."""

    audience = Audience.SENT
    looks = {"until": "four hours", "on": "three"}
    conditional = ("on", "at")

    id = forms.UUIDField(widget=forms.HiddenInput)
    until = forms.ChoiceField(
        label=gettext_lazy("When will you be back?"),
        widget=forms.RadioSelect,
        initial=Choice.HALF.value,
        error_messages={
            "required": gettext_lazy("Choose when you’ll be back."),
            "invalid_choice": gettext_lazy("That time has passed while this page was open. Choose another one."),
        },
    )
    on = forms.DateField(
        label=gettext_lazy("On which day?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid": gettext_lazy("Choose today or tomorrow.")},
    )
    at = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write a time like 22:00.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.now = person, clock.now()
        self._offered = {each.choice.value: each for each in offered(self.now, person.tzinfo)}
        until, on = self.fields["until"], self.fields["on"]
        assert isinstance(until, forms.ChoiceField)  # noqa: S101  as declared above
        until.choices = [
            *((value, self._label(each)) for value, each in self._offered.items()),
            (Choice.OWN.value, _two_lines(_("Another time"), _("within a day"))),
        ]
        today = clock.today(person)
        self._days = [(today, _("Today")), (today + timedelta(days=1), _("Tomorrow"))]
        on.widget.choices = [(each.isoformat(), words) for each, words in self._days]
        on.initial = today.isoformat()

    def _label(self, each: Offered) -> SafeString:
        local = each.at.astimezone(self.person.tzinfo)
        return _two_lines(time_of_day(local.time()), self._when(each.choice, local.date()))

    def _when(self, choice: Choice, on: date) -> str:
        if choice is Choice.QUARTER:
            return _("in 15 minutes")
        if choice is Choice.HALF:
            return _("in half an hour")
        if choice is Choice.HOUR:
            return _("in an hour")
        if choice is Choice.TONIGHT:
            return _("tonight")
        if on == clock.today(self.person):
            return _("later today")
        return _("tomorrow, %(day)s") % {"day": day(on, "l")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        until = cleaned.get("until")
        if until == Choice.OWN:
            self._clean_own(cleaned.get("on"), cleaned.get("at"))
        elif until in self._offered:
            cleaned["until_at"] = self._offered[until].at
        return cleaned

    def _clean_own(self, on: date | None, at: time | None) -> None:
        if at is None and "at" not in self.errors:
            self.add_error("at", _("Write the time you’ll be back."))
        if at is None or "on" in self.errors:
            return
        instant = own_time(on or clock.today(self.person), at, self.person.tzinfo)
        if is_within_a_day(instant, self.now):
            self.cleaned_data["until_at"] = instant
        else:
            self.add_error("at", PASSED if instant <= self.now else TOO_FAR)

    @property
    def until_at(self) -> datetime:
        """Only of a valid form."""
        found: datetime = self.cleaned_data["until_at"]
        return found


class NewTimeForm(ReturnTimeForm):
    """`seen` is how many new times its page knew of."""

    id = None  # type: ignore[assignment]  # Django's way to leave a field out
    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(NearerForm):
    """“I’m ready”, and leaving it for another day: one press, and which time the page spoke of."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def _two_lines(large: str, small: str) -> SafeString:
    return format_html('<b>{}</b><span class="hint">{}</span>', large, small)
