"""Making, finding and taking back the secret address of somebody's calendar."""

import secrets

from django.db import transaction

from couples import clock, keyed
from couples.space.lock import hold
from couples.space.models import Membership
from rituals.calendar.models import CalendarFeed


def digest(token: str) -> str:
    return keyed.digest("feed", token)


@transaction.atomic
def renew(membership: Membership) -> str:
    """Makes a new address of 256 bits. The old one leads nowhere from now on. Nobody is told (P2)."""
    hold(membership.couple)
    token = secrets.token_urlsafe(32)
    new = {"digest": digest(token), "made_at": clock.now()}
    CalendarFeed.objects.update_or_create(membership=membership, defaults=new)
    return token


@transaction.atomic
def revoke(membership: Membership) -> None:
    hold(membership.couple)
    CalendarFeed.objects.filter(membership=membership).delete()


@transaction.atomic
def choose(membership: Membership, *, checkin: bool) -> None:
    """Whether the calendar holds the check-in. The choice holds for a new address too."""
    hold(membership.couple)
    CalendarFeed.objects.filter(membership=membership).update(has_checkin=checkin)


def feed_of(membership: Membership) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(membership=membership).first()


def find(token: str) -> CalendarFeed | None:
    """The feed at this address with its person; None if the address is none, was taken back, or they have left."""
    found = CalendarFeed.objects.filter(
        digest=digest(token), membership__left_at=None, membership__person__is_active=True
    )
    return found.select_related("membership__person", "membership__couple__holiday").first()
