"""What is found for a word, in any script, and what is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.search.query import Query

FOUND = [
    ("walk", "We went walking by the river"),
    ("WALK river", "We went walking by the RIVER"),
    ("don't", "I don’t mind"),
    ("straße", "In der STRASSE"),
    ("ﬁne", "It is fine"),
    ("cafe\u0301", "The caf\u00e9 by the sea"),
    ("１２", "At 12 o’clock"),
    ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("散歩", "昨日は散歩に行った"),
    ("カフェ", "新しいｶﾌｪで"),
    ("รัก", "ฉันรักเธอ"),
    ("산책", "산책을 했다"),
    ("❤", "so much ❤️"),
    ("👨‍👩‍👧", "us 👨‍👩‍👧 three"),
    ("co-operate", "let us co‑operate"),
]
NOT_FOUND = [
    ("walk", "By the sidewalk"),
    ("walk sea", "We went walking by the river"),
    ("か", "が" if unicodedata.is_normalized("NFC", "が") else ""),
    ("👨", "us 👨‍👩‍👧 three"),
    ("👧", "us 👨‍👩‍👧 three"),
    ("👍", "well done 👍🏽"),
    ("e", "\u00e9t\u00e9"),
    (".*", "anything"),
]


@pytest.mark.parametrize(("asked", "text"), FOUND)
def test_it_is_found_and_marked_where_it_stands(asked: str, text: str) -> None:
    query = Query.of(asked)
    assert query.stands_in(text)
    pieces = query.marked(text)
    assert any(here for _words, here in pieces)
    assert "".join(words for words, _here in pieces) == text


@pytest.mark.parametrize(("asked", "text"), NOT_FOUND)
def test_it_is_another_word_or_half_a_letter(asked: str, text: str) -> None:
    assert not Query.of(asked).stands_in(text)


@given(st.text(min_size=1, max_size=30), st.text(max_size=60), st.text(max_size=60))
def test_a_whole_text_is_found_by_each_of_its_words(word: str, before: str, after: str) -> None:
    query = Query.of(word)
    if query.words:
        assert query.stands_in(f"{before} {word} {after}")
        shown = "".join(words for words, _here in query.marked(f"{before} {word} {after}"))
        assert shown.strip("…") in f"{before} {word} {after}"


def test_a_long_text_is_shown_around_the_word() -> None:
    text = "a little while ago " * 40 + "the heron came" + " and then it went" * 40
    pieces = Query.of("heron").marked(text)
    assert (pieces[0], pieces[-1]) == (("…", False), ("…", False))
    assert ("heron", True) in pieces
    assert sum(len(words) for words, _here in pieces) < 300


def test_more_words_than_anybody_types_cost_no_more() -> None:
    assert len(Query.of(" ".join(map(str, range(500)))).words) == 12
