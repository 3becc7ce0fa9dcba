"""The deck and the draw: written with care, six a day, the same for both, and silent about whose ceiling counts."""

import hashlib
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from journal.openings.draw import OFFERED, day_of, draw
from journal.openings.prompts import PROMPTS, RETIRED, is_known, text_of

DAY = date(2026, 11, 22)
COUPLE = UUID("11111111-1111-4111-8111-111111111111")
YEAR = [DAY + timedelta(days=each) for each in range(365)]


def test_there_are_enough_of_each_depth_with_ids_that_stay() -> None:
    assert min(Counter(prompt.depth for prompt in PROMPTS).values()) >= 15
    assert len(PROMPTS) >= 45
    ids = [prompt.id for prompt in (*PROMPTS, *RETIRED)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(rf"o{prompt.depth}\d\d", prompt.id) for prompt in PROMPTS)


def test_an_id_keeps_meaning_the_same_words() -> None:
    """A new wording gets a new id, and the old one goes to RETIRED: people have written to it."""
    first = [prompt for prompt in sorted((*PROMPTS, *RETIRED)) if int(prompt.id[2:]) <= 18]
    said = "\n".join(f"{prompt.id} {prompt.text}" for prompt in first)
    assert hashlib.sha256(said.encode()).hexdigest()[:16] == "82e862c1e91c4757"


def test_each_is_short_open_and_about_oneself() -> None:
    for prompt in PROMPTS:
        words = str(prompt.text)
        assert 20 <= len(words) <= 90, words
        assert not words.endswith((".", "?", "!"))
        assert re.search(r"\b(I|me|my|mine|myself|us|we|our|you|yours|goodbye|compliment)\b", words), words
        assert not re.search(r"\b(always|never (?!told)|should|must|why (don|did|are))\b", words), words


def test_no_two_are_nearly_the_same() -> None:
    small = set(re.findall("[a-z]+", "a an and i me my myself of that the to is in it have what something when you"))
    said = [(prompt.id, set(re.findall(r"[a-z]+", str(prompt.text).lower())) - small) for prompt in PROMPTS]
    for place, (id, words) in enumerate(said):
        for other, more in said[place + 1 :]:
            assert len(words & more) / len(words | more) < 0.5, (id, other)


def test_an_id_there_never_was_says_nothing() -> None:
    assert text_of("o101") == str(PROMPTS[0].text)
    assert not is_known("o999")
    assert text_of("o999") == ""


@pytest.mark.parametrize("ceiling", [1, 2, 3])
def test_there_are_always_six_never_too_deep_and_no_two_alike(ceiling: int) -> None:
    for day in YEAR:
        drawn = draw(COUPLE, day, ceiling)
        assert len(set(drawn)) == OFFERED
        assert max(prompt.depth for prompt in drawn) <= ceiling


def test_a_day_is_the_same_however_often_it_is_looked_at_and_another_is_not() -> None:
    assert draw(COUPLE, DAY, 2) == draw(COUPLE, DAY, 2)
    assert draw(COUPLE, DAY, 2) != draw(COUPLE, DAY + timedelta(days=1), 2)
    assert draw(COUPLE, DAY, 2) != draw(uuid4(), DAY, 2)


def test_most_days_stay_light_even_for_two_who_chose_tender() -> None:
    """So a light day, or a light week, says nothing about anybody's ceiling."""
    deepest = Counter(max(prompt.depth for prompt in draw(COUPLE, day, 3)) for day in YEAR)
    assert 0.35 < deepest[1] / 365 < 0.65
    assert deepest[3] / 365 < 0.3
    tender = [any(prompt.depth == 3 for prompt in draw(COUPLE, day, 3)) for day in YEAR]
    longest = max(len(run) for run in "".join("x" if each else "." for each in tender).split("x"))
    assert longest >= 7


def test_what_is_light_today_is_the_same_six_whatever_the_ceiling() -> None:
    """On a day drawn light, the page of a couple at 1 and of a couple at 3 do not differ at all."""
    light = [day for day in YEAR if max(prompt.depth for prompt in draw(COUPLE, day, 3)) == 1]
    assert light
    assert all(draw(COUPLE, day, 1) == draw(COUPLE, day, 3) for day in light)


def test_how_deep_they_are_cannot_be_read_from_their_order() -> None:
    mixed = [draw(COUPLE, day, 3) for day in YEAR]
    firsts = Counter(drawn[0].depth for drawn in mixed if len({prompt.depth for prompt in drawn}) == 3)
    assert len(firsts) == 3


def test_the_day_turns_for_both_at_one_instant_and_at_night_nearly_everywhere() -> None:
    assert day_of(datetime(2026, 11, 22, 7, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert day_of(datetime(2026, 11, 22, 8, tzinfo=UTC)) == date(2026, 11, 22)
