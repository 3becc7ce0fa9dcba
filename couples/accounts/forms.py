"""allauth's forms in Nearer's words, and the form for what people change about themselves."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.db import IntegrityError, transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person, validate_zone
from couples.forms import kindly
from couples.zones import unlisted, zone_choices, zone_keys

LABELS = {
    "login": _("Your email address"),
    "email": _("Your email address"),
    "password": _("Your password"),
    "oldpassword": _("The password you have now"),
    "password1": _("Your new password"),
    "password2": _("The same once more"),
    "code": _("The code from the mail"),
}
_CODE = {"class": "code", "autocapitalize": "characters", "autocomplete": "one-time-code", "spellcheck": "false"}


class Worded(forms.Form):
    """Labels in our words, and no placeholder standing in for one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name == "code":
                field.widget.attrs.update(_CODE)
            if name == "password":
                field.help_text = ""
        kindly(self.fields.values())


class SignUpForm(Worded, allauth_forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send a code there now, and nudges later if you want them.")
        password = self.fields["password1"]
        password.label = _("A password, if you like")
        password.help_text = _("At least 12 characters. Leave it empty and we mail you a code each time instead.")

    def try_save(self, request: HttpRequest) -> Any:
        """Sent twice in one instant, the second finds no account when it looks and one when it writes."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class SignInForm(Worded, allauth_forms.LoginForm):
    pass


class CodeRequestForm(Worded, allauth_forms.RequestLoginCodeForm):
    pass


class SignInCodeForm(Worded, allauth_forms.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(Worded, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ResetCodeForm(Worded, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ResetForm(Worded, allauth_forms.ResetPasswordForm):
    pass


class NewPasswordForm(Worded, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Worded, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, allauth_forms.SetPasswordForm):
    pass


class AgainForm(Worded, allauth_forms.ReauthenticateForm):
    pass


class ConfirmForm(Worded):
    """The code of somebody who is signed in already."""

    code = forms.CharField(max_length=32)


class OtherAddressForm(Worded, allauth_forms.ChangeEmailForm):
    pass


class NewAddressForm(Worded, allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your new address")


class ZoneField(forms.ChoiceField):
    """A zone the browser proposes and the person may change. A zone we do not list but know is taken as it is.

    The list never starts at somebody else's: what is there and not listed stands first, and nothing yet is a choice to
    be made, for which the browser's own zone is filled in (static/js/elements/zone-input.js).
    """

    default_error_messages = {"required": _("Choose the place whose clock you go by.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound: BoundField = super().get_bound_field(form, field_name)
        value = str(bound.value() or "")
        if not value:
            self.choices = [("", gettext("Not chosen yet")), *zone_choices()]
            self.widget.attrs["data-also"] = " ".join(unlisted())
        elif value in zone_keys() and value not in dict(zone_choices()):
            self.choices = [(value, value.replace("_", " ")), *zone_choices()]
        return bound

    def valid_value(self, value: Any) -> bool:
        return True  # `validate_zone` decides: browsers also send old names, which are real zones

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value:
            validate_zone(value)


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What a person may change about themselves at any time. None of it is announced to the partner (P2, T5)."""

    zone = ZoneField(
        label=_("Your time zone"), help_text=_("Your nudges follow this clock. Your partner doesn't see it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.asks_zone:
            self.initial["zone"] = ""  # a guess of ours is not theirs to confirm by saving another name

    class Meta:
        model = Person
        fields = ("name", "zone", "shows_clock")
        labels = {
            "name": _("Your name"),
            "shows_clock": _("Show my partner what time it is for me, beside times for each other"),
        }
        help_texts = {"shows_clock": _("It tells roughly where on earth you are. Off unless you want it.")}
