"""No words anybody can send hold a worker (S24), and the page counts them as the server does."""

import random
import time
import unicodedata

import pytest
import regex
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from bench import rules
from couples import characters
from couples.forms import WordsField
from journal.wording.clauses import ANYTHING, _in_order
from journal.wording.guideline_rules import GENTLE, SAFETY

#: CPU, on a machine however busy; `bin/bench trust --row 3` measures against what is promised.
GENEROUS_MS = 1_000
PATTERNS = [each for rule in (*SAFETY, *GENTLE) for each in (*rule.always, *rule.unless_denied)]


@pytest.mark.parametrize("reader", rules.READERS)
def test_whatever_reads_words_is_soon_done_with_the_worst(reader: str) -> None:
    """A hundred and fifty thousand characters: what took half a minute for hints."""
    outcome = rules.Outcome()
    units = list(rules.hostile())
    some = random.Random(7).sample(units, 30)
    fixed = ["love you always ", "say where I ", "has sex ", "“", "\u0301\u0323", "my "]
    rules.judge(outcome, {reader: rules.READERS[reader]}, [*fixed, *some], 150_000, GENEROUS_MS)
    assert outcome.wrong == {}


def test_a_slow_reader_would_be_seen() -> None:
    outcome = rules.Outcome()
    rules.judge(outcome, rules.PLANTED, ["a"], 150_000, GENEROUS_MS)
    assert outcome.wrong


@pytest.mark.django_db
def test_hints_are_given_at_once_however_much_is_sent(ada_client: Client) -> None:
    for unit in ("love you always ", "you always ", "never "):
        started = time.process_time()
        answer = ada_client.post("/openings/hints/", {"shape": "prompt", "text": unit * (150_000 // len(unit))})
        assert answer.status_code == 200
        assert time.process_time() - started < 2


@pytest.mark.django_db
def test_a_guideline_far_too_long_is_refused_at_once_with_its_words(ada_client: Client) -> None:
    words = "say where I " * 15_000
    started = time.process_time()
    answer = ada_client.post("/guidelines/lines/", {"text": words, "op_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert time.process_time() - started < 4


@pytest.mark.parametrize("pattern", [each for each in PATTERNS if ANYTHING in each])
def test_step_by_step_finds_what_the_whole_pattern_finds(pattern: str) -> None:
    dice = random.Random(pattern)
    words = [*regex.findall(r"[a-z']{2,}", pattern), "I", "the", "a", ",", "ꙗ", "not"]
    whole = regex.compile(pattern, regex.IGNORECASE)
    for _ in range(300):
        clause = " ".join(dice.choice(words) for _ in range(dice.randrange(2, 14)))
        assert (whole.search(clause) is not None) == _in_order(pattern, clause), clause


def test_steps_are_never_inside_of_brackets() -> None:
    for pattern in PATTERNS:
        for step in pattern.split(ANYTHING):
            regex.compile(step)
            assert "[^" not in step, "or a step could go past a comma"


# -- counting ---------------------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(" \t\n\r\ufeff\u0301\u0323\u0344\x85"))
)


@given(TEXTS)
@example("\u0344" * 31)
@example("a" + "\u0301\u0323" * 40)
@example(" \ufeff\x85 a \ufeff")
def test_tidied_words_stay_as_they_are_and_mean_the_same(text: str) -> None:
    tidy = characters.tidy(text)
    assert characters.tidy(tidy) == tidy
    assert unicodedata.is_normalized("NFC", tidy)
    plain = unicodedata.normalize("NFD", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not regex.search(r"\p{M}{10}", plain):
        assert unicodedata.normalize("NFD", tidy) == plain
    assert characters.count(text) == len(characters.trimmed(tidy))


def test_a_letter_and_its_mark_are_one_character() -> None:
    field = WordsField(max_length=600)
    assert field.clean("e\u0301" * 600) == "\u00e9" * 600
    assert field.clean(" \ufeff" + "e\u0301" * 600 + "\r\n\x85") == "\u00e9" * 600


@pytest.mark.django_db
def test_a_guideline_counts_as_every_other_words_do(ada_client: Client) -> None:
    sent = {"text": "e\u0301" * 2_000 + "  \n", "op_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12}
    assert ada_client.post("/guidelines/lines/", sent).status_code == 303
