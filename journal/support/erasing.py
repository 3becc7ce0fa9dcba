"""How notes for someone who helps are erased: as by taking them back, there are none any more for either."""

from couples.erasing.eraser import Eraser
from journal.support.models import Handout


def erase_handout(eraser: Eraser, handout: Handout) -> None:
    """It goes whole. The other's part is sealed again, with their own key."""
    if handout.opened_at:
        for other in Handout.objects.filter(couple=handout.couple_id).opened().exclude(pk=handout.pk):
            other.opened_at = other.copied_at = None
            other.save()
    eraser.delete(handout)
