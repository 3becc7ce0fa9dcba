"""A day on which both look at their guidelines again. It nudges, once, and nothing ever ends on it.

The date belongs to the version in force. Each of the two has one message in the outbox for it, due at seven in the
evening on their own clock; whether the date still stands is asked when it is sent.
"""

from datetime import date

from django.db import transaction
from django.urls import reverse

from couples import clock, live
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Couple, Membership
from couples.space.pausing.services import is_reachable
from journal import chosen_days
from journal.agreements import topics
from journal.agreements.errors import NotInForce
from journal.agreements.lock import locked
from journal.agreements.models import Review
from journal.agreements.signing.versions import in_force

KIND = "review"


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
            due = chosen_days.due(person, on)
            post(kind=KIND, person=person, occurrence=f"{version.pk}:{on}", about=version.pk, due_at=due)
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


def follow_clock(person: Person) -> None:
    """This person lives by another clock from now on."""
    chosen_days.follow_clock(person, kind=KIND)
