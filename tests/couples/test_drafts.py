"""Two devices with one draft: what each did not touch is not sent, and where both wrote, both is kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from couples.drafts.merging import Base, Unseen, adds_nothing, merged, settled

ON = {"line": "Quiet.", "tags": ["tired"], "weight": "light", "word": "Calm"}
PAGE = Base((ON,), picked=frozenset({"weight"}), lines=frozenset({"word"}))


def after(mine: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
    return merged(ON | mine, head=ON | head, base=PAGE)


@pytest.mark.parametrize(
    ("mine", "head", "kept"),
    [
        ({}, {"line": "Quiet. And late."}, {"line": "Quiet. And late."}),
        ({"line": "Quiet. At last."}, {"word": "Joy"}, {"line": "Quiet. At last.", "word": "Joy"}),
        ({"line": ""}, {"word": "Joy"}, {"line": "", "word": "Joy"}),
        ({"line": "Quiet. At last."}, {"line": "So: Quiet."}, {"line": "So: Quiet. At last."}),
        ({"line": "Loud."}, {"line": "Busy."}, {"line": "Busy.\n\nLoud."}),
        ({"line": "Quiet. And la"}, {"line": "Quiet. And late."}, {"line": "Quiet. And late."}),
        ({"word": "Joy"}, {"word": "Home"}, {"word": "Home, Joy"}),
        ({"tags": ["tired", "glad"]}, {"tags": ["tired", "sad"]}, {"tags": ["tired", "sad", "glad"]}),
        ({"tags": []}, {"tags": ["tired", "sad"]}, {"tags": ["sad"]}),
        ({"weight": "heavy"}, {"weight": "middling"}, {"weight": "heavy"}),
        ({"weight": ""}, {"weight": "middling"}, {"weight": "middling"}),
    ],
)
def test_each_field_is_merged_for_itself(mine: dict[str, Any], head: dict[str, Any], kept: dict[str, Any]) -> None:
    assert after(mine, head) == ON | kept


def test_a_page_that_waits_for_an_answer_writes_over_what_it_sent_itself() -> None:
    base = Base(({"line": ""}, {"line": "Hello wrld"}))
    assert merged({"line": "Hello world"}, head={"line": "Hello wrld"}, base=base) == {"line": "Hello world"}
    assert merged({"line": "Hello wrld"}, head={"line": "Hi"}, base=base) == {"line": "Hi\n\nHello wrld"}


def test_a_page_that_does_not_say_what_it_was_typed_on_writes_over_what_is_there() -> None:
    assert merged({"line": "New"}, head={"line": "Old"}, base=None) == {"line": "New"}
    assert merged({"line": "New"}, head=None, base=Base()) == {"line": "New"}


def test_nobody_sends_for_good_what_is_not_on_their_page() -> None:
    assert settled(ON, head=ON, base=PAGE) == ON
    with pytest.raises(Unseen) as unseen:
        settled(ON, head=ON | {"word": "Joy"}, base=PAGE)
    assert unseen.value.words == unseen.value.head == ON | {"word": "Joy"}


def test_half_of_words_that_were_given_is_an_echo_and_anything_else_is_not() -> None:
    given_words = {"line": "Quiet. And late."}
    assert adds_nothing({"line": "Quiet. An"}, head=given_words, base=None)
    assert adds_nothing({"line": "Quiet."}, head=given_words, base=PAGE)
    assert not adds_nothing({"line": "Quiet. At last."}, head=given_words, base=PAGE)


ANY = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"])
WORDS = st.lists(ANY, max_size=5, unique=True).map(" ".join)


@given(base=WORDS, mine=WORDS, head=WORDS)
def test_every_word_that_either_added_is_there_afterwards(base: str, mine: str, head: str) -> None:
    kept = merged({"line": mine}, head={"line": head}, base=Base(({"line": base},)))["line"].split()
    added = (set(mine.split()) | set(head.split())) - set(base.split())
    assert added <= set(kept)
