"""How a time is asked for: the check-in's, and one for each other with everything a rule can say."""

from datetime import time
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from couples import clock, localized
from couples.accounts.models import Person
from couples.drafts.merging import Base, Unseen
from couples.forms import Audience, DayField, NameField, NearerForm
from couples.zones import zone as zone_of
from rituals.cadence import EVERY_DAY, LAST, MOST_WEEKS, Rule, next_start
from rituals.models import Ritual
from rituals.place_field import PlaceField

LENGTHS = (10, 15, 20, 30, 45, 60, 90, 120)


class TimeForm(NearerForm):
    """Which evenings, and when: one's own check-in's."""

    audience = Audience.ME

    at = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write a time like 20:30.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        coerce=int,
        choices=localized.weekdays,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )

    def clean_at(self) -> time:
        at: time = self.cleaned_data["at"]
        return at.replace(second=0, microsecond=0)

    @property
    def rule(self) -> Rule:
        """What the answers come to; only of a valid form."""
        return Rule(self.cleaned_data["at"], frozenset(self.cleaned_data["days"]))


class Repeat(models.TextChoices):
    """How a form asks for a rule: one question, and what belongs to its answer."""

    WEEK = "week", _("Every week")
    WEEKS = "weeks", _("Every few weeks")
    DATE = "date", _("Every month, on the same date")
    WEEKDAY = "weekday", _("Every month, on the same weekday")


