from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.forms import Audience, NameField, NearerForm
from journal.agreements.models import Guideline


class SignForm(NearerForm):
    """`digest` is of exactly the text that was shown, `seen` the lines and revisions it was made of."""

    audience = {"name": Audience.SENT}

    name = NameField(
        label=_("Your name, as you would sign it"),
        max_length=80,
        error_messages={"required": _("Type your name here, for example “Robin”. It counts as your signature.")},
    )
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)


def seen_of(lines: list[Guideline]) -> str:
    return ",".join(f"{line.pk}:{line.rev}" for line in lines)


def read_seen(seen: str) -> list[tuple[UUID, int]]:
    """What `seen_of` wrote; nothing at all if somebody changed it."""
    try:
        return [(UUID(pk), int(rev)) for pk, _, rev in (each.partition(":") for each in seen.split(",") if each)]
    except ValueError:
        return []
