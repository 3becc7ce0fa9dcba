from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from couples.addresses import AddressField
from couples.forms import kindly


class InvitationForm(forms.Form):
    email = AddressField(
        label=_("Their email address"),
        help_text=_("Only someone who can read emails there can join."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    locale = forms.ChoiceField(label=_("In which language?"), help_text=_("They can choose another one on its page."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kindly(self.fields.values())
        locale = self.fields["locale"]
        assert isinstance(locale, forms.ChoiceField)  # noqa: S101  as declared above
        locale.choices = settings.LANGUAGES
        if len(settings.LANGUAGES) == 1:
            del self.fields["locale"]


class RefusalForm(forms.Form):
    for_good = forms.BooleanField(
        required=False,
        label=_("Don’t email invitations to this address again"),
    )
