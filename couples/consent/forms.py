from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.consent import texts

MOVED = _("These words have changed. Read them once more.")


class AgreementForm(forms.Form):
    """What the button under the text says: “I agree”, and to which version. Whoever has agreed is not asked."""

    agrees = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": MOVED, "invalid": MOVED})
    #: What the page asks for, whatever an older page has just sent.
    current = texts.CURRENT

    def __init__(self, data: Any = None, *, person: Person | None = None) -> None:
        super().__init__(data)
        self.lines = texts.TEXTS[texts.CURRENT].lines
        self.is_asked = person is None or not person.has_agreed
        if not self.is_asked:
            del self.fields["agrees"]

    @property
    def version(self) -> int:
        """What they have agreed to by sending it; 0 where they were not asked."""
        version: int = self.cleaned_data.get("agrees", 0)
        return version

    def clean_agrees(self) -> int:
        version: int = self.cleaned_data["agrees"]
        if version != texts.CURRENT:
            raise forms.ValidationError(MOVED)
        return version
