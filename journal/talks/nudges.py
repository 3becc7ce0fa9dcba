"""A nudge for both: at a time one of them proposed, on a day they chose to come back to it, and on an idea's day."""

from datetime import date, datetime

from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Membership
from couples.space.pausing.services import is_reachable
from journal import chosen_days
from journal.talks.models import Idea, Look, Talk
from journal.talks.position import facts
from journal.talks.states import State

KIND = "talk"
#: How occurrences begin.
TIME, BACK, LOOK = "time", "back", "look"


def at_time(talk: Talk, at: datetime) -> None:
    for person in _both(talk):
        post(kind=KIND, person=person, occurrence=f"{TIME}:{talk.pk}:{at.isoformat()}", about=talk.pk, due_at=at)


def on_day(talk: Talk, on: date) -> None:
    """At seven, on each one's own clock."""
    for person in _both(talk):
        due = chosen_days.due(person, on)
        post(kind=KIND, person=person, occurrence=f"{BACK}:{talk.pk}:{on}", about=talk.pk, due_at=due)


def on_its_day(idea: Idea) -> None:
    """At seven, on each one's own clock: how does it go on? What is past is asked on the page alone."""
    for person in _both(idea.talk):
        due = chosen_days.due(person, idea.until)
        if due > clock.now():
            post(kind=KIND, person=person, occurrence=f"{LOOK}:{idea.pk}:{idea.until}", about=idea.pk, due_at=due)


def path(message: Message) -> str:
    asks_of_an_idea = message.occurrence.startswith(f"{LOOK}:")
    return reverse("talks:look" if asks_of_an_idea else "talks:talk", args=[message.about])


def wanted(message: Message) -> bool:
    """The time proposed is still the one, or the day still stands; and the person is there."""
    if message.occurrence.startswith(f"{LOOK}:"):
        return _is_to_be_looked_at(message)
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
    for named in (BACK, LOOK):
        chosen_days.follow_clock(person, kind=KIND, named=f"{named}:")


def _is_to_be_looked_at(message: Message) -> bool:
    """Both still want the idea, this is still its day, and this one has not said; of the other's answer nothing."""
    idea = Idea.objects.filter(pk__in=[message.about]).select_related("talk").first()
    if idea is None or message.person is None or not is_reachable(message.person, idea.couple_id):
        return False
    if idea.until != message.on or not idea.stands():
        return False
    has_said = Look.objects.filter(idea=idea, on=idea.until).by(message.person).exists()
    return not has_said and facts(idea.talk).state in {State.IDEAS, State.ENDED}


def _both(talk: Talk) -> list[Person]:
    here = Membership.objects.current().filter(couple=talk.couple_id).select_related("person")
    return [each.person for each in here]
