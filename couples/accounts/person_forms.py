"""What people say about themselves: their name, their clock, and how they read."""

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from couples import localized
from couples.accounts.models import Person, validate_zone
from couples.accounts.signing_up.form import GuessedHoursField
from couples.forms import Audience, NameField, NearerForm, kindly
from couples.localized import Hours
from couples.zones import shown, unlisted, zone_choices, zone_keys


class ZoneField(forms.ChoiceField):
    """A zone the browser proposes and the person may change. A zone we do not list but know is taken as it is.

    The list never starts at somebody else's: what is there and not listed stands first, and nothing yet is a choice to
    be made, for which the browser's own zone is filled in (static/js/elements/zone-input.js).
    """

    default_error_messages = {"required": _("Choose your time zone.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound: BoundField = super().get_bound_field(form, field_name)
        value = str(bound.value() or "")
        if not value:
            self.choices = [("", gettext("Not chosen yet")), *zone_choices()]
            self.widget.attrs["data-also"] = " ".join(unlisted())
        elif value in zone_keys() and value not in dict(zone_choices()):
            self.choices = [(value, shown(value)), *zone_choices()]
        return bound

    def valid_value(self, value: Any) -> bool:
        return True  # `validate_zone` decides: browsers also send old names, which are real zones

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value:
            validate_zone(value)


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What the partner sees of a person. That it changed is announced to nobody (P2, T5)."""

    name = NameField(label=_("Your name"), max_length=40, attrs={"autocomplete": "given-name"})

    class Meta:
        model = Person
        fields = ("name", "shows_clock")
        labels = {
            "shows_clock": _("Show my partner my local time next to our rituals"),
        }
        help_texts = {"shows_clock": _("It shows roughly where in the world you are. It’s off unless you turn it on.")}

    def __init__(self, *args: Any, audience: Audience = Audience.ALONE, **kwargs: Any) -> None:
        """`audience` of the name: before anybody has joined, nobody else reads it."""
        self.audience = {"name": audience}
        super().__init__(*args, **kwargs)
        kindly(self.fields.values())


class ReadingForm(NearerForm):
    """The language, where there is more than one, and 12 or 24 hours."""

    audience = Audience.ME
    conditional = ("hours",)
    locale = forms.ChoiceField(
        label=_("Your language"),
        help_text=_("For pages, emails and notifications. What your partner wrote stays as it is."),
        choices=(),
        widget=forms.RadioSelect,
    )
    hours = forms.ChoiceField(label=_("How should times look?"), choices=(), required=False, widget=forms.RadioSelect)
    browser_hours = GuessedHoursField()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"locale": person.locale, "hours": person.hours}, **kwargs)
        self.person = person
        locale, hours = self.fields["locale"], self.fields["hours"]
        assert isinstance(locale, forms.ChoiceField)  # noqa: S101  as declared above
        assert isinstance(hours, forms.ChoiceField)  # noqa: S101  as declared above
        locale.choices = settings.LANGUAGES
        hours.choices = [("", gettext("Automatic, like your browser")), *like(time(20, 30))]
        if len(settings.LANGUAGES) == 1:
            del self.fields["locale"]

    @property
    def chosen(self) -> dict[str, str]:
        """What `accounts.services.read_in` takes; only of a valid form."""
        return {"locale": self.person.locale} | self.cleaned_data


def like(at: time) -> list[tuple[str, str]]:
    return [(each.value, f"{each.label}, {localized.time_of_day(at, each)}") for each in Hours]


class ClockForm(NearerForm):
    """Which clock a person goes by, on a page of its own: the list of zones is longer than any page."""

    audience = Audience.ME
    zone = ZoneField(label=_("Your time zone"), help_text=_("Your nudges come at this local time."))
