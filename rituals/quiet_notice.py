"""A time chosen within one's own quiet hours: said kindly, to oneself alone, and never refused."""

from typing import TypeVar

from django.utils.translation import gettext as _

from couples import localized
from couples.accounts.models import Person
from rituals.forms import TimeForm
from rituals.models import Nudge

F = TypeVar("F", bound=TimeForm)


def beside(form: F, person: Person) -> F:
    """The same form; where it asks for a time it says which ones are quiet for this person."""
    if person.quiet:
        quiet = person.quiet
        hours = {"start": localized.time_of_day(quiet.start), "end": localized.time_of_day(quiet.end)}
        said = _("Your quiet hours are from %(start)s to %(end)s. A nudge in that time comes later or not at all.")
        form.fields["at"].help_text = said % hours
    return form


def note(person: Person) -> str:
    """For the page of choices: whether a ritual rings next within this person's quiet hours. One query, or none."""
    if person.quiet is None:
        return ""
    times = Nudge.objects.filter(person=person, next_at__isnull=False).values_list("next_at", flat=True)
    if any(at and person.quiet.end_after(at, person.tzinfo) for at in times):
        return _("One of your rituals falls in your quiet hours. Its nudge comes when they end, or not at all.")
    return ""
