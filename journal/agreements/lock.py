"""The row that every change of a couple's guidelines locks first, so that changes come one after another."""

from couples import clock
from couples.space.errors import SpaceClosed
from couples.space.models import Couple
from journal.agreements.models import Agreement


def agreement_of(couple: Couple) -> Agreement:
    """The couple's one agreement, made when it is first asked for, by however many at once."""
    return Agreement.objects.get_or_create(couple=couple)[0]


def locked(couple: Couple) -> Agreement:
    """The couple's agreement, locked until the transaction ends. Raises SpaceClosed once one of the two has left."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("couple").filter(couple=couple)
    agreement = row.first() or row.get(pk=agreement_of(couple).pk)
    if agreement.closed_at:
        raise SpaceClosed
    return agreement


def close(couple: Couple) -> None:
    """Follows one of the two leaving: waits for a change that is being made, and ends all that come after.

    Made if there is none yet, so that a first line that comes in this moment finds it closed.
    """
    agreement = agreement_of(couple)
    Agreement.objects.filter(pk=agreement.pk).update(closed_at=clock.now())
