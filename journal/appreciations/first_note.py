"""The first small thing one of the two wrote before the other was here, and what follows once they are.

Nothing here says that it was read. The other has it from the moment they join; that is all anybody is told.
"""

from dataclasses import dataclass
from datetime import timedelta

from couples import clock
from couples.access import CoupleRequest
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal import opened
from journal.appreciations.models import Appreciation

#: How long Today says that the other one is here.
NEWS_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The other one is here, and has this note; without one they are only here."""

    member: Membership
    note: Appreciation | None


def waits(couple: Couple) -> bool:
    """Whether whoever joins finds one. A draft is nobody's but its author's."""
    return Appreciation.objects.for_couple(couple).opened().exists()


def written_for(reader: Membership) -> Appreciation | None:
    """The first that was written for this member before they came."""
    before = Appreciation.objects.not_erased().filter(couple=reader.couple_id, opened_at__lt=reader.joined_at)
    return before.exclude(author=reader.person_id).order_by("opened_at").first()


def arrival(request: CoupleRequest) -> Arrival | None:
    """For the one who was here first, for a few days. One query, and none after that."""
    other = request.partner_membership
    if other is None or other.joined_at < request.membership.joined_at or other.joined_at <= clock.now() - NEWS_FOR:
        return None
    return Arrival(other, written_for(other))


def tell(couple: Couple, joined: Person) -> None:
    """One neutral message to the one who was here first. Follows somebody joining."""
    opened.tell_partner(couple, by=joined, at="today:home", id=couple.pk)
