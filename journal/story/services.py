"""Hiding an entry of the story for oneself alone. Nothing of the entry changes, and nobody else learns of it."""

from uuid import UUID

from django.db import transaction

from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple
from journal.story.models import Hidden


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
