"""allauth's forms in Nearer's words."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import context
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.accounts import codes
from couples.accounts.models import AddressChange, Person
from couples.accounts.signing_up import doors
from couples.accounts.signing_up import services as signing_up
from couples.addresses import AddressField
from couples.forms import kindly
from couples.htmx import see_other

LABELS = {
    "login": _("Your email address"),
    "email": _("Your email address"),
    "password": _("Your password"),
    "oldpassword": _("Your current password"),
    "password1": _("Your new password"),
    "password2": _("Your new password again"),
    "code": _("The code from the email"),
}
_CODE = {"class": "code", "autocapitalize": "characters", "autocomplete": "one-time-code", "spellcheck": "false"}


class Worded(forms.Form):
    """Labels in our words, and no placeholder in place of one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name == "code":
                field.widget.attrs.update(_CODE)
                if not self.is_bound:  # one that was refused is looked at before it is sent again
                    field.widget.attrs["data-whole"] = codes.LETTERS
            if name == "password":
                field.help_text = ""
        for name in {"email", "login"} & self.fields.keys():
            self.fields[name] = AddressField(label=LABELS[name], widget=forms.EmailInput({"autocomplete": "email"}))
        kindly(self.fields.values())


class SignUpForm(Worded, allauth_forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We’ll send a code there now, and nudges later if you want them.")
        password = self.fields["password1"]
        password.label = _("A password, if you like")
        password.help_text = _("At least 12 characters. Leave it empty and we’ll email you a code each time instead.")

    def validate_unique_email(self, value: str) -> str:
        """Not asked here: the mail says it, to whoever reads it (S6)."""
        invited = doors.invited_address(context.request)
        if invited and invited != value and not doors.is_open_to_all():
            raise forms.ValidationError(_("The invitation is for another address. Use the one that got it."))
        return value

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        typed = self.cleaned_data
        signing_up.begin(
            request,
            email=typed["email"],
            name=typed["name"],
            zone=typed["zone"],
            browser_hours=typed["browser_hours"],
            password=typed.get("password1", ""),
        )
        return None, see_other(
            passthrough_next_redirect_url(request, reverse("account_email_verification_sent"), "next")
        )


class SignInForm(Worded, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who comes from an invitation need not type the address it is for."""
        super().__init__(*args, **kwargs)
        if invitation := doors.invitation(context.request):
            self.fields["login"].initial = invitation.email


class CodeRequestForm(Worded, allauth_forms.RequestLoginCodeForm):
    """Also sent by the sign-in page, whose field has another name: what was typed there is not typed twice."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "login" in data:
            data = data.copy()
            data["email"] = data["login"]
        super().__init__(data, *args, **kwargs)

    def clean_email(self) -> str:
        """One question, whether there is an account or not."""
        email: str = self.cleaned_data["email"]
        self._user = Person.objects.filter(email=email, is_active=True).first()
        return email


class SignInCodeForm(Worded, allauth_forms.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(Worded, allauth_forms.ConfirmEmailVerificationCodeForm):
    def clean_code(self) -> str:
        """Only whoever reads mail there learns that the address is somebody's, or may still become theirs again."""
        code: str = super().clean_code()
        if self.email and AddressChange.objects.open().filter(before=self.email).exclude(person=self.user).exists():
            raise get_adapter().validation_error("email_taken")
        return code


class ResetCodeForm(Worded, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ResetForm(Worded, allauth_forms.ResetPasswordForm):
    def clean_email(self) -> str:
        """One question, whether there is an account or not."""
        email: str = self.cleaned_data["email"]
        self.users = list(Person.objects.filter(email=email, is_active=True))
        return email


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

    def clean_email(self) -> str:
        """Whether it is somebody else's is told in that mailbox only (S6)."""
        email: str = self.cleaned_data["email"]
        if email == self.user.email:
            raise get_adapter().validation_error("duplicate_email")
        if self.user.is_made_up:
            raise get_adapter().validation_error("made_up")
        return email
