"""A day on which both look at their guidelines again. It nudges, once, and nothing ever ends on it.

The date belongs to the version in force. Each of the two has one message in the outbox for it, due at seven in the
evening on their own clock; whether the date still stands is asked when it is sent.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse

from couples import clock, live
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.outbox.services import post
from couples.space.models import Couple, Membership
from couples.space.pausing.services import is_reachable
from journal.agreements import topics
from journal.agreements.errors import NotInForce
from journal.agreements.lock import locked
from journal.agreements.models import Review
from journal.agreements.signing.versions import in_force
from rituals.cadence import instant

KIND = "review"
AT = time(19)


@transaction.atomic
def look_again(couple: Couple, *, by: Person, on: date | None) -> None:
    """Either sets the day, moves it, or says that there is none. Raises NotInForce when nothing is signed by both."""
    locked(couple)
    version = in_force(couple)
    if version is None:
        raise NotInForce
    if on is None:
        Review.objects.filter(version=version).delete()
    else:
        said = {"couple": couple, "on": on, "set_by": by, "set_at": clock.now()}
        Review.objects.update_or_create(version=version, defaults=said)
        for membership in Membership.objects.current().filter(couple=couple).select_related("person"):
            person = membership.person
            post(kind=KIND, person=person, occurrence=f"{version.pk}:{on}", about=version.pk, due_at=_due(person, on))
    live.announce(couple, topics.SIGNED)


def path(message: Message) -> str:
    return reverse("agreements:home")


def wanted(message: Message) -> bool:
    """The same version is in force, it is still to be looked at on this date, and the person is there."""
    review = Review.objects.filter(version=message.about, on=message.on).select_related("couple").first()
    if review is None or message.person is None or not is_reachable(message.person, review.couple_id):
        return False
    version = in_force(review.couple)
    return version is not None and version.pk == message.about


@transaction.atomic
def follow_clock(person: Person) -> None:
    """This person lives by another clock from now on. What has left, or is leaving, has left."""
    waiting = Message.objects.filter(kind=KIND, person=person, state=State.PENDING, attempts=0)
    for message in waiting.select_for_update():
        shift = _due(person, message.on) - message.due_at
        message.due_at += shift
        message.next_try_at = message.due_at
        if message.expires_at:
            message.expires_at += shift
        message.save(update_fields=["due_at", "next_try_at", "expires_at"])


def _due(person: Person, on: date) -> datetime:
    # A zone may leave a date out altogether; then it is the evening after.
    return instant(AT, person.tzinfo, on) or _due(person, on + timedelta(days=1))
