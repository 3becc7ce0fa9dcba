"""Hiding an entry of the story for oneself alone. Nothing of the entry changes, and nobody else learns of it."""

from uuid import UUID

from django.db import transaction

from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple
from journal.checkins.models import CheckIn
from journal.story.models import Hidden
from journal.story.reading import PAUSE


@transaction.atomic
def hide(couple: Couple, *, by: Person, chapter: str, about: UUID) -> None:
    """Hiding twice hides once. Raises SpaceClosed."""
    hold(couple)
    Hidden.objects.get_or_create(person=by, chapter=chapter, about=about, defaults={"couple": couple})


@transaction.atomic
def show(couple: Couple, *, by: Person, chapter: str, about: UUID) -> None:
    """Showing it again, once or twice. Raises SpaceClosed."""
    hold(couple)
    Hidden.objects.for_couple(couple).filter(person=by, chapter=chapter, about=about).delete()


def left_out(couple: Couple, person: Person) -> set[UUID]:
    """The rows that this person hides: what an entry is about, and of an evening what either said. What a hidden pause
    ended with is not hidden by it. Two queries.
    """
    hidden = Hidden.objects.for_couple(couple).filter(person=person).exclude(chapter=PAUSE)
    evenings = CheckIn.objects.for_couple(couple).filter(pk__in=hidden.values("about")).values("on")
    said = CheckIn.objects.for_couple(couple).filter(on__in=evenings)
    return {*hidden.values_list("about", flat=True), *said.values_list("pk", flat=True)}
