from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import clock
from couples.drafts.forms import DraftForm
from couples.forms import Audience, DayField, NearerForm, WordsField
from journal.talks.models import GUESS, STATEMENT, SUBJECT, UNDERSTOOD, Ending, When
from rituals.cadence import instant

#: How far ahead a time may be proposed, and a day chosen.
AHEAD, A_YEAR = timedelta(days=60), timedelta(days=366)


class SubjectForm(NearerForm):
    audience = Audience.SENT

    id = forms.UUIDField(widget=forms.HiddenInput)
    subject = WordsField(
        label=gettext_lazy("What would you like to talk about?"),
        max_length=SUBJECT,
        rows=2,
        help_text=gettext_lazy("One short sentence that blames nobody. For example: who does what at the weekend."),
        error_messages={"required": gettext_lazy("Say what it’s about first. A few words are enough.")},
    )


class SideBySide(NearerForm):
    """A form that may be filled in on the other one's phone; then it is about whoever has it in their hands."""

    together = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReadyForm(SideBySide):
    """`zone`: of whoever has the phone. A time that a clock skips is the next there is."""

    audience = Audience.SEALED
    conditional = ("on", "at")

    asked = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=gettext_lazy("When would suit you?"),
        choices=When.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three. You can change it later.")},
    )
    on = DayField(label=gettext_lazy("On which day?"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write a time like 20:30.")},
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") != When.LATER:
            for name in ("on", "at"):
                self.errors.pop(name, None)
            return cleaned
        for name, missing in (("on", _("Choose a day for it.")), ("at", _("Choose a time for it."))):
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, missing)
        if not self.errors:
            self._check(cleaned["on"])
        return cleaned

    def _check(self, on: date) -> None:
        now = clock.now()
        if on > now.astimezone(self.zone).date() + AHEAD:
            self.add_error("on", _("That’s more than two months away. Choose an earlier day."))
        elif self.proposed is None:
            self.add_error("on", _("There’s no such day in your time zone. Choose the one after it."))
        elif self.proposed <= now:
            self.add_error("at", _("That time has passed already. Choose a later one."))

    @property
    def proposed(self) -> datetime | None:
        on, at = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        if self.cleaned_data.get("when") != When.LATER or on is None or at is None:
            return None
        return instant(at.replace(second=0, microsecond=0), self.zone, on)


class GuessForm(NearerForm):
    audience = Audience.ME

    text = WordsField(max_length=GUESS, rows=2, required=False)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label = _("What I think it is like for %(name)s") % {"name": name}
        text.help_text = _("One sentence is plenty. Empty it to have none.")


class StatementForm(DraftForm):
    audience = Audience.SENT

    text = WordsField(
        label=gettext_lazy("What is it like for you?"),
        max_length=STATEMENT,
        rows=4,
        help_text=gettext_lazy("You might start with: I feel … when … I’d love …"),
        error_messages={"required": gettext_lazy("Write a few words first. They don’t have to be perfect.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    together = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, for_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_draft:
            self.fields["text"] = WordsField(max_length=STATEMENT, required=False)


class EndingForm(NearerForm):
    """`tries`: whether there is an idea that both want."""

    audience = {"text": Audience.SEALED}
    conditional = ("back_on",)

    ending = forms.ChoiceField(
        label=gettext_lazy("How would you like to end it?"),
        choices=Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these. All of them are good endings.")},
    )
    back_on = DayField(
        label=gettext_lazy("A day to come back to it"),
        required=False,
        help_text=gettext_lazy("You’ll each get one email at seven that evening. Or leave it empty."),
    )
    text = WordsField(label="", max_length=UNDERSTOOD, rows=3, required=False)

    def __init__(self, *args: Any, today: date, name: str, tries: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        kinds, text = self.fields["ending"], self.fields["text"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101  as declared above
        kinds.choices = [each for each in Ending.choices if tries or each[0] != Ending.TRY]
        text.label = understood_about(name)
        text.help_text = _("One sentence is plenty. You can leave it empty.")

    def clean_back_on(self) -> date | None:
        on: date | None = self.cleaned_data["back_on"]
        if on is None or self.cleaned_data.get("ending") != Ending.LATER:
            return None
        return a_day_ahead(on, self.today)


class UnderstoodForm(SideBySide):
    audience = Audience.SEALED

    text = WordsField(
        max_length=UNDERSTOOD,
        rows=3,
        help_text=gettext_lazy("One sentence is plenty."),
        error_messages={"required": gettext_lazy("Write a few words first. They don’t have to be perfect.")},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = understood_about(name)


def understood_about(name: str) -> str:
    return _("One thing I understood about %(name)s") % {"name": name}


def a_day_ahead(on: date, today: date) -> date:
    if on <= today:
        raise forms.ValidationError(_("Choose a day from tomorrow on."))
    if on > today + A_YEAR:
        raise forms.ValidationError(_("That’s more than a year away. Choose an earlier day."))
    return on
