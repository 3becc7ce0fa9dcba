"""Merging two people's words: nothing that nobody deleted is lost, nothing is chosen for them."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.agreements.text.merge import Overlap, merge
from journal.agreements.text.word_diff import Piece, word_diff

WORDS = st.lists(
    st.sampled_from(
        [
            "wir",
            "reden",
            "ruhig",
            "café",
            "naïve",
            "לילה",
            "סלאם",
            "夜",
            "に",
            "話す",
            "👩‍👩‍👧",
            "🫶🏽",
            "e\u0301",
            ",",
            ".",
        ]
    ),
    max_size=12,
)
TEXTS = st.one_of(WORDS.map(" ".join), WORDS.map("".join), st.text(max_size=40))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("We stop.", "We stop at ten.", "We stop.", "We stop at ten."),
        ("We talk and stop.", "We gently talk and stop.", "We talk and stop early.", "We gently talk and stop early."),
        ("a b c d", "a c d", "a b c e", "a c e"),  # a deletion and a change elsewhere
        ("夜に話す。", "夜に静かに話す。", "夜に話す、少しだけ。", "夜に静かに話す、少しだけ。"),
        ("שלום לכם", "שלום לכם היום", "ערב שלום לכם", "ערב שלום לכם היום"),
        ("Hug 👩‍👩‍👧 now", "Hug 👩‍👩‍👧 right now", "Hug 👩‍👩‍👧 now please", "Hug 👩‍👩‍👧 right now please"),
        ("one", "one two", "one three", "one three two"),  # both typed at the end: both are kept
        ("", "first", "second", "second first"),
        ("same", "other", "other", "other"),
    ],
)
def test_changes_in_different_places_are_both_taken(base: str, mine: str, theirs: str, result: str) -> None:
    assert merge(base, mine, theirs).text == result


def test_the_same_words_changed_differently_are_left_to_the_two_people() -> None:
    merged = merge("We stop at ten.", "We stop at nine.", "We stop at eleven.")
    assert not merged.clean
    assert merged.overlaps == (Overlap("ten", "nine", "eleven"),)


def test_a_word_one_deleted_and_the_other_changed_is_an_overlap() -> None:
    assert merge("We never shout.", "We never yell.", "We never.").overlaps == (Overlap(" shout", " yell", ""),)


@given(TEXTS, TEXTS)
def test_one_side_alone_is_taken_as_it_is(base: str, changed: str) -> None:
    from unicodedata import normalize  # noqa: PLC0415

    tidy = normalize("NFC", changed.replace("\r\n", "\n").replace("\r", "\n"))
    assert merge(base, base, changed).text == tidy
    assert merge(base, changed, base).text == tidy
    assert merge(base, changed, changed).text == tidy


@given(TEXTS, TEXTS, TEXTS)
def test_both_sides_agree_on_whether_they_overlap(base: str, mine: str, theirs: str) -> None:
    assert merge(base, mine, theirs).clean == merge(base, theirs, mine).clean


@given(st.data())
def test_words_nobody_deleted_survive_once(data: Any) -> None:
    """Every word is its own, so each can be followed: kept unless somebody deleted it, typed once and there once."""
    base = [f"w{n}" for n in range(data.draw(st.integers(0, 8)))]

    def edited(name: str) -> tuple[list[str], set[str]]:
        words, typed = list(base), 0
        for _ in range(data.draw(st.integers(0, 3))):
            if words and data.draw(st.booleans()):
                words.pop(data.draw(st.integers(0, len(words) - 1)))
            else:
                words.insert(data.draw(st.integers(0, len(words))), f"{name}{typed}")
                typed += 1
        return words, set(words)

    (mine, in_mine), (theirs, in_theirs) = edited("m"), edited("t")
    merged = merge(" ".join(base), " ".join(mine), " ".join(theirs))
    if merged.text is None:
        return
    words = re.findall(r"\w+", merged.text)
    kept = {word for word in base if word in in_mine and word in in_theirs}
    typed = (in_mine | in_theirs) - set(base)
    assert set(words) == kept | typed
    assert len(words) == len(set(words))


@given(TEXTS, TEXTS)
def test_difference_gives_back_both_texts(old: str, new: str) -> None:
    from couples.characters import tidy  # noqa: PLC0415

    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == tidy(old)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == tidy(new)


@pytest.mark.parametrize("word", ["la", "夜", "a b"])
def test_repeated_words_do_not_hold_a_worker(word: str) -> None:
    base = " ".join([word] * (9_000 // len(word)))
    started = time.monotonic()
    merge(base, base.replace(word, "so", 3), base[: len(base) // 2])
    assert time.monotonic() - started < 5  # cubic time would be minutes


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("Home by 20:30.", "Home by 21:30.", "Home by 20:45."),  # a time is one word
        ("安静地说", "平静地说", "安全地说"),
        ("20:30", "21:30", "20:45"),
    ],
)
def test_halves_of_two_changes_never_make_a_third_word(base: str, mine: str, theirs: str) -> None:
    assert not merge(base, mine, theirs).clean


def test_a_repeated_request_that_went_on_typing_adds_nothing_twice() -> None:
    assert merge("We stop", "We stop at ten", "We stop at").text == "We stop at ten"


def test_difference_speaks_in_whole_words() -> None:
    assert word_diff("We stop at ten.", "We stop at nine.") == [
        Piece("same", "We stop at "),
        Piece("removed", "ten"),
        Piece("added", "nine"),
        Piece("same", "."),
    ]


def test_a_long_text_merges_without_hanging() -> None:
    base = " ".join(f"word{n}" for n in range(1500))
    words = base.split()
    mine = " ".join([*words[:100], "mine", *words[100:1400], "changed", *words[1401:]])
    theirs = " ".join([*words[:700], "theirs", *words[700:]])
    started = time.monotonic()
    assert merge(base, mine, theirs).clean
    assert time.monotonic() - started < 5  # seconds, not minutes; the figure itself belongs to the benchmarks
