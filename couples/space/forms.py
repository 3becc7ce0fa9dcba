from django import forms
from django.utils.translation import gettext_lazy as _

from couples.addresses import AddressField


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