NTH = [(1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth")), (LAST, _("the last"))]
#: Which fields belong to which answer. The others are not shown (static/css/components/repeat.css) and not read.
BELONGS: dict[str, set[str]] = {
    Repeat.WEEK: {"days"},
    Repeat.WEEKS: {"days", "every"},
    Repeat.DATE: {"monthday"},
    Repeat.WEEKDAY: {"nth", "weekday"},
}
#: What few need: by whose clock, from when on, and until when.
FOLDED = ("zone", "starts_on", "ends_on")


class RitualForm(TimeForm):
    """Either may change a ritual, both may at once. Of two choices the later is kept; of two titles both are shown."""

    audience = Audience.SAVED

    title = NameField(
        label=_("What will you do?"),
        max_length=80,
        help_text=_("Only you two see this. It’s never in an email."),
    )
    title_was = forms.CharField(required=False, widget=forms.HiddenInput)
    repeat = forms.ChoiceField(label=_("How often?"), choices=Repeat.choices, widget=forms.RadioSelect)
    every = forms.TypedChoiceField(label=_("How many weeks apart?"), coerce=int, choices=(), required=False)
    monthday = forms.TypedChoiceField(
        label=_("On which date?"),
        help_text=_("In shorter months it falls on the last day."),
        coerce=int,
        choices=[(day, day) for day in range(1, 32)],
        required=False,
    )
    nth = forms.TypedChoiceField(label=_("Which one in the month?"), coerce=int, choices=NTH, required=False)
    weekday = forms.TypedChoiceField(
        label=_("On which weekday?"), coerce=int, choices=localized.weekdays, required=False
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, choices=())
    zone = PlaceField(
        label=_("In which time zone?"),
        help_text=_("If you choose a place, it’s one moment for both of you. You both see which place it is."),
        required=False,
    )
    starts_on = DayField(label=_("Starting on which day?"), help_text=_("Leave empty to start today."), required=False)
    ends_on = DayField(
        label=_("Ending on which day?"), help_text=_("Leave empty to carry on until you stop it."), required=False
    )
    conditional = set().union(*BELONGS.values())
    field_order = ["title", "repeat", "days", "every", "monthday", "nth", "weekday"]  # as asked
    field_order += ["at", "minutes", "zone", "starts_on", "ends_on"]

    def __init__(self, *args: Any, as_now: Rule | None = None, **kwargs: Any) -> None:
        """`as_now`: the rule as its reader is told it, where the place it goes by is not named (T5)."""
        super().__init__(*args, **kwargs)
        self.as_now = as_now
        every, minutes, zone = self.fields["every"], self.fields["minutes"], self.fields["zone"]
        assert isinstance(every, forms.ChoiceField)  # noqa: S101  as declared above
        assert isinstance(minutes, forms.ChoiceField)  # noqa: S101  as declared above
        assert isinstance(zone, PlaceField)  # noqa: S101  as declared above
        zone.keeps = as_now is not None
        every.choices = [
            (n, ngettext("every %(n)s week", "every %(n)s weeks", n) % {"n": n}) for n in range(2, MOST_WEEKS + 1)
        ]
        minutes.choices = [(n, gettext("%(n)s minutes") % {"n": n}) for n in LENGTHS]
        self.fields["days"].required = False  # asked below, where it belongs to the answer

    @property
    def first(self) -> list[BoundField]:
        """What is asked at once. The rest is folded away."""
        return [field for field in self.visible_fields() if field.name not in FOLDED]

    @property
    def folded(self) -> list[BoundField]:
        return [self[name] for name in FOLDED]

    @property
    def shows_folded(self) -> bool:
        """Whether something is chosen, or is wrong, among what is folded away."""
        return any(self[name].value() or name in self.errors for name in FOLDED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in BELONGS.get(cleaned.get("repeat", ""), set()) - set(self.errors):
            if cleaned.get(name) in (None, "", []):
                self.add_error(name, self.fields[name].error_messages["required"])
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end is before the start."))
        if self.errors:
            return cleaned
        if self.stays:
            if self.rule != self.as_now:
                self.add_error("zone", _("For another time, choose whose time zone it is in."))
        elif next_start(self.rule, clock.now(), self.days_by) is None:
            self.add_error(
                "ends_on", _("It wouldn’t happen even once before that day. Choose a later one, or leave it empty.")
            )
        return cleaned

    @property
    def typed_on(self) -> Base | None:
        """What the title was typed on; None for a page that does not say."""
        if "title_was" not in self.data:
            return None
        return Base(({"title": self.cleaned_data["title_was"]},), lines=frozenset({"title"}))

    def show_again(self, unseen: Unseen) -> None:
        """With both titles, as a form that is not right yet."""
        data = cast(QueryDict, self.data).copy()
        data["title"], data["title_was"] = unseen.words["title"], unseen.head["title"]
        self.data = data
        self.full_clean()
        self.add_error("title", _("It has another name now. Both are here: choose one, then save."))

    @property
    def stays(self) -> bool:
        """Whether its times stay as they are, by a place that is not named. For others a clock must be chosen."""
        return bool(self.cleaned_data["zone"] == PlaceField.AS_NOW)

    @property
    def days_by(self) -> ZoneInfo:
        """By which clock days are counted here: the chosen one's, or that of whoever chooses."""
        chosen = "" if self.stays else self.cleaned_data["zone"]
        return zone_of(chosen) if chosen else zone_of(get_current_timezone_name())

    @property
    def new_rule(self) -> Rule | None:
        """None where its times stay as they are; only of a valid form."""
        return None if self.stays else self.rule

    @property
    def rule(self) -> Rule:
        """What the answers come to; only of a valid form."""
        asked, repeat = self.cleaned_data, Repeat(self.cleaned_data["repeat"])
        starts_on, every, monthday, nth = asked["starts_on"], 1, None, None
        weekdays = frozenset(asked["days"]) or EVERY_DAY
        if repeat == Repeat.WEEKS:
            every = asked["every"]
            starts_on = starts_on or clock.now().astimezone(self.days_by).date()
        elif repeat == Repeat.DATE:
            weekdays, monthday = EVERY_DAY, asked["monthday"]
        elif repeat == Repeat.WEEKDAY:
            weekdays, nth = frozenset({asked["weekday"]}), asked["nth"]
        return Rule(asked["at"], weekdays, every, monthday, nth, starts_on, asked["ends_on"])


def initial(ritual: Ritual, rule: Rule) -> dict[str, Any]:
    """`rule`: as whoever changes it is told it."""
    days = sorted(rule.weekdays)
    values: dict[str, Any] = {"at": rule.at, "days": days}
    if ritual.is_checkin:
        return values
    repeat = Repeat.WEEKS if rule.every > 1 else Repeat.WEEK
    if rule.is_monthly:
        repeat = Repeat.DATE if rule.monthday else Repeat.WEEKDAY
    own = {
        "title": ritual.title,
        "title_was": ritual.title,
        "minutes": ritual.minutes,
        "zone": PlaceField.AS_NOW if ritual.hides_place else ritual.zone,
        "repeat": repeat,
    }
    once = {"every": max(rule.every, 2), "monthday": rule.monthday, "nth": rule.nth, "weekday": days[0]}
    return values | own | once | {"starts_on": rule.starts_on, "ends_on": rule.ends_on}


def fresh_checkin() -> dict[str, Any]:
    return {"at": time(20, 30), "days": list(range(7))}


def fresh_ritual(person: Person, suggested: dict[str, Any]) -> dict[str, Any]:
    # Where somebody is stands on no page of the other's unless they wish it (T5): a place is named by choosing it.
    own = person.zone if person.shows_clock and not (person.asks_zone or person.lost_zone) else ""
    fresh = {"at": time(19, 0), "days": [6], "minutes": 30, "zone": own, "repeat": Repeat.WEEK}
    return fresh | {"every": 2, "monthday": 1, "nth": LAST, "weekday": 6} | suggested
