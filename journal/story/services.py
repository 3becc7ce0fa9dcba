"""Hiding an entry of the story for oneself alone. Nothing of the entry changes, and nobody else learns of it."""

from uuid import UUID

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.story.models import Hidden


def hide(couple: Couple, *, by: Person, chapter: str, about: UUID) -> None:
    """Hiding twice hides once."""
    Hidden.objects.get_or_create(person=by, chapter=chapter, about=about, defaults={"couple": couple})


def show(couple: Couple, *, by: Person, chapter: str, about: UUID) -> None:
    Hidden.objects.for_couple(couple).filter(person=by, chapter=chapter, about=about).delete()
