from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person, validate_zone
from couples.zones import zone_choices


class ZoneField(forms.ChoiceField):
    """A zone the browser proposes and the person may change. A zone we do not list but know is taken as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return True  # `validate_zone` decides: browsers also send old names, which are real zones

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value:
            validate_zone(value)


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your email address")
        self.fields["email"].help_text = _("We send a code there now, and nudges later if you want them.")
        password = self.fields["password1"]
        password.label = _("A password, if you like")
        password.help_text = _("At least 12 characters. Leave it empty and we mail you a code each time instead.")
        for field in (self.fields["email"], password):
            field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your email address")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your email address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class CodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code from the mail")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class PersonForm(forms.ModelForm[Person]):
    """What a person may change about themselves at any time. None of it is announced to the partner (P2, T5)."""

    zone = ZoneField(
        label=_("Your time zone"), help_text=_("Your nudges follow this clock. Your partner doesn't see it.")
    )

    class Meta:
        model = Person
        fields = ("name", "zone")
        labels = {"name": _("Your name")}  # noqa: RUF012  Django's way
