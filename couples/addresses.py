"""One mailbox, one spelling: what is typed, stored, mailed to and reported back is the same text.

NFKC, small letters, and the domain as it travels (IDNA 2008, so `bücher.example` is `xn--bcher-kva.example`). What our
way of sending cannot reach is no address here.
"""

import re
import unicodedata

import idna
from django import forms
from django.utils.translation import gettext_lazy as _

from couples import beyond_ascii, made_up

MOST, MOST_BEFORE_AT = 254, 64  # RFC 5321, in octets
#: RFC 5321's dot-string; RFC 6531 adds whatever is not ASCII. Quoted names and IP addresses are left out on purpose.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_BEFORE_AT = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_SAYS_NOTHING = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}


class NoAddress(ValueError):
    """Not an address, or none that mail of ours reaches."""


def spelled(text: str) -> str:
    """Raises NoAddress."""
    before, at, domain = _plain(text).rpartition("@")
    if not (at and _BEFORE_AT.fullmatch(before)) or any(unicodedata.category(c) in _SAYS_NOTHING for c in before):
        raise NoAddress
    address = f"{before}@{_domain(domain)}"
    if len(before.encode()) > MOST_BEFORE_AT or len(address.encode()) > MOST:
        raise NoAddress
    return address


def known(text: str) -> str:
    """The spelling of an address that somebody else wrote, to compare by; never an error."""
    try:
        return spelled(text)
    except NoAddress:
        return text.strip().lower()


def needs_more_than_ascii(address: str) -> bool:
    """Whether only a server with SMTPUTF8 takes it (RFC 6531): its domain is ASCII by now."""
    return not address.isascii()


def shown(address: str) -> str:
    """For people to read: the domain in its own letters."""
    before, at, domain = address.rpartition("@")
    try:
        return f"{before}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return address


def _plain(text: str) -> str:
    # Small letters of some capitals are two characters, which NFKC may put together again.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.strip()).lower())


def _domain(text: str) -> str:
    try:
        domain = idna.encode(text, uts46=True, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise NoAddress from None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        raise NoAddress
    return domain


class AddressField(forms.CharField):
    """An address in its one spelling. It says kindly what cannot be reached, before anything is kept."""

    widget = forms.EmailInput

    default_error_messages = {
        "invalid": _("That doesn’t look like a whole address. An address looks like alex@example.org."),
        "unreachable": _(
            "We can’t send email to that address. It has letters before the @ that our email server doesn’t know. "
            "Is there another one?"
        ),
        "made_up": _("Nobody gets email at that address. Use one of your own."),
    }

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 320, **kwargs})  # type: ignore[arg-type]  # one more than the parent names

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if not text:
            return text
        try:
            address = spelled(text)
        except NoAddress:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if made_up.is_made_up(address):
            raise forms.ValidationError(self.error_messages["made_up"], code="made_up")
        if needs_more_than_ascii(address) and not beyond_ascii.is_offered():
            raise forms.ValidationError(self.error_messages["unreachable"], code="unreachable")
        return address
