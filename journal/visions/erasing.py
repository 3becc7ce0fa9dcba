"""How a hope is erased: what the two said of it and another goes as well."""

from django.db.models import Q

from couples.erasing.eraser import Eraser
from journal.own_words import take_out
from journal.visions.models import Hope, Match


def erase_hope(eraser: Eraser, hope: Hope) -> None:
    """As any other. What the two said of it and another hope goes too."""
    for match in Match.objects.filter(Q(first=hope) | Q(second=hope)):
        eraser.delete(match)
    take_out(eraser, hope)
