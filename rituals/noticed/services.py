"""What the two noticed at a time for each other: a light log, by either, for both at once."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, settled
from couples.space.lock import hold, still
from rituals.models import Ritual
from rituals.noticed.models import Noticed

#: How long something taken away can still come back. After that its words are gone for good.
RETURNS_WITHIN = timedelta(hours=1)


@transaction.atomic
def note(ritual: Ritual, *, by: Person, id: UUID, on: date, words: str) -> None:
    """Keeps a note. The same `id` with the same words again (a second tap, a lost answer) adds nothing and brings
    nothing back.

    The same form with other words, after the browser's Back, is a note of its own.
    """
    hold(ritual.couple)
    before = Noticed.objects.for_couple(ritual.couple).by(by).filter(pk=id).first()
    noticed = Noticed(
        pk=uuid4() if before and before.words != words else id, couple=ritual.couple, ritual=ritual, author=by, on=on
    )
    noticed.words = words
    Noticed.objects.bulk_create([noticed], ignore_conflicts=True)
    _forget(ritual)
    live.announce(ritual.couple, "rituals", ritual.pk)


@transaction.atomic
def reword(noticed: Noticed, *, words: str, base: Base | None = None) -> None:
    """Rewords a note that was typed on `base`. Raises Unseen where another device of theirs has reworded it since."""
    hold(noticed.couple)
    still(noticed)
    noticed.words = settled({"words": words}, head={"words": noticed.words}, base=base)["words"]
    noticed.save(update_fields=["words"])
    live.announce(noticed.couple, "rituals", noticed.ritual_id)


@transaction.atomic
def take_away(noticed: Noticed) -> None:
    """Removes a note for both at once. Its author can bring it back for an hour."""
    hold(noticed.couple)
    Noticed.objects.filter(pk=noticed.pk, removed_at=None).update(removed_at=clock.now())
    _forget(noticed.ritual)
    live.announce(noticed.couple, "rituals", noticed.ritual_id)


@transaction.atomic
def bring_back(noticed: Noticed) -> None:
    hold(noticed.couple)
    Noticed.objects.filter(pk=noticed.pk).update(removed_at=None)
    live.announce(noticed.couple, "rituals", noticed.ritual_id)


def _forget(ritual: Ritual) -> None:
    Noticed.objects.filter(ritual=ritual, removed_at__lte=clock.now() - RETURNS_WITHIN).delete()
