"""Row 8 of the matrix, briefly; `bin/bench trust --row 8` plays it at length."""

from uuid import uuid4

import pytest

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from tests.browser.conftest import OpenPhone, Site, both_makes, sign_in
from tests.browser.merging import START, merged
from tests.browser.places import Place


@both_makes
def test_after_a_merge_each_key_lands_where_its_persons_caret_was(
    pages: Site, open_phone: OpenPhone, couple: Couple, ada: Person, ben: Person
) -> None:
    line = services.add_line(couple, by=ada, text=START, op_id=uuid4())
    outcome = merged(sign_in(open_phone(pages), pages, ada), line, ben, count=12, seed=8)
    assert outcome.holds, outcome


@pytest.mark.parametrize(
    ("text", "start", "end", "wrong"),
    [
        ("1 two three four", 11, 11, False),
        ("1 two three four", 0, 16, True),
        ("1 two three four", 12, 12, True),
        ("1 two new three four", 15, 15, False),
        ("1 two three new four", 15, 15, True),
    ],
)
def test_what_judges_sees_a_caret_that_moved(text: str, start: int, end: int, wrong: bool) -> None:
    assert bool(Place("one two three four", 13, 13).wrong_in(text, start, end)) is wrong


def test_a_selection_may_become_a_caret_only_when_none_of_its_words_is_left() -> None:
    selected = Place("one two three four", 4, 13)
    assert not selected.wrong_in("one four", 4, 4)
    assert selected.wrong_in("one four", 8, 8)
    assert selected.wrong_in("one three four", 4, 4)
