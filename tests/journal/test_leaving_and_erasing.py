"""Three people leave each other, come back, begin anew and erase, in any order, with words of every practice.

Whoever keeps something can read it, and nobody else; what was erased is nowhere; nobody is told of it or when.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import Phase

from couples.accounts.models import Person
from couples.erasing.eraser import Eraser
from couples.space.models import Couple
from journal.agreements.models import Revision
from journal.before import services as before
from journal.brought import services as brought
from journal.entries import EntryQuerySet
from journal.erasing import services as erasing
from journal.erasing.models import JustErased
from journal.export.records import NotTheirs
from tests.journal.doors import Doors
from tests.journal.played import play

#: Plays, and steps of each, in an ordinary run.
SHORT = (4, 16)


@pytest.mark.django_db
def test_whoever_keeps_something_can_read_it_and_what_was_erased_is_nowhere() -> None:
    play(Doors, *SHORT)


@pytest.mark.django_db
@pytest.mark.long_run
def test_the_same_however_long_they_go_on() -> None:
    play(Doors, 60, 40)


# -- faults that must be seen -----------------------------------------------------------------------------------------


def keep_for_ever_what_could_be_undone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(JustErased, "delete", lambda self: None)


def leave_what_hangs_on_it(patch: pytest.MonkeyPatch) -> None:
    """The wordings of a line that was erased."""
    delete = Eraser.delete
    patch.setattr(Eraser, "delete", lambda self, row: None if isinstance(row, Revision) else delete(self, row))


def open_what_only_one_would_bring(patch: pytest.MonkeyPatch) -> None:
    chosen = before.chosen

    def more(couple: Couple, one: Person, other: Person | None) -> list[before.Before]:
        found = chosen(couple, one, other)
        everything = (
            frozenset(practice for each in chosen(couple, other, one) for practice in each.mine)
            if other
            else frozenset()
        )
        return [replace(each, both=each.mine | everything) for each in found]

    patch.setattr(before, "chosen", more)


def leave_what_was_brought_along(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(brought, "take_away", lambda by: None)


def tell_the_other_of_what_they_never_saw(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasing, "could_be_read", lambda row: True)


def keep_the_others_drafts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EntryQuerySet, "visible_to", lambda self, person: self)


LEAKS = [leave_what_hangs_on_it, open_what_only_one_would_bring, leave_what_was_brought_along]
LEAKS += [tell_the_other_of_what_they_never_saw, keep_for_ever_what_could_be_undone]
ALL_LEAKS = [keep_the_others_drafts, *(pytest.param(leak, marks=pytest.mark.long_run) for leak in LEAKS)]


@pytest.mark.django_db
@pytest.mark.parametrize("leak", ALL_LEAKS)
def test_this_play_notices_a_fault(leak: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    leak(monkeypatch)
    with pytest.raises((AssertionError, NotTheirs)):
        play(Doors, 40, 20, phases=[Phase.generate])
