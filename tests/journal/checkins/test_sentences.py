"""An opened check-in reads like a sentence, and no word of theirs is bent into it."""

import pytest
from django.utils import translation

from journal.checkins.models import Energy
from journal.checkins.sentences import Told, own_words, sentence, series


@pytest.mark.parametrize(
    ("energy", "feelings", "said"),
    [
        ("some", ["grateful"], "Sam has some energy today, and feels grateful."),
        ("little", ["tired", "amused"], "Sam has a little energy today, and feels tired and amused."),
        ("none", [], "Sam has no energy left today."),
        ("", ["tired", "sad", "tight"], "Sam feels tired, sad and stressed today."),
        ("", [], ""),
        ("", ["like a wet Monday"], ""),
        ("plenty", ["like a wet Monday"], "Sam has plenty of energy today."),
        ("gone", ["calm"], "Sam feels calm today."),
    ],
)
def test_it_says_what_was_chosen(energy: str, feelings: list[str], said: str) -> None:
    assert sentence(Told.NAME_TODAY, energy, feelings, name="Sam") == said


@pytest.mark.parametrize("told", Told)
@pytest.mark.parametrize("energy", ["", *Energy.values])
def test_every_way_of_telling_is_a_whole_sentence(told: Told, energy: str) -> None:
    for feelings in (["calm"], ["calm", "proud"], []):
        said = sentence(told, energy, feelings, name="Sam")
        assert said.endswith(".") or not (energy or feelings)
        assert "%" not in said
        assert ("Sam" in said) == (told in {Told.NAME_TODAY, Told.NAME_THEN} and bool(said))
        assert ("today" in said) == (told in {Told.NAME_TODAY, Told.YOU_TODAY} and bool(said))


def test_a_name_with_a_percent_sign_is_a_name() -> None:
    assert sentence(Told.NAME_THEN, "some", [], name="100%(s)") == "100%(s) had some energy."


def test_their_own_words_stay_as_they_wrote_them() -> None:
    assert own_words(["tired", "glad of you", "CALM"]) == "glad of you, CALM"
    with translation.override("de"):
        assert own_words(["glad of you"]) == "glad of you"


def test_a_series_has_one_and_at_its_end() -> None:
    assert [series(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
