"""What each lets onto the notes: alone, sealed until both have released, ended by either, and by leaving."""

from functools import partial
from typing import Any

import pytest

from couples.accounts.models import Person
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.support import services as support
from journal.support.models import Handout
from journal.today.waiting import things
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def released(couple: Couple, person: Person, wish: str = "") -> Handout:
    mine = support.keep(couple, by=person, values={"wish": wish or f"From {person.name}", "chosen": []})
    return support.release(couple, by=person, seen=support.seen_as(mine))


def test_there_are_notes_once_both_have_released_and_no_longer_than_that(
    couple: Couple, ada: Person, ben: Person
) -> None:
    released(couple, ada)
    assert not support.opened(couple).exists()
    assert things(couple, ada, ben) == things(couple, ben, ada) == []
    released(couple, ben)
    assert {each.wish for each in support.opened(couple)} == {"From Ada", "From Ben"}
    assert [each.words for each in things(couple, ada, ben)] == ["The notes you both chose to take along are ready."]

    support.take_back(couple, by=ben)
    assert not support.opened(couple).exists()
    assert things(couple, ada, ben) == []
    ada_s, ben_s = support.of(couple, ada), support.of(couple, ben)
    assert ada_s
    assert ben_s
    assert (ada_s.is_draft, ben_s.is_draft) == (False, True)
    assert (ada_s.wish, ben_s.wish) == ("From Ada", "From Ben")
    released(couple, ben, "Something else")
    assert {each.wish for each in support.opened(couple)} == {"From Ada", "Something else"}


def test_what_is_released_is_what_the_page_showed(couple: Couple, ada: Person) -> None:
    mine = support.keep(couple, by=ada, values={"wish": "One", "chosen": []})
    seen = support.seen_as(mine)
    support.keep(couple, by=ada, values={"wish": "Another", "chosen": []})
    with pytest.raises(support.ChangedElsewhere):
        support.release(couple, by=ada, seen=seen)
    support.keep(couple, by=ada, values={"wish": "", "chosen": []})
    with pytest.raises(support.NothingChosen):
        support.release(couple, by=ada, seen=seen)
    assert not Handout.objects.sealed().exists()


def test_an_old_tab_changes_nothing_that_was_released(couple: Couple, ada: Person, ben: Person) -> None:
    released(couple, ada)
    support.keep(couple, by=ada, values={"wish": "Late", "chosen": []})
    released(couple, ben)
    assert {each.wish for each in support.opened(couple)} == {"From Ada", "From Ben"}


def test_a_copy_is_said_once_and_taking_back_forgets_it(
    couple: Couple, ada: Person, ben: Person, hints: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    released(couple, ada)
    with pytest.raises(support.NoNotes):
        support.copy(couple)
    released(couple, ben)
    with django_capture_on_commit_callbacks(execute=True):
        support.copy(couple)
        support.copy(couple)
    assert len(hints) == 1
    assert things(couple, ada, ben) == []
    support.take_back(couple, by=ada)
    assert not Handout.objects.exclude(copied_at=None).exists()


def test_leaving_ends_the_notes_and_each_keeps_their_own(couple: Couple, ada: Person, ben: Person) -> None:
    released(couple, ada)
    released(couple, ben)
    leaving.leave(couple, by=ada)
    assert not support.opened(couple).exists()
    for person in (ada, ben):
        mine = support.of(couple, person)
        assert mine
        assert mine.is_draft
        assert mine.wish == f"From {person.name}"


@pytest.mark.django_db(transaction=True)
def test_both_releasing_in_one_instant_have_one_page(couple: Couple, ada: Person, ben: Person) -> None:
    seen = {}
    for person in (ada, ben):
        mine = support.keep(couple, by=person, values={"wish": person.name, "chosen": []})
        seen[person] = support.seen_as(mine)

    at_once(*(partial(support.release, couple, by=each, seen=seen[each]) for each in (ada, ben)))
    assert support.opened(couple).count() == 2
