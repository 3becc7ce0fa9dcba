from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from couples.drafts.forms import DraftForm
from couples.errors import Refused
from couples.forms import Audience, WordsField
from journal.memories.days import FIRST_YEAR, TooEarly, first_day
from journal.memories.reencoding import NoPicture, NotRead, Photo, reencoded

#: What is saved while somebody writes.
WORDS = ("text", "year", "month", "day", "alt")
_NOT_KNOWN = ("", "–")


class MemoryForm(DraftForm):
    """`today` is the author's own. A draft (`for_draft`) may be empty, and its day may be any."""

    audience = Audience.SAVED

    text = WordsField(
        label=_("What do you remember?"),
        max_length=4000,
        rows=5,
        error_messages={"required": _("Write a few words about it, for example “supper on the floor”.")},
    )
    year = forms.ChoiceField(label=_("Year"), error_messages={"invalid_choice": TooEarly.message})
    month = forms.ChoiceField(label=_("Month"), required=False)
    day = forms.ChoiceField(label=_("Day"), required=False)

    photograph = forms.FileField(
        label=_("A photograph"),
        required=False,
        help_text=_("JPEG, PNG, WebP or HEIC. We leave out where and when you took it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}),
        error_messages=dict.fromkeys(("missing", "invalid", "empty"), NoPicture.message),
    )
    alt = WordsField(
        label=_("What the photograph shows"),
        required=False,
        max_length=300,
        rows=2,
        help_text=_("One line, for when one of you can’t see it well."),
    )
    #: With the form, not in its address: this one address takes as much as a photograph needs.
    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, for_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.for_draft = today, for_draft
        self.fields["year"].error_messages["required"] = _("Choose the year. The month and the day can stay empty.")
        for name, choices in _choices(today.year).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if for_draft:
            for field in self.fields.values():
                field.required = False

    def clean_photograph(self) -> Photo | None:
        file: Any = self.cleaned_data["photograph"]
        if not file:
            return None
        file.seek(0)
        try:
            return reencoded(file.read())
        except NotRead as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.for_draft and not self.errors:
            try:
                first_day(said["year"], said["month"], said["day"], today=self.today)
            except Refused as refused:
                self.add_error("year", str(refused))
        if self.errors:
            self.ask_again()
        return said

    def ask_again(self) -> None:
        """The page comes back, and no page can hold a file for somebody."""
        if self.cleaned_data.get("photograph"):
            self.add_error("photograph", _("Choose the photograph once more, then save."))

    @property
    def written(self) -> dict[str, forms.Field]:
        return {name: self.fields[name] for name in WORDS}

    @property
    def day_fields(self) -> Iterator[Any]:
        """As they stand side by side."""
        return (self[name] for name in ("year", "month", "day"))


def _choices(this_year: int) -> dict[str, list[tuple[str, Any]]]:
    return {
        "year": [_NOT_KNOWN, *((f"{year}", f"{year}") for year in range(this_year, FIRST_YEAR - 1, -1))],
        "month": [_NOT_KNOWN, *((f"{number:02}", name) for number, name in MONTHS.items())],
        "day": [_NOT_KNOWN, *((f"{number:02}", f"{number}") for number in range(1, 32))],
    }
