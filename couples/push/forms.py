import binascii
from base64 import urlsafe_b64decode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from couples.forms import NearerForm
from couples.push.endpoints import LONGEST, NotPublic, endpoint

AUTH_BYTES = 16  # RFC 8291, section 3.2


class SubscriptionForm(NearerForm):
    """What the browser hands over when somebody switches notifications on: nobody types it, so it has one answer."""

    endpoint = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    p256dh = forms.CharField(max_length=100, widget=forms.HiddenInput)
    auth = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        try:
            endpoint(given["endpoint"])
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(given["p256dh"]))
            whole = len(_decoded(given["auth"])) == AUTH_BYTES
        except (KeyError, NotPublic, ValueError):
            whole = False
        if not whole:
            self.errors.clear()
            raise ValidationError(_("Something went wrong in the browser. Nothing has changed. Try again."))
        return given


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError from error
