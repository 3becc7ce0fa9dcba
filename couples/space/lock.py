"""The lock of a couple: whatever changes something for both holds it, and so does leaving."""

from couples.space.errors import SpaceClosed
from couples.space.models import Couple


def hold(couple: Couple) -> Couple:
    """Locks the couple's row until the transaction ends, so that two at once go one after the other.

    Raises SpaceClosed if one of the two left meanwhile. Leaving takes the same lock: what was under way before it is
    done, and what comes after it finds a closed door (P1).
    """
    held = Couple.objects.select_for_update().get(pk=couple.pk)
    if held.closed_at:
        raise SpaceClosed
    return held
