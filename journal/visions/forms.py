from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import localized
from couples.drafts.forms import DraftForm
from couples.drafts.merging import Words
from couples.forms import Audience, DayField, NearerForm, WordsField
from journal.visions.areas import AREAS, HORIZONS, VALUES
from journal.visions.models import Guess, Hope
from journal.visions.services import STEP_AT


class HopeForm(DraftForm):
    audience = Audience.SEALED
    one_line = frozenset({"value"})

    horizon = forms.TypedChoiceField(
        label=gettext_lazy("When?"), coerce=int, choices=HORIZONS, widget=forms.RadioSelect, initial=1
    )
    area = forms.ChoiceField(label=gettext_lazy("In which part of life?"), choices=AREAS)
    words = WordsField(
        label=gettext_lazy("What do you hope for?"),
        help_text=gettext_lazy("As clearly as you can picture it: where are you, who is there, what is different?"),
        max_length=1000,
    )
    value = forms.ChoiceField(
        label=gettext_lazy("Why does it matter to you?"),
        choices=[("", gettext_lazy("In my own words, or leave open")), *VALUES],
        required=False,
    )
    own_value = WordsField(
        label=gettext_lazy("Or in your own words"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    guess = forms.ChoiceField(choices=Guess.choices, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, name: str, for_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = not for_draft
        self.fields["guess"].label = _("Does %(name)s hope this too?") % {"name": name}

    def stored(self, fields: Words) -> dict[str, Any]:
        """A listed value wins over one's own word."""
        kept = {name: fields.get(name, "") for name in ("horizon", "area", "words", "guess")}
        return kept | {"value": fields.get("value") or fields.get("own_value", "")}

    def shown(self, stored: Words) -> dict[str, Any]:
        return fields_of(stored)


def stored(hope: Hope) -> dict[str, Any]:
    return {name: getattr(hope, name) for name in ("horizon", "area", "words", "value", "guess")}


def fields_of(stored: Words) -> dict[str, Any]:
    listed = stored["value"] in dict(VALUES)
    return {**stored, "value": stored["value"] if listed else "", "own_value": "" if listed else stored["value"]}


def initial(hope: Hope | None) -> dict[str, Any]:
    return fields_of(stored(hope)) if hope else {}


class StepForm(NearerForm):
    audience = Audience.SAVED

    id = forms.UUIDField(widget=forms.HiddenInput)
    words = WordsField(
        label=gettext_lazy("One small step"),
        help_text=gettext_lazy("Small enough to do in an evening: “look at the bus timetable to the sea”."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    on = DayField(label=gettext_lazy("On which day?"))
    nudge = forms.BooleanField(
        label=gettext_lazy("Nudge us both that evening"),
        help_text=gettext_lazy("It’s added to your rituals, just once."),
        required=False,
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """`now`: by the clock of whoever plans."""
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.now.date():
            raise forms.ValidationError(_("That day has passed. Choose a later one."))
        if on.year > self.now.year + 10:
            raise forms.ValidationError(_("Choose a day within the next ten years."))
        return on

    def clean_nudge(self) -> bool:
        nudge: bool = self.cleaned_data["nudge"]
        if nudge and self.cleaned_data.get("on") == self.now.date() and self.now.time() >= STEP_AT:
            raise forms.ValidationError(
                _(
                    "The nudge would come at %(time)s, and that has passed today. Choose another day, or leave the "
                    "nudge off."
                )
                % {"time": localized.time_of_day(STEP_AT)}
            )
        return nudge
