from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.forms import NearerForm
from journal.agreements.models import Choice


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
            raise forms.ValidationError(_("Choose one place for the guideline."))
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
