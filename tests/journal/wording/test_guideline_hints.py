"""Hints under a guideline: kind, never in the way, and silent about all that is well."""

import time

import pytest
from django.utils import translation

from journal.agreements.hints import hint_for
from journal.agreements.writing.starters import GROUPS
from journal.wording.guideline_rules import GENTLE, SAFETY

NAMES = ("Ada", "Ben")
STARTERS = [str(starter.words) for group in GROUPS for starter in group.starters]

HARMLESS = [
    "We never shout.",
    "We don’t shout, and nobody throws anything.",
    "While one of us talks, both phones lie in another room.",
    "We don’t read each other’s messages.",
    "Our phones are our own, and nobody looks through them.",
    "Nobody has to share their location.",
    "We never ask for each other’s passwords.",
    "Nobody checks where the other one is.",
    "We talk before either of us spends more than two hundred euros.",
    "Both of us have money of our own, and nobody asks what for.",
    "We look at our budget on the first Sunday of the month.",
    "Each of us pays half of the rent.",
    "We talk about sex once a month, on the sofa and dressed.",
    "Nobody owes anybody sex.",
    "Sex is never a reward.",
    "Either of us can say no to sex at any time, without a reason.",
    "We have sex only when both of us want to.",
    "We leave friends out of our quarrels.",
    "We don’t argue in front of our friends.",
    "We don’t talk to our parents about what was said in a quarrel.",
    "Each of us sees their friends once a week, alone.",
    "Ada meets her sister on Thursdays, and Ben goes climbing.",
    "We visit both families at Christmas, in turn.",
    "When your mother calls while we talk, it can ring.",
    "Either of us can say break. Both stop at once.",
    "Whoever asks for a break says when they will be back.",
    "If one of us cries, the other asks “What would help?”",
    "We say “I felt…” before we say what should change.",
    "We leave out “You always” and “You never”.",
    "We don’t tell each other “You are lazy”.",
    "We call nobody crazy, stupid or childish.",
    "Each of us may finish a sentence.",
    "We don’t use old messages as proof.",
    "After a quarrel we ask “A hug?”, and a no is fine.",
    "Nobody stands in a doorway or holds on to the other.",
    "We eat before we talk about money.",
    "We don’t punish each other with silence.",
    "We answer messages when we have time; late is fine.",
    "We write “Can we talk tonight?” and not more by text message.",
    "When one of us is jealous, they say it the same evening.",
    "We say thank you for one thing every day.",
    "We listen until the other has finished, then say back what we heard.",
    "Ada and Ben will both say when they need quiet.",
    "We don’t look at our phones in bed.",
    "We put our phones on the shelf at nine.",
    "We take photos of good days and hang them up.",
    "We check the calendar together on Sundays.",
    "We don’t call each other after midnight to argue.",
    "The one who cooks does not wash up.",
    "We don’t cut each other off, and nobody cuts in.",
    "We call if we will be more than an hour late, and say where we are.",
    "We look at the photos of our wedding when it is hard.",
    "Both of us see messages from school.",
    "Nobody blocks the other one’s number after a quarrel.",
    "We stop talking when one of us says stop.",
    "We share what we see in each other.",
    "We tell each other our code word for breaks.",
    "Nobody leaves the house without saying goodbye.",
    "We decide about big purchases together.",
    "When one says break, the other answers “Yes” at once.",
    "我们不大声说话。",
    "Wir schreien nicht.",
    "",
]

WORTH_A_HINT = [
    # about both
    ("You must say sorry first.", "both"),
    ("Ben has to tell me when he is late.", "both"),
    ("Ada never raises her voice.", "both"),
    ("You should listen.", "both"),
    ("She doesn’t interrupt.", "both"),
    ("I will not shout any more.", "both"),
    ("I promise to be on time.", "both"),
    ("Ada needs to put her phone away at dinner.", "both"),
    ("We agree that Ben must stop slamming doors.", "both"),
    ("Tell me before it is too late.", "both"),
    ("You are not allowed to interrupt.", "both"),
    # behaviour
    ("Nobody is lazy.", "behaviour"),
    ("Don’t be so childish.", "behaviour"),
    ("We stop being selfish.", "behaviour"),
    ("We are not dramatic.", "behaviour"),
    ("Be a better partner.", "behaviour"),
    ("No one acts like a baby.", "behaviour"),
    ("Stop being so difficult.", "behaviour"),
    # noticeable
    ("We respect each other.", "noticeable"),
    ("We are nice to each other.", "noticeable"),
    ("Be more patient.", "noticeable"),
    ("We communicate better.", "noticeable"),
    ("We listen better.", "noticeable"),
    ("We do our best.", "noticeable"),
    ("We love each other.", "noticeable"),
    ("We spend more time with each other.", "noticeable"),
    ("Nobody overreacts, or we overreact less.", "noticeable"),
]

