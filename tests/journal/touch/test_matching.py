"""Marks, and the list drawn from two sheets of them. Pure: chance is given."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.touch import chance
from journal.touch.chance import drawn_at
from journal.touch.matching import Match, matches
from journal.touch.menu import GROUPS, THINGS
from journal.touch.models import ROOM, Marks
from journal.touch.sheet import LONGEST_OWN, MOST_OWN, Mark, Sheet, plain

WEEK = 50
HOUR = timedelta(hours=1)


def never(name: str) -> float:
    """Chance takes nothing."""
    return 0.999


def marked(*keys: str, mark: str = "yes", week: int = WEEK - 1) -> Sheet:
    sheet = Sheet().begin(week)
    for key in keys:
        sheet = sheet.mark(key, mark)
    return sheet


def shown(one: Sheet, other: Sheet, *, at: timedelta = HOUR, dice: Callable[[str], float] = never) -> list[str]:
    found = matches(one, other, drawn_at(WEEK) + at, dice)
    assert found == [Match(*each) for each in matches(other, one, drawn_at(WEEK) + at, dice)], "both see the same list"
    return [match.key for match in found]


THREE = ("sofa", "long-hug", "bench")
FOUR = (*THREE, "umbrella")


def test_there_are_enough_things_and_each_has_a_key_of_its_own() -> None:
    assert len(THINGS) == sum(len(group.things) for group in GROUPS) >= 45
    assert len({str(thing.words) for thing in THINGS.values()}) == len(THINGS)
    assert [group.key for group in GROUPS] == ["near", "hands", "holding", "passing", "resting", "outside"]


def test_at_least_three_or_none() -> None:
    assert shown(marked(*THREE), marked(*FOUR)) == list(THREE)
    assert shown(marked(*THREE[:2]), marked(*FOUR)) == []


def test_any_time_only_where_both_said_yes() -> None:
    one = marked("sofa", "long-hug").mark("bench", Mark.ASK)
    other = marked("long-hug", "bench").mark("sofa", Mark.ASK)
    found = matches(one, other, drawn_at(WEEK), never)
    assert [(match.key, match.any_time) for match in found] == [("sofa", False), ("long-hug", True), ("bench", False)]


def test_what_is_marked_in_the_week_counts_from_the_next_drawing() -> None:
    one, other = marked(*THREE), marked(*FOUR)
    late = one.begin(WEEK).mark("umbrella", Mark.YES)
    assert shown(late, other) == list(THREE)
    assert [match.key for match in matches(late, other, drawn_at(WEEK + 1), never)] == list(FOUR)


@pytest.mark.parametrize("weaker", ["ask", "not"])
def test_what_is_taken_back_or_weakened_is_gone_at_once(weaker: str) -> None:
    one, other = marked(*FOUR), marked(*FOUR)
    assert shown(one.begin(WEEK).mark("sofa", weaker), other) == list(FOUR[1:])
    # Said again in the same week, it waits for the next list like any mark.
    assert shown(one.begin(WEEK).mark("sofa", weaker).mark("sofa", "yes"), other) == list(FOUR[1:])


def test_a_stronger_mark_waits_too() -> None:
    one = marked("sofa", mark="ask").mark("long-hug", "yes").mark("bench", "yes")
    again = one.begin(WEEK).mark("sofa", "yes")
    assert [match.any_time for match in matches(again, marked(*THREE), drawn_at(WEEK), never)] == [False, True, True]
    assert all(match.any_time for match in matches(again, marked(*THREE), drawn_at(WEEK + 1), never))


def test_fewer_than_three_left_are_none() -> None:
    assert shown(marked(*THREE).begin(WEEK).mark("sofa", "not"), marked(*THREE)) == []


def test_a_mark_ends_with_a_drawing_between_its_21st_and_35th_day() -> None:
    ends = set()
    for minutes in (1, 7 * 24 * 60 - 1):
        for _ in range(40):
            sheet = marked("sofa", week=WEEK)
            last = next(week for week in range(WEEK, WEEK + 9) if not sheet.now(week + 1))
            ends.add(drawn_at(last + 1) - drawn_at(WEEK) - timedelta(minutes=minutes))
            assert sheet.ending(last) == ["sofa"]
    assert timedelta(days=21) <= min(ends) < max(ends) <= timedelta(days=35)
    assert len(ends) == 4


def test_a_mark_that_is_still_right_begins_again_without_a_gap() -> None:
    sheet = marked(*THREE)
    last = sheet.marks["sofa"][1]
    again = sheet.begin(last).keep(["sofa"])
    assert again.counts_in(last) == sheet.counts_in(last)
    assert again.counts_in(last + 3)["sofa"] == "yes"


def test_a_not_now_leaves_nothing_behind() -> None:
    touched = marked(*THREE).begin(WEEK).mark("umbrella", "not").mark("cheek", "not")
    assert touched.stored == marked(*THREE).begin(WEEK).stored | {
        "marks": touched.stored["marks"],
        "counting": touched.stored["counting"],
    }
    assert set(touched.stored["marks"]) == set(THREE)


# -- own things -------------------------------------------------------------------------------------------------------


def test_own_things_match_where_both_wrote_the_same() -> None:
    one = marked(*THREE).add("own-a", "A very long  look!")
    other = marked(*THREE).add("own-b", "a very long look").add("own-c", "Something else")
    assert shown_words(one, other) == "A very long  look!"
    assert shown_words(other, one) == "a very long look"


def shown_words(one: Sheet, other: Sheet) -> str:
    found = matches(one, other, drawn_at(WEEK), never)
    assert len(found) == 4
    return found[-1].words


def test_the_same_own_words_twice_are_one_thing() -> None:
    sheet = marked(*THREE).add("own-a", "A look").add("own-b", "a look.")
    assert list(sheet.own) == ["own-a"]
    assert sheet.remove("own-a").own == {}
    assert "own-a" not in sheet.remove("own-a").marks


def test_the_fullest_sheet_is_as_large_as_an_empty_one() -> None:
    sheet = marked(*THINGS)
    for nth in range(MOST_OWN + 1):
        sheet = sheet.add(f"own-{nth:012x}", chr(0x1F917 + nth) * LONGEST_OWN + str(nth))
    for nth in range(MOST_OWN + 1):
        sheet = sheet.add(f"own-{nth + 50:012x}", f"{nth}" + "丈" * (LONGEST_OWN - 2))
    assert len(sheet.own) == MOST_OWN
    field = Marks._meta.get_field("sheet")
    sizes = {len(field.to_bytes(each.stored)) for each in (Sheet(), sheet.begin(WEEK))}
    assert sizes == {ROOM}


@given(st.text(max_size=40))
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert plain(plain(words)) == plain(words)


# -- chance -----------------------------------------------------------------------------------------------------------


def test_chance_takes_each_thing_equally_often_however_long_it_has_been_there() -> None:
    weeks, taken = range(4000), [0, 0, 0]
    rolls: dict[str, float] = {}
    random = Random(7)

    def dice(name: str) -> float:
        return rolls.setdefault(name, random.random())

    for week in weeks:
        for nth, thing in enumerate(THREE):
            taken[nth] += bool(chance.off_at(thing, week, dice, []))
    expected = chance.ALL + (1 - chance.ALL) * (1 - (1 - chance.SOME * chance.PART) * (1 - chance.ONE))
    assert all(abs(each / len(weeks) - expected) < 0.02 for each in taken)


def test_what_chance_takes_is_gone_in_the_middle_of_the_week_and_comes_back_with_a_list() -> None:
    def dice(name: str) -> float:
        if name in {f"one {WEEK} sofa", "here 0 one 50 sofa"}:
            return 0.0
        if name == f"at 0 one {WEEK} sofa":
            return 0.5
        return 0.7 if name.startswith("missed") else 0.999

    one, other = marked(*FOUR), marked(*FOUR)
    assert shown(one, other, at=timedelta(days=3), dice=dice) == list(FOUR)
    assert shown(one, other, at=timedelta(days=4), dice=dice) == list(FOUR[1:])
    again = matches(one, other, drawn_at(WEEK + 1), dice)
    assert [match.key for match in again] == list(FOUR)
