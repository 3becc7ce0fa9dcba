"""What sign-up asks beside the address. Apart from forms.py because allauth imports this while it is imported there."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person, validate_zone
from couples.forms import NameField, kindly
from couples.localized import Hours


class GuessedZoneField(forms.CharField):
    """Filled in by the browser, unseen: a wrong or missing one comes out empty and keeps nobody from signing up. They
    are asked then (`Person.asks_zone`).
    """

    def clean(self, value: Any) -> str:
        try:
            zone: str = super().clean(value)
            validate_zone(zone)
        except forms.ValidationError:
            return ""
        return zone


class GuessedHoursField(forms.CharField):
    """Filled in by the browser, unseen; empty where it says nothing we know."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> str:
        return value if value in Hours.values else ""


class PersonDetailsForm(forms.Form):
    """What sign-up asks beside the address; allauth builds its form on this one."""

    name = NameField(
        label=_("Your name"),
        max_length=40,
        help_text=_("What your partner calls you."),
        attrs={"autocomplete": "given-name"},
    )
    zone = GuessedZoneField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""}))
    browser_hours = GuessedHoursField()
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Person) -> None:
        """The adapter has saved everything; allauth asks for this method all the same."""


class JoinForm(PersonDetailsForm):
    """What the invited are asked: their address is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kindly(self.fields.values())
