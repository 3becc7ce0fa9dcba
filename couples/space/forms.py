from django import forms
from django.utils.translation import gettext_lazy as _

from couples.addresses import AddressField
from couples.forms import NameField


class BeginForm(forms.Form):
    called = NameField(
        label=_("What do you call your partner?"),
        max_length=40,
        help_text=_("Only until they join and say their own name."),
    )


class InvitationForm(forms.Form):
    email = AddressField(
        label=_("Their email address"),
        help_text=_("Only somebody who can read mail there can join."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RefusalForm(forms.Form):
    for_good = forms.BooleanField(
        required=False,
        label=_("Please don't mail invitations to this address again"),
    )
