from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.drafts.forms import DraftForm
from couples.drafts.merging import Words
from couples.forms import Audience, WordsField
from journal.checkins.feelings import AT_HAND, BODY, FEELINGS, MORE, Choices
from journal.checkins.models import CheckIn, Energy


class CheckInForm(DraftForm):
    """Everything may be left out but not all of it. `for_draft` asks nothing: a draft may be anything."""

    audience = Audience.SEALED
    looks: Mapping[str, str] = {"energy": "four"}
    #: One answer is enough, whichever: none of these is the optional one.
    conditional = ("energy", "feelings", "line")

    energy = forms.ChoiceField(
        label=gettext_lazy("How much energy do you have?"),
        choices=Energy.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    feelings = forms.MultipleChoiceField(
        label=gettext_lazy("Which words fit?"), choices=FEELINGS, required=False, widget=forms.CheckboxSelectMultiple
    )
    own_feelings = WordsField(
        label=gettext_lazy("Other feelings, in your own words"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Put commas between them."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    body = forms.MultipleChoiceField(
        label=gettext_lazy("Where do you feel it in your body?"),
        choices=BODY,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    line = WordsField(label=gettext_lazy("One thing you’d like to say"), required=False, max_length=1000)
    ahead = WordsField(
        label=gettext_lazy("Something you’re looking forward to"),
        help_text=gettext_lazy("Big or small: “the last pear”, “Sunday”."),
        required=False,
        max_length=1000,
        rows=2,
    )

    def __init__(self, *args: Any, for_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_draft = for_draft

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.for_draft and not self.errors and not any(self.values().values()):
            raise forms.ValidationError(_("Choose or write one small thing, or take today off."), code="empty")
        return values

    @property
    def at_hand(self) -> list[BoundWidget]:
        return self._options(AT_HAND)

    @property
    def more(self) -> "list[tuple[str | Promise, list[BoundWidget]]]":
        return [(title, self._options(choices)) for title, choices in MORE]

    @property
    def shows_more(self) -> bool:
        """Whether something is chosen or written, or is wrong, among what is folded away."""
        hidden = {key for _title, choices in MORE for key, _label in choices}
        chosen = hidden.intersection(self["feelings"].value() or ())
        return bool(chosen) or any(self[name].value() or name in self.errors for name in ("own_feelings", "body"))

    def _options(self, choices: Choices) -> list[BoundWidget]:
        keys = {key for key, _label in choices}
        return [option for option in self["feelings"].subwidgets if option.data["value"] in keys]

    def stored(self, fields: Words) -> dict[str, Any]:
        """Chosen and own words are one list."""
        own = [word.strip() for word in fields.get("own_feelings", "").split(",") if word.strip()]
        return {
            "energy": fields.get("energy", ""),
            "feelings": list(dict.fromkeys([*fields.get("feelings", []), *own])),
            "body": fields.get("body", []),
            "line": fields.get("line", ""),
            "ahead": fields.get("ahead", ""),
        }

    def shown(self, stored: Words) -> dict[str, Any]:
        return fields_of(stored)


STORED = ("energy", "feelings", "body", "line", "ahead")


def fields_of(stored: Words) -> dict[str, Any]:
    listed = {key for key, _label in FEELINGS}
    own = ", ".join(word for word in stored["feelings"] if word not in listed)
    return {**stored, "feelings": [word for word in stored["feelings"] if word in listed], "own_feelings": own}


def stored(checkin: CheckIn) -> dict[str, Any]:
    return {name: getattr(checkin, name) for name in STORED}


def initial(checkin: CheckIn | None) -> dict[str, Any]:
    return fields_of(stored(checkin)) if checkin else {}
