"""What sign-up asks beside the address. Apart from forms.py because allauth imports this while it is imported there."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person, validate_zone


class PersonDetailsForm(forms.Form):
    """What sign-up asks beside the address; allauth builds its form on this one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=40,
        help_text=_("What your partner calls you."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    #: Filled in by the browser; a wrong or missing one must never keep somebody from signing up.
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""}))
    field_order = ("name", "email", "password1")

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data.get("zone") or "UTC"
        try:
            validate_zone(zone)
        except forms.ValidationError:
            return "UTC"
        return zone

    def signup(self, request: HttpRequest, user: Person) -> None:
        """The adapter has saved everything; allauth asks for this method all the same."""
