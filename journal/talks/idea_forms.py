from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.forms import Audience, DayField, NearerForm, WordsField
from journal.talks.forms import SideBySide, a_day_ahead
from journal.talks.models import IDEA, Further

#: How long an idea is tried when nobody says.
A_WHILE = timedelta(weeks=4)


class IdeaForm(SideBySide):
    audience = Audience.SENT

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = WordsField(
        label=gettext_lazy("What could you try?"),
        max_length=IDEA,
        rows=2,
        help_text=gettext_lazy("Something small, for a while. You can always undo it."),
        error_messages={"required": gettext_lazy("Write your idea first. A few words are enough.")},
    )
    until = DayField(
        label=gettext_lazy("Until which day?"),
        error_messages={"required": gettext_lazy("Choose a day until when you’d try it.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": today + A_WHILE} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        return a_day_ahead(self.cleaned_data["until"], self.today)


class LookForm(NearerForm):
    """`on`: the day that is asked about. The words are asked for where it is changed, a day unless it is let go."""

    audience = Audience.SEALED
    conditional = ("text", "until")

    on = forms.DateField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("What would you like?"),
        choices=Further.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three. All of them are good.")},
    )
    text = WordsField(
        label=gettext_lazy("In new words"),
        max_length=IDEA,
        rows=2,
        required=False,
        help_text=gettext_lazy("It goes on once you both want it like this."),
    )
    until = DayField(
        label=gettext_lazy("Until which day?"),
        required=False,
        help_text=gettext_lazy("Then you look at it again. If you choose two days, the earlier one counts."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        if answer != Further.CHANGE:
            self.errors.pop("text", None)
            cleaned["text"] = ""
        elif not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write it in your new words first."))
        if answer == Further.LET_GO:
            self.errors.pop("until", None)
            cleaned["until"] = None
        elif answer and "until" not in self.errors:
            self._clean_day(cleaned.get("until"))
        return cleaned

    def _clean_day(self, until: date | None) -> None:
        try:
            if until is None:
                raise forms.ValidationError(_("Choose a day until when you’d try it."))
            a_day_ahead(until, self.today)
        except forms.ValidationError as wrong:
            self.add_error("until", wrong)


class ReminderForm(NearerForm):
    audience = Audience.SAVED

    on = DayField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("You’ll each get a nudge at seven that evening."),
        error_messages={"required": gettext_lazy("Choose a day for it.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return a_day_ahead(self.cleaned_data["on"], self.today)
