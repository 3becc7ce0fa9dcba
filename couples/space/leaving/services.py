"""Leaving: one of the two closes the space of both, alone and at once, without a reason (P1)."""

from django.db import transaction

from couples import clock
from couples.accounts.models import Person
from couples.outbox.services import post
from couples.space import services as space
from couples.space.lock import hold_even_closed
from couples.space.models import Couple, Membership

KIND = "space_closed"


@transaction.atomic
def leave(couple: Couple, *, by: Person, tell: bool = False) -> None:
    """Close it. With `tell`, the other gets one neutral mail; without, they read it when they next come.

    Leaving twice leaves once. Both leaving in one instant have both left: neither is told of the other.
    """
    hold_even_closed(couple)
    mine = Membership.objects.filter(couple=couple, person=by)
    if not mine.current().exists():
        mine.filter(left_at__isnull=False, told_at=None).update(told_at=clock.now())
        return
    for other in space.close(couple, by=by):
        if tell:
            post(kind=KIND, person=other.person, occurrence=str(couple.pk), about=couple.pk)


def untold(person: Person) -> Membership | None:
    """The space that the other one left, as long as this person has not read so."""
    last = Membership.objects.past().filter(person=person).select_related("couple").first()
    return last if last and last.is_untold else None


def hear(membership: Membership) -> None:
    """They have read it. Nobody is told when (P4)."""
    Membership.objects.filter(pk=membership.pk, told_at=None).update(told_at=clock.now())


def other_of(membership: Membership) -> Membership | None:
    others = Membership.objects.filter(couple=membership.couple_id).exclude(pk=membership.pk)
    return others.select_related("person").first()
