from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.forms import Audience, DayField, NearerForm, WordsField
from journal.practices import PRACTICES


class SearchForm(NearerForm):
    audience = Audience.ME

    words = WordsField(
        label=_("Words to look for"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Write a word first.")},
    )
    practice = forms.ChoiceField(label=_("Where"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = [("", _("Everywhere")), *((each.key, each.title) for each in PRACTICES)]
        self.fields["practice"].choices = everywhere  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one. Swap them, or leave one empty."))
        return said
