"""What comes, over which channel, and when nothing should; and the form behind a mailed link, which can only stop."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.forms import Audience, NearerForm
from couples.outbox import channels, kinds
from couples.outbox.models import Channel, Mute
from couples.quiet import Quiet

BY = {Channel.MAIL: _("By email"), Channel.PUSH: _("As a notification")}
_INVALID = {"invalid": _("Write a time like 22:00.")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind as it is shown: its field, and the page where its times are chosen."""

    field: BoundField
    times: str


class StopForm(NearerForm):
    """By a mailed link: no more of these kinds of mail. It shows nothing of what is chosen, and gives nothing back."""

    stop = forms.MultipleChoiceField(
        label=_("Which emails should stop?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one, or close this page and nothing changes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stop = self.fields["stop"]
        assert isinstance(stop, forms.ChoiceField)  # noqa: S101  as declared above
        stop.choices = [(kind.key, str(kind.label)) for kind in kinds.mutable()]


class ChoicesForm(NearerForm):
    audience = Audience.ME

    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=_INVALID,
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=_INVALID,
    )

    quiet_holds_all = forms.BooleanField(
        label=_("Hold back the nudge at the end of a break too"),
        required=False,
        help_text=_("Without this it comes at the time you’ve both been told, day or night."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.offered = channels.of(person)
        muted = set(Mute.objects.filter(person=person).values_list("kind", "channel"))
        quiet = {name: getattr(person, name) for name in ("quiet_from", "quiet_until", "quiet_holds_all")}
        super().__init__(*args, initial=quiet, **kwargs)
        self._kinds = kinds.mutable()
        self.conditional = ["quiet_holds_all", *(kind.key for kind in self._kinds)]
        for kind in self._kinds:
            self.fields[kind.key] = forms.TypedMultipleChoiceField(
                label=str(kind.label),
                help_text=kind.note(person) if kind.note else "",
                choices=[(channel.value, BY[channel]) for channel in self.offered],
                coerce=Channel,
                initial=[channel.value for channel in self.offered if (kind.key, channel) not in muted],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if not self.errors and (start is None) != (end is None):
            missing = "quiet_from" if start is None else "quiet_until"
            self.add_error(missing, _("Quiet hours need a start and an end. Leave both empty for none."))
        if not self.errors and start is not None and start == end:
            self.add_error("quiet_until", _("That would be all day. To stop emails, turn them off above."))
        return cleaned

    @property
    def choices(self) -> Iterator[Choice]:
        for kind in self._kinds:
            yield Choice(self[kind.key], kind.times)

    @property
    def chosen(self) -> dict[str, Any]:
        """What `outbox.services.choose` takes; only of a valid form."""
        start, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return {
            "wanted": {kind.key: self.cleaned_data[kind.key] for kind in self._kinds},
            "offered": self.offered,
            "quiet": None if start is None else Quiet(start, end),
            "quiet_holds_all": self.cleaned_data["quiet_holds_all"],
        }
