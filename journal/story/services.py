"""Hiding an entry of the story for oneself alone. Nothing of the entry changes, and nobody else learns of it."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple
from journal.checkins.models import CheckIn
from journal.entries import Entry
from journal.export.records import kinds
from journal.listening.hearings import hearings_of
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
    """The rows that this person hides: what an entry is about, of an evening what either said, and where any of it was
    listened to. What a hidden pause ended with is not hidden by it. However much there is, it takes no more queries,
    but two for each time a reply was listened to in its turn.
    """
    hidden = Hidden.objects.for_couple(couple).filter(person=person).exclude(chapter=PAUSE)
    evenings = CheckIn.objects.for_couple(couple).filter(pk__in=hidden.values("about")).values("on")
    said = CheckIn.objects.for_couple(couple).filter(on__in=evenings)
    found = {*hidden.values_list("about", flat=True), *said.values_list("pk", flat=True)}
    return found | hearings_of(couple, found | _belonging(couple, found)) if found else found


def _belonging(couple: Couple, rows: set[UUID]) -> set[UUID]:
    """What refers to one of these rows, of all that can be listened to: an answer to a question, what was said in a
    talk.
    """
    found: set[UUID] = set()
    for practice, words in kinds():
        names = [f"{each.name}__in" for each in words.model._meta.concrete_fields if each.is_relation]
        if practice.listen_to and issubclass(words.model, Entry):
            refer = Q.create([(name, rows) for name in names], connector=Q.OR)
            found |= set(words.model._base_manager.filter(refer, couple=couple).values_list("pk", flat=True))
    return found
