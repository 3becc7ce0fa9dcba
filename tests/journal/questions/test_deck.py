"""The deck: enough, each its own, kind in tone, and none ever answers to another one's name."""

import re
from collections import Counter
from functools import cache
from hashlib import sha256
from itertools import combinations

import pytest

from journal.depth import Depth
from journal.questions import deck
from journal.questions.deck import ASKABLE, EVERY, THEMES, Question

#: Each theme's questions as they were first asked. Wording may be corrected where it slipped: then pin it anew. A
#: question that asks something else is a new one, and the old one stays, retired.
PINNED = {
    "days": "fb1cf63ebdd4818b",
    "began": "6b6220aed0eb485e",
    "young": "325233d14af30657",
    "care": "b854d5659af36915",
    "storms": "6595fab89a4c3585",
    "myself": "d93b9f782e91221a",
    "play": "8b4d7a859af68aaf",
    "people": "af8cb250fa694246",
    "mend": "dab6c10f47c8e0bd",
    "ahead": "7fd0019a66a0e469",
}

QUESTION_WORDS = re.compile(r"\b(what|which|who|whom|whose|when|where|how)\b", re.IGNORECASE)
YES_OR_NO = re.compile(
    r"(?:^|[.:;] )(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|should|shall|may|might|am)\b",
    re.IGNORECASE,
)
#: Blame, traps and tests of each other; and what would assume a life that not everybody leads.
UNKIND = re.compile(
    r"why (?:don['’]t|didn['’]t|do|did) you|whose fault|\bblame\b|\balways\b|\bnever\b|\bwrong with\b|prove that"
    r"|do you know (?:my|what i)|my favou?rite|\bguess\b",
    re.IGNORECASE,
)
ASSUMES = re.compile(
    r"\b(?:our|your) (?:child|children|kids|son|daughter|baby|salary|mortgage|debts?|marriage|wedding|husband|wife|bed"
    r"|bedroom|house|flat|car|church|god|prayers?|boyfriend|girlfriend)\b|\bsex|orgasm|\bpray\b|\bhis\b|\bher\b|\bshe\b",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"\b(?:a|an|and|are|as|at|be|been|but|by|do|does|for|from|had|has|have|how|i|if|"
    r"in|is|it|its|lately|let|like|me|most|much|my|not|of|on|one|or|our|out|so|that|"
    r"the|them|then|there|they|this|to|up|us|was|we|were|what|when|where|which|who|whom|"
    r"whose|will|with|would|you|your|yours|could|did|feel)\b"
)


@cache
def words(question: Question) -> set[str]:
    return {word for word in re.findall(r"[a-z’]+", str(question.text).lower()) if not SMALL.fullmatch(word)}


def alike(one: Question, other: Question) -> float:
    """How much of what the two say they say both."""
    return len(words(one) & words(other)) / len(words(one) | words(other))


def digest(theme: str) -> str:
    lines = [f"{each.key} {int(each.depth)} {each.text}" for each in EVERY if each.theme == theme]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_there_are_enough_in_every_depth_and_theme() -> None:
    assert len(ASKABLE) >= 240
    assert len(THEMES) >= 8
    assert min(Counter(each.depth for each in ASKABLE).values()) >= 70
    assert set(Counter((each.theme, each.depth) for each in ASKABLE).values()) == {8}
    assert {each.theme for each in EVERY} == {theme.key for theme in THEMES}
    assert {each.depth for each in EVERY} == set(Depth)


def test_each_has_a_name_of_its_own_and_keeps_it() -> None:
    assert len({each.key for each in EVERY}) == len(EVERY)
    assert all(re.fullmatch(r"[a-z]+-\d{2,3}", each.key) and len(each.key) <= 40 for each in EVERY)
    assert {theme.key: digest(theme.key) for theme in THEMES} == PINNED


def test_a_name_finds_its_question_and_a_foreign_one_nothing() -> None:
    assert [deck.find(each.key) for each in EVERY] == list(EVERY)
    assert deck.find("days-999") is None


@pytest.mark.parametrize("theme", [theme.key for theme in THEMES])
def test_each_is_one_open_question_of_bearable_length(theme: str) -> None:
    for text in (str(each.text) for each in EVERY if each.theme == theme):
        assert_open(text)


def assert_open(text: str) -> None:
    assert 30 <= len(text) <= 160
    assert text.endswith("?")
    assert text == text.strip()
    assert "  " not in text
    assert QUESTION_WORDS.search(text)
    assert not YES_OR_NO.search(text)


def test_none_blames_or_tests_or_takes_a_life_for_granted() -> None:
    texts = [str(each.text) for each in EVERY]
    assert [text for text in texts if UNKIND.search(text) or ASSUMES.search(text)] == []


def test_no_two_ask_nearly_the_same() -> None:
    assert [(a.key, b.key) for a, b in combinations(ASKABLE, 2) if alike(a, b) > 0.4] == []


@pytest.mark.parametrize(
    "planted",
    ["Why don’t you talk to me?", "What do you always forget?", "What is my favourite colour?", "Whose fault was it?"],
)
def test_an_unkind_one_would_be_found(planted: str) -> None:
    assert UNKIND.search(planted)


@pytest.mark.parametrize("planted", ["What do our children need?", "How is your salary?", "When did you last pray?"])
def test_one_that_assumes_would_be_found(planted: str) -> None:
    assert ASSUMES.search(planted)


@pytest.mark.parametrize("planted", ["Do you love me, and what for?", "Last week: did it help?"])
def test_one_to_say_yes_to_would_be_found(planted: str) -> None:
    assert YES_OR_NO.search(planted)


def test_a_near_copy_would_be_found() -> None:
    first = EVERY[0]
    copy = Question("days-998", first.depth, str(first.text).replace("week", "month"))
    assert alike(first, copy) > 0.4
