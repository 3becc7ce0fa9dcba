from django import forms
from django.utils.translation import gettext_lazy as _

from couples.addresses import AddressField
from couples.forms import NameField


class BeginForm(forms.Form):
    called = NameField(
        label=_("What do you call your partner?"),
        max_length=40,
        help_text=_("Only until they join and choose their own name."),
    )


class InvitationForm(forms.Form):
    email = AddressField(
        label=_("Their email address"),
        help_text=_("Only someone who can read emails there can join."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RefusalForm(forms.Form):
    for_good = forms.BooleanField(
        required=False,
        label=_("Don’t email invitations to this address again"),
    )
