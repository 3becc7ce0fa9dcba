"""Every kind of words that somebody can take along can be erased by them, or says here why not (G3).

A practice that comes newly is tried here by its own `world` (tests/addresses.py).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from couples import clock
from couples.accounts.models import Person
from couples.erasing import eraser as erasers
from couples.erasing.eraser import Eraser, How, put_back
from couples.space.models import Couple, CoupleOwned
from couples.vault.fields import EncryptedField
from journal.agreements.models import Overlap, SignedVersion
from journal.entries import Entry
from journal.erasing.services import own_rows
from journal.export.records import kinds
from journal.own_words import Words
from journal.questions import services as questions
from journal.questions.models import Answer, Prompt
from tests.addresses import world

pytestmark = pytest.mark.django_db

#: Whose words somebody's are: what is both's, such as what was signed (P6), nobody erases alone.
KINDS = {f"{practice.key}.{words.key}": words for practice, words in kinds() if words.by}
#: What its author does not erase alone all the same, and why. It stays when they erase everything of theirs.
STAYS = {
    "rituals.ritual": "both's; either ends it on its page",
    "questions.depth": "a choice, changed on its page; it goes with the account",
    "openings.depth": "a choice, changed on its page; it goes with the account",
    "touch.marks": "taken back or removed on their page; an undo would show on the list; they go with the account",
}


@pytest.fixture
def written(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, "CANARY", many=1)
    for prompt in Prompt.objects.for_couple(couple).filter(on__isnull=False):
        questions.give_feedback(couple, by=ada, prompt=prompt, how="tender")
    Overlap.objects.for_couple(couple).update(settled_at=clock.now())


def encrypted(model: type[models.Model]) -> list[str]:
    return [each.attname for each in model._meta.concrete_fields if isinstance(each, EncryptedField)]


def words_in(row: models.Model) -> list[Any]:
    return [found for name in encrypted(type(row)) if (found := getattr(row, name))]


def test_each_can_be_erased_or_says_why_not() -> None:
    assert {name for name, words in KINDS.items() if words.erase is None} == STAYS.keys()


@pytest.fixture
def each_kind(written: None) -> Iterator[tuple[str, Words]]:
    """One kind after the other, each in the couple as it was at first."""

    def one_by_one() -> Iterator[tuple[str, Words]]:
        for name in sorted(set(KINDS) - set(STAYS)):
            with transaction.atomic():
                yield name, KINDS[name]
                transaction.set_rollback(True)

    return one_by_one()


def test_of_each_kind_ones_own_goes_and_the_others_stays(
    each_kind: Iterator[tuple[str, Words]], couple: Couple, ada: Person, ben: Person
) -> None:
    before = everything(ben, couple)
    for name, words in each_kind:
        rows = erasable(words, couple, ada) or erasable(words, couple, ben)
        assert rows, f"the practice's own world has no {name}: put one there"
        for row in rows:
            # One may have gone with another.
            if still := type(row)._base_manager.filter(pk=row.pk).first():
                erase(words, still, Eraser())
        for row in rows:
            left = type(row)._base_manager.filter(pk=row.pk).first()
            assert left is None or (words_in(left) == [] and (not isinstance(left, Entry) or left.erased_at)), name
        if getattr(rows[0], f"{words.by}_id") == ada.pk:
            assert everything(ben, couple) == before, name


def test_of_each_kind_it_can_be_undone_and_done_again_in_a_restored_database(
    each_kind: Iterator[tuple[str, Words]], couple: Couple, ada: Person, ben: Person
) -> None:
    for name, words in each_kind:
        row = [*erasable(words, couple, ada), *erasable(words, couple, ben)][0]
        said, eraser = words_in(row), Eraser(keeping=True)
        erase(words, row, eraser)
        put_back(eraser.kept)
        back = type(row)._base_manager.get(pk=row.pk)
        assert words_in(back) == said, name
        assert getattr(back, "erased_at", None) is None, name
        for each in eraser.touched:
            erasers.again(each.model, each.id, each.how)
        left = type(row)._base_manager.filter(pk=row.pk).first()
        assert left is None or words_in(left) == [], name


def erase(words: Words, row: Any, eraser: Eraser) -> None:
    assert words.erase
    words.erase(eraser, row)


def erasable(words: Words, couple: Couple, person: Person) -> list[Any]:
    return [row for row in own_rows(words, couple, person) if words.erasable(row)]


def everything(person: Person, couple: Couple) -> set[tuple[str, str, str]]:
    """All that this one wrote and nobody else did: what the other erases leaves it as it is."""
    return {
        (name, str(row.pk), str(words_in(row)))
        for name, words in KINDS.items()
        if name not in {"visions.match"}
        for row in own_rows(words, couple, person)
    }


def test_what_hangs_on_a_row_never_goes_with_it_by_mistake(couple: Couple, ada: Person, ben: Person) -> None:
    prompt = questions.ask(couple, by=ada, id=couple.pk, text="Why?")
    questions.save_draft(couple, by=ben, id=prompt.pk, text="Because")
    with pytest.raises(erasers.MoreGoesWithIt):
        Eraser().delete(prompt)
    assert Answer.objects.filter(prompt=prompt).exists()


def test_what_was_signed_can_be_blanked_by_nobody(couple: Couple, ada: Person, ben: Person) -> None:  # P6
    world(couple, ada, ben, "CANARY", many=1)
    signed = SignedVersion.objects.for_couple(couple).earliest("created_at")
    with pytest.raises(TypeError):
        Eraser().blank(signed)


def test_a_row_that_was_not_open_yet_in_the_backup_goes_whole(couple: Couple, ada: Person) -> None:
    note = apps.get_model("journal.appreciation")(couple=couple, author=ada)
    note.text = "Not given yet then"
    note.save()
    erasers.again(type(note), str(note.pk), How.BLANK)
    assert not type(note).objects.exists()
    assert issubclass(type(note), CoupleOwned)
