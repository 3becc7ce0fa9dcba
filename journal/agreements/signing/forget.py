"""Deletes the words of lines that both signed without. What they signed stays word for word.

A phone that was offline may still hold words it typed from. So recent wordings stay for a while, and of each line the
last one. Whoever comes later than that is told so, with their words kept.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from couples import clock
from journal.agreements.models import Agreement, Guideline, GuidelineQuerySet, Overlap, Revision, SignedVersion

KEPT = timedelta(days=30)


def forget_all() -> None:
    """For whoever runs it by the clock: what has grown old since the last signing."""
    for agreement_id in _signed_away().values_list("agreement", flat=True).distinct():
        forget(agreement_id)


@transaction.atomic
def forget(agreement_id: UUID) -> None:
    """Safe to run at any time, and again. Holds the agreement, so nobody brings a line back meanwhile."""
    Agreement.objects.select_for_update().get(pk=agreement_id)
    old = clock.now() - KEPT
    lines = list(_signed_away().filter(agreement=agreement_id))
    revisions = Revision.objects.filter(line__in=lines)
    held = set(revisions.filter(at__gte=old).values_list("line", flat=True))
    gone = [line for line in lines if line.removed_at and line.removed_at < old and line.pk not in held]
    earlier = ~Q(rev=F("line__rev")) & Q(at__lt=old)
    revisions.filter(Q(line__in=gone) | earlier).delete()
    overlaps = Overlap.objects.filter(line__in=lines)
    overlaps.filter(Q(line__in=gone) | Q(settled_at__lt=old)).delete()
    for line in gone:
        line.text, line.forgotten_at = "", clock.now()
        line.save(update_fields=["text", "forgotten_at"])


def _signed_away() -> GuidelineQuerySet:
    """Lines taken away before the text of a version was signed that came into force."""
    later = SignedVersion.objects.been_in_force().filter(
        agreement=OuterRef("agreement"), created_at__gt=OuterRef("removed_at")
    )
    return Guideline.objects.filter(Exists(later), removed_at__isnull=False, forgotten_at=None)
