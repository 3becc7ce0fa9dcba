"""Everything somebody wrote, in every couple they were in: taken out piece by piece, for good.

Each piece is a transaction of its own, and what is out is not found again. What ends in the middle goes on later.
"""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from couples import live
from couples.accounts.models import Person
from couples.erasing.eraser import Eraser
from couples.space.lock import hold_even_closed
from couples.space.models import Couple, Membership
from journal.brought import services as brought
from journal.entries import Entry, PrivateToOne
from journal.erasing.models import JustErased
from journal.erasing.services import TOPIC
from journal.export.records import is_erasable, kinds
from journal.export.services import begin_anew
from journal.listening import services as listening
from journal.own_words import Words
from rituals.models import Ritual

#: Rows of one transaction.
BATCH = 200


def erase_words(person: Person) -> None:
    """Follows somebody's seven days being over. What is both's stays: `erase` and `erasable` of each kind say what."""
    JustErased.objects.filter(person=person).delete()
    brought.take_away(by=person)
    for membership in Membership.objects.filter(person=person).select_related("couple"):
        for _practice, words in kinds():
            if words.by and words.erase:
                _erase_kind(words, membership.couple, person)
        _tell(membership.couple, {TOPIC, *(topic for practice, _words in kinds() for topic in practice.topics)})


def erase_private(person: Person) -> None:
    """Follows an account being erased: what was only ever theirs goes whole, files and choices as well."""
    for model in apps.get_models():
        if issubclass(model, PrivateToOne):
            model._default_manager.filter(person=person).delete()
    Ritual.objects.filter(person=person).delete()


def _erase_kind(words: Words, couple: Couple, person: Person) -> None:
    after = UUID(int=0)
    while ids := _some(words, couple, person, after):
        with transaction.atomic():
            hold_even_closed(couple)
            for id in ids:
                _erase_one(words, id, person)
        after = ids[-1]


def _some(words: Words, couple: Couple, person: Person, after: UUID) -> list[UUID]:
    """Also what no list shows any more, such as what has faded."""
    rows: Any = words.model._base_manager.filter(couple=couple, pk__gt=after, **{words.by: person}).order_by("pk")
    if issubclass(words.model, Entry):
        rows = rows.filter(erased_at=None)
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _erase_one(words: Words, id: UUID, person: Person) -> None:
    # What went with another row is not there any more.
    still = words.model._base_manager.filter(pk=id).first()
    if still is None or words.erase is None or not is_erasable(words, still):
        return
    words.erase(Eraser(), still)
    listening.follow_erased(Eraser(), still.couple, entry_id=still.pk, author=person)


@transaction.atomic
def _tell(couple: Couple, topics: set[str]) -> None:
    hold_even_closed(couple)
    begin_anew(couple)
    for topic in sorted(topics):
        live.announce(couple, topic)
