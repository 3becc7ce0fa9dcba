"""The row that every change of a couple's guidelines locks first, so that changes come one after another."""

from couples.space.models import Couple
from journal.agreements.models import Agreement


def agreement_of(couple: Couple) -> Agreement:
    """The couple's one agreement, made when it is first asked for, by however many at once."""
    return Agreement.objects.get_or_create(couple=couple)[0]


def locked(couple: Couple) -> Agreement:
    """The couple's agreement, locked until the transaction ends."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("couple").filter(couple=couple)
    return row.first() or row.get(pk=agreement_of(couple).pk)
