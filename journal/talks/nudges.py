"""A nudge for both at a time one of them proposed, and on a day they chose to come back to something."""

from datetime import date, datetime

from django.urls import reverse

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Membership
from couples.space.pausing.services import is_reachable
from journal import chosen_days
from journal.talks.models import Talk

KIND = "talk"
#: How occurrences begin.
TIME, BACK = "time", "back"


def at_time(talk: Talk, at: datetime) -> None:
    for person in _both(talk):
        post(kind=KIND, person=person, occurrence=f"{TIME}:{talk.pk}:{at.isoformat()}", about=talk.pk, due_at=at)


def on_day(talk: Talk, on: date) -> None:
    """At seven, on each one's own clock."""
    for person in _both(talk):
        due = chosen_days.due(person, on)
        post(kind=KIND, person=person, occurrence=f"{BACK}:{talk.pk}:{on}", about=talk.pk, due_at=due)


def path(message: Message) -> str:
    return reverse("talks:talk", args=[message.about])


def wanted(message: Message) -> bool:
    """The time proposed is still the one, or the day still stands; and the person is there."""
    talk = Talk.objects.filter(pk__in=[message.about]).first()
    if talk is None or message.person is None or not is_reachable(message.person, talk.couple_id):
        return False
    what, _colon, named = message.occurrence.partition(":")
    said = named.partition(":")[2]
    if what == TIME:
        meets = talk.meet_at is not None and talk.ended_at is None and talk.ready_at is None
        return meets and talk.meet_at == datetime.fromisoformat(said)
    return talk.back_on is not None and talk.back_on.isoformat() == said


def follow_clock(person: Person) -> None:
    """A day is by one's own clock; a time is one moment for both."""
    chosen_days.follow_clock(person, kind=KIND, named=f"{BACK}:")


def _both(talk: Talk) -> list[Person]:
    here = Membership.objects.current().filter(couple=talk.couple_id).select_related("person")
    return [each.person for each in here]
