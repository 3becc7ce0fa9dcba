"""The table in docs/LEAVING.md, row by row, against the services: leaving, coming back, erasing."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import models, transaction

from couples import clock
from couples.accounts.models import Person
from couples.space.leaving.services import leave
from couples.space.models import Couple
from journal.agreements.models import Agreement
from journal.appreciations import services as thanks
from journal.before import services as before
from journal.breaks import services as breaks
from journal.entries import Entry
from journal.erasing import services as erasing
from journal.export.records import Reader, readable
from journal.own_words import Words, could_be_read
from journal.practices import PRACTICES
from tests.addresses import world
from tests.factories import make_couple
from tests.journal.erasing import in_and_out
from tests.journal.erasing.in_and_out import STOPPED, Whose, is_usual, rows, whose

pytestmark = pytest.mark.django_db

Columns = dict[tuple[str, str], dict[str, Any]]


def test_the_page_has_what_the_code_says() -> None:
    if os.environ.get("WRITE_DOCS"):
        in_and_out.write()
    assert in_and_out.written() == in_and_out.drawn()


@pytest.fixture
def written(couple: Couple, ada: Person, ben: Person) -> Couple:
    """One of everything, a thank-you on its way, and a break they are on."""
    world(couple, ada, ben, "CANARY", many=1)
    thanks.send(thanks.keep_draft(couple, by=ada, id=uuid4(), text="CANARY"))
    breaks.take(couple, by=ada, id=uuid4(), until_at=clock.now() + timedelta(minutes=30))
    return couple


def columns(models_: set[type[models.Model]], couple: Couple) -> Columns:
    found = {}
    for model in models_:
        for row in model._base_manager.filter(couple=couple):
            said = {each.attname: getattr(row, each.attname) for each in model._meta.concrete_fields}
            found[model._meta.label, str(row.pk)] = said
    return found


def ids(words: Words, couple: Couple, person: Person, *, own_only: bool = False) -> set[Any]:
    return {row.pk for row in readable(words, Reader.of(couple, person, own_only=own_only))}


def test_leaving_stops_what_the_table_says_and_changes_nothing_else(written: Couple, ada: Person) -> None:
    of: dict[str, set[type[models.Model]]]
    of = {each.key: {words.model for words in each.export} for each in PRACTICES}
    of["agreements"].add(Agreement)
    was = {key: columns(models_, written) for key, models_ in of.items()}
    leave(written, by=ada)
    changed = {key for key, models_ in of.items() if columns(models_, written) != was[key]}
    assert changed == {each.key for each in PRACTICES if each.closed}


def test_afterwards_each_keeps_what_the_table_says(written: Couple, ada: Person, ben: Person) -> None:
    own = {(each, person): ids(words, written, person, own_only=True) for each, words, person in each_of(ada, ben)}
    leave(written, by=ada)
    for name, words, person in each_of(ada, ben):
        kept, mine = ids(words, written, person), ids(words, written, person, own_only=True)
        others = list(words.model._base_manager.filter(pk__in=kept - mine))
        assert mine == (set() if name in STOPPED else own[name, person]), name  # nothing else of one's own is lost
        if words.by and whose(words) is Whose.ALONE:
            assert others == [], name
        if whose(words) is Whose.ONCE_OPEN:
            assert all(could_be_read(row) for row in others), name


def each_of(*people: Person) -> Iterator[tuple[str, Words, Person]]:
    for practice, words in rows():
        for person in people:
            yield f"{practice.key}.{words.key}", words, person


def test_coming_back_brings_what_the_table_says(written: Couple, ada: Person, ben: Person) -> None:
    leave(written, by=ada)
    anew = make_couple(ben, ada)
    for practice in before.offered(written, ada, ben):
        for person in (ada, ben):
            before.bring(anew, by=person, before=written, practice=practice.key)
    assert any(chosen.both for chosen in before.chosen(anew, ada, ben))
    brought = set()
    for practice, words in rows():
        found = list(before.open_to_both(words, written, ada, ben))
        shown = before.read(words, written, ada, ben, 0, len(found) + 1)
        assert {record.id for record in shown} == {row.pk for row in found}
        assert not (found and (whose(words) is Whose.ALONE or f"{practice.key}.{words.key}" in STOPPED)), words.key
        if whose(words) is Whose.ONCE_OPEN:
            assert all(could_be_read(row) for row in found), words.key
        brought |= {practice.key} if found else set()
    assert {"checkins", "appreciations", "agreements"} <= brought


def test_erasing_does_what_the_table_says(written: Couple, ada: Person, ben: Person) -> None:
    """Of a closed couple, where each erases what they keep."""
    leave(written, by=ada)
    tried = set()
    for practice, words in rows():
        name = {"practice": practice.key, "kind": words.key}
        for person in (ada, ben):
            for row in readable(words, Reader.of(written, person))[:3]:
                with transaction.atomic():
                    outcome = erased(words, row, written, person, name)
                    transaction.set_rollback(True)
                assert outcome in expected(words, row, person), name
                tried.add(f"{practice.key}.{words.key}")
    assert len(tried) > 20


def erased(words: Words, row: Any, couple: Couple, person: Person, name: dict[str, str]) -> str:
    try:
        erasing.erase(couple, by=person, id=row.pk, **name)
    except (erasing.NotThere, erasing.NotToBeErased):
        return "stays"
    left = type(row)._base_manager.filter(pk=row.pk).first()
    return "goes" if left is None else "place"


def expected(words: Words, row: Any, person: Person) -> set[str]:
    is_own = bool(words.by) and getattr(row, f"{words.by}_id") == person.pk
    if not is_own or words.erase is None or not words.erasable(row):
        return {"stays"}
    if not is_usual(words):
        return {"goes", "place"}  # which of them, its own tests say; that no word is left, test_every_kind.py
    return {"place"} if isinstance(row, Entry) and could_be_read(row) else {"goes"}
