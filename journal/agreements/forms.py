from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from couples import clock
from couples.accounts.models import Person
from couples.forms import Audience, DayField, NameField, NearerForm
from journal.agreements.models import Choice, Guideline


class LineForm(NearerForm):
    """What a page sends to save a line. Only the words are a person's; the rest says from where they were typed."""

    text = forms.CharField(required=False, strip=False)
    op_id = forms.UUIDField()
    base_rev = forms.IntegerField(required=False, min_value=1)
    base_op = forms.UUIDField(required=False)

    @property
    def words(self) -> str:
        """As they were sent, to be shown again when they could not be saved."""
        return str(self.data.get("text", ""))


class PlaceForm(NearerForm):
    """Right before one line, or right after one."""

    before = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("before")) == bool(cleaned.get("after")):
            raise forms.ValidationError(_("Choose one place for the line."))
        return cleaned


class ChoiceForm(NearerForm):
    choice = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in Choice if choice != Choice.WRITTEN_ON]
    )
    seen_rev = forms.IntegerField(min_value=1)
    text = forms.CharField(required=False, strip=False)

    @property
    def words(self) -> str:
        return str(self.data.get("text", ""))


class SignForm(NearerForm):
    """`digest` is of exactly the text that was shown, `seen` the lines and revisions it was made of."""

    audience = {"name": Audience.BOTH}

    name = NameField(
        label=_("Your name, as you would sign it"),
        max_length=80,
        error_messages={"required": _("Write your name here, for example “Robin”. It stands for your signature.")},
    )
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)


class LookAgainForm(NearerForm):
    """A day ahead on the calendar of whoever chooses it; empty for none."""

    audience = Audience.BOTH

    on = DayField(
        label=_("On which day?"),
        required=False,
        help_text=_("Both of you get one quiet mail at seven that evening, each by their own clock. Empty: no day."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today(person)

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on <= self.today:
            raise forms.ValidationError(_("That day is not ahead of you any more. Choose one from tomorrow on."))
        if on and (on.year - 5, on.month, on.day) > (self.today.year, self.today.month, self.today.day):
            raise forms.ValidationError(_("That is more than five years away. Choose a nearer day; you can move it."))
        return on


def seen_of(lines: list[Guideline]) -> str:
    return ",".join(f"{line.pk}:{line.rev}" for line in lines)


def read_seen(seen: str) -> list[tuple[UUID, int]]:
    """What `seen_of` wrote; nothing at all if somebody changed it."""
    try:
        return [(UUID(pk), int(rev)) for pk, _, rev in (each.partition(":") for each in seen.split(",") if each)]
    except ValueError:
        return []