WORTH_SAFETY = [
    ("We can check each other’s phones at any time.", "watching"),
    ("Ben may read Ada’s messages.", "watching"),
    ("We share our location all the time.", "watching"),
    ("We know each other’s passwords.", "watching"),
    ("You give me the passcode of your phone.", "watching"),
    ("No locked phones in this house.", "watching"),
    ("We never delete messages.", "watching"),
    ("Phones are always open for the other.", "watching"),
    ("Location stays on.", "watching"),
    ("Either of us can look through the other’s mail.", "watching"),
    ("I always know where you are.", "watching"),
    ("Messages are answered within five minutes.", "watching"),
    ("You send me a photo as proof.", "watching"),
    ("There is a tracker in the car.", "watching"),
    ("You don’t lock your phone.", "watching"),
    ("You don’t have your own bank account.", "money"),
    ("Ben decides about all the money.", "money"),
    ("Ada hands over her salary.", "money"),
    ("Ada asks Ben before she buys anything.", "money"),
    ("We show all receipts.", "money"),
    ("She gets a weekly allowance.", "money"),
    ("You are not allowed to work.", "money"),
    ("Ada gives up her job.", "money"),
    ("No spending without my permission.", "money"),
    ("Only Ben has the card.", "money"),
    ("We have sex at least twice a week.", "sex"),
    ("Sex whenever one of us wants it.", "sex"),
    ("We never refuse sex.", "sex"),
    ("Nobody says no to sex.", "sex"),
    ("You have to have sex with me after a quarrel.", "sex"),
    ("After every fight we have sex.", "sex"),
    ("Sex is a duty in a marriage.", "sex"),
    ("Intimacy every night.", "sex"),
    ("You don’t see your friends any more.", "people"),
    ("Ada stops talking to her sister.", "people"),
    ("No male friends.", "people"),
    ("No contact with your ex.", "people"),
    ("We only meet friends together.", "people"),
    ("Neither of us goes out alone.", "people"),
    ("You ask me before meeting anyone.", "people"),
    ("We cut off whoever is against us.", "people"),
    ("Ada deletes the numbers of other men.", "people"),
    ("I decide who comes to the house.", "people"),
    ("Whoever starts may be slapped, and I may slap back.", "force"),
    ("You may not leave the house.", "force"),
]


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(HARMLESS) >= 40
    assert len(WORTH_A_HINT) + len(WORTH_SAFETY) >= 40


@pytest.mark.parametrize("line", [*HARMLESS, *STARTERS])
def test_a_line_that_is_well_gets_no_hint(line: str) -> None:
    assert hint_for(line, names=NAMES, writing=True) is None


@pytest.mark.parametrize(("line", "key"), WORTH_A_HINT)
def test_a_line_that_could_be_put_better_gets_one_kind_hint_for_its_writer(line: str, key: str) -> None:
    found = hint_for(line, names=NAMES, writing=True)
    assert found
    assert (found.key, found.safety) == (key, False)
    assert hint_for(line, names=NAMES) is None, "only whoever writes it is told how to put it"


@pytest.mark.parametrize(("line", "key"), WORTH_SAFETY)
def test_a_line_that_could_be_used_against_somebody_says_so_to_both(line: str, key: str) -> None:
    for writing in (True, False):
        found = hint_for(line, names=NAMES, writing=writing)
        assert found
        assert (found.key, found.safety) == (key, True)


@pytest.mark.parametrize("name", ["Will", "May", "C++ (“x”)", "O’Hara", " "])
def test_a_name_that_is_a_word_or_a_pattern_is_only_a_name(name: str) -> None:
    assert hint_for("We will rest, and may begin again tomorrow.", names=[name], writing=True) is None


def test_a_name_with_an_apostrophe_is_found_however_it_is_typed() -> None:
    for line in ("O’Hara must call.", "O'Hara must call."):
        found = hint_for(line, names=["O’Hara"], writing=True)
        assert found
        assert found.key == "both"


def test_no_hint_blames_anybody() -> None:
    for rule in SAFETY:
        assert "doesn’t feel free to say no" in str(rule.words)


def test_a_hint_under_a_guideline_quotes_nothing_of_it() -> None:
    assert [rule.key for rule in (*SAFETY, *GENTLE) if "%" in str(rule.words)] == []


@pytest.mark.parametrize(
    "unit", ["check ", "we have ", "phones ", "no ", "not see ", "a, ", "ask before ", "“", "x", "\n"]
)
def test_the_longest_line_of_anything_is_looked_through_at_once(unit: str) -> None:
    line = (unit * 2_000)[:2_000]
    started = time.process_time()
    hint_for(line, names=NAMES, writing=True)
    assert time.process_time() - started < 0.5


def test_a_reader_of_another_language_gets_none() -> None:
    with translation.override("de"):
        found = [hint_for(line, names=NAMES, writing=True) for line, _key in WORTH_SAFETY]
    assert set(found) == {None}
