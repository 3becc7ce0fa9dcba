"""Marking, and what both would like. Whatever one marks is announced to their own other pages alone."""

import secrets
from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.entries import lock
from journal.touch.chance import week_of
from journal.touch.matching import Match, dice_of, matches
from journal.touch.models import Marks
from journal.touch.sheet import NOT_NOW, OWN, Sheet

TOPIC = "touch"


def sheet_of(couple: Couple, person: Person) -> Sheet:
    row = Marks.objects.for_couple(couple).filter(person=person).first()
    return Sheet.read(row.sheet) if row else Sheet()


def list_for(couple: Couple, person: Person, partner: Person | None) -> tuple[Sheet, list[Match]]:
    """One's own sheet, and what both would like at this instant. One query."""
    found = {row.person_id: Sheet.read(row.sheet) for row in Marks.objects.for_couple(couple)}
    mine = found.get(person.pk) or Sheet()
    theirs = found.get(partner.pk) if partner else None
    return mine, matches(mine, theirs, clock.now(), dice_of(couple)) if theirs else []


def save(couple: Couple, *, by: Person, changes: Mapping[str, str], as_they_were: Collection[str] = ()) -> None:
    """What somebody changed on their page of marks; those they left `as_they_were` begin again, if still there."""

    def change(sheet: Sheet) -> Sheet:
        sheet = sheet.keep(as_they_were)
        for key, mark in changes.items():
            sheet = sheet.mark(key, mark)
        return sheet

    _change(couple, by, change)


def take_back(couple: Couple, *, by: Person, key: str) -> None:
    """Off both lists at once, without a word to anybody."""
    _change(couple, by, lambda sheet: sheet.mark(key, NOT_NOW))


def take_all_back(couple: Couple, *, by: Person) -> None:
    """Own things stay on their page, unmarked."""

    def change(sheet: Sheet) -> Sheet:
        for key in {*sheet.marks, *sheet.counting}:
            sheet = sheet.mark(key, NOT_NOW)
        return sheet

    _change(couple, by, change)


def add_own(couple: Couple, *, by: Person, words: str) -> None:
    """A thing of one's own, with a yes. The same words again are the same thing."""
    _change(couple, by, lambda sheet: sheet.add(f"{OWN}{secrets.token_hex(6)}", words))


def remove_own(couple: Couple, *, by: Person, key: str) -> None:
    _change(couple, by, lambda sheet: sheet.remove(key))


@transaction.atomic
def _change(couple: Couple, by: Person, change: Callable[[Sheet], Sheet]) -> None:
    lock(couple)
    row = _rows(couple)[by.pk]
    row.sheet = change(Sheet.read(row.sheet).begin(week_of(clock.now()), by.zone)).stored
    row.save()
    live.announce(couple, TOPIC, only=by)


def _rows(couple: Couple) -> dict[UUID, Marks]:
    """Those of both who are here, made together."""
    found: dict[UUID, Marks] = {row.person_id: row for row in Marks.objects.for_couple(couple)}
    for each in Membership.objects.current().filter(couple=couple).exclude(person__in=found):
        row = Marks(couple=couple, person_id=each.person_id)
        row.sheet = Sheet().stored
        row.save(force_insert=True)
        found[each.person_id] = row
    return found
