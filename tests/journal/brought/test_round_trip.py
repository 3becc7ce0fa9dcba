"""What one person takes along and brings to a new account is all there, once, and nobody else's."""

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couples.accounts.models import Person
from couples.space.leaving import services as leaving
from couples.space.models import Couple, Membership
from journal.brought import services
from journal.brought.models import BroughtRecord
from journal.brought.services import Outcome
from journal.erasing.everything import erase_words
from journal.export import book, html_file, json_file
from journal.export.records import Reader, count, kinds
from tests.addresses import world
from tests.factories import PersonFactory, make_couple
from tests.journal.brought.files import record, words_json

pytestmark = pytest.mark.django_db


def taken(couple: Couple, person: Person) -> bytes:
    return "".join(json_file.write(Reader.of(couple, person))).encode()


def records_of(file: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file)["records"]
    return found


def own(file: bytes) -> dict[tuple[str, str, str], dict[str, Any]]:
    """One's own records by their name, without the mark that they were brought along."""
    mine = [each for each in records_of(file) if each["by"] == "you"]
    named = {
        (each["practice"], each["kind"], each["id"]): {key: said for key, said in each.items() if key != "brought"}
        for each in mine
    }
    assert len(named) == len(mine), "something is there twice"
    return named


def bring(file: bytes, by: Person, couple: Couple | None = None) -> Outcome:
    return services.bring(io.BytesIO(file), by=by, couple=couple)


@pytest.fixture
def elsewhere(db: None) -> tuple[Couple, Person]:
    """A new account, in a new couple with somebody else."""
    person = PersonFactory(name="Ada again", email="again@example.org")
    return make_couple(person, PersonFactory(name="Other", email="other@example.org")), person


def test_all_practices_come_along_and_go_along_again(
    couple: Couple, ada: Person, ben: Person, elsewhere: tuple[Couple, Person]
) -> None:
    world(couple, ada, ben, "CANARY “ß 漢\u2028\n 👩‍👩‍👧", many=2)
    before, (new_couple, again) = taken(couple, ada), elsewhere
    assert bring(before, again, new_couple) is Outcome.BROUGHT
    after = taken(new_couple, again)
    assert own(after) == own(before)
    played = {name[:2] for name in own(before)}
    assert len(played) > 12
    assert {each["brought"] for each in records_of(after)} == {True}
    # A third time, into another account: the mark is no obstacle.
    third = PersonFactory(name="Third", email="third@example.org")
    bring(after, third)
    assert BroughtRecord.objects.by(third).count() == len(own(before))


def test_the_same_file_twice_changes_nothing(couple: Couple, ada: Person, ben: Person, elsewhere: Any) -> None:
    world(couple, ada, ben, "CANARY", many=1)
    file, (new_couple, again) = taken(couple, ada), elsewhere
    bring(file, again, new_couple)
    rows = list(BroughtRecord.objects.order_by("pk").values())
    assert bring(file, again, new_couple) is Outcome.SAME
    assert list(BroughtRecord.objects.order_by("pk").values()) == rows


def test_what_is_here_as_it_was_written_does_not_come_along_again(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, "CANARY", many=1)
    BroughtRecord.objects.all().delete()
    file = taken(couple, ada)
    assert bring(file, ada, couple) is Outcome.SAME
    assert not BroughtRecord.objects.exists()
    # Whoever is in no couple has it brought along; an archive of the couple it is from still names it once.
    bring(file, ada)
    assert own(taken(couple, ada)) == own(file)
    reader = Reader.of(couple, ada)
    assert count(reader) == len(records_of(file)) + BroughtRecord.objects.count()


def test_of_two_files_the_later_one_counts(elsewhere: tuple[Couple, Person]) -> None:
    couple, again = elsewhere
    first = record(data={"text": "Half"}, parts=[{"heading": "", "words": "Half"}])
    second = first | {"data": {"text": "Whole"}, "parts": [{"heading": "", "words": "Whole"}]}
    bring(words_json(first), again)
    assert bring(words_json(second, made_at="2026-11-21T20:00:00Z"), again) is Outcome.BROUGHT
    assert bring(words_json(first), again) is Outcome.SAME
    assert own(taken(couple, again)) == own(words_json(second))


def test_it_is_read_and_printed_beside_ones_own(elsewhere: tuple[Couple, Person]) -> None:
    couple, again = elsewhere
    bring(words_json(record(title="A title", when="2026-10-01")), again)
    page = "".join(html_file.write(Reader.of(couple, again)))
    assert all(said in page for said in ("Brought along", "Thank-yous", "A title", "CANARY", "1 October 2026"))
    assert [name for name, _volume in book.volumes(Reader.of(couple, again))] == ["book.pdf"]


def test_it_survives_leaving_and_the_other_never_has_any_of_it(elsewhere: tuple[Couple, Person]) -> None:
    couple, again = elsewhere
    other = Membership.objects.filter(couple=couple).exclude(person=again).get().person
    bring(words_json(record()), again)
    assert b"CANARY" not in taken(couple, other)
    leaving.leave(couple, by=other)
    assert b"CANARY" in taken(couple, again)
    assert b"CANARY" not in taken(couple, other)


def test_it_goes_with_everything_that_somebody_erases(ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        bring(words_json(record()), person)
    erase_words(ada)
    assert list(BroughtRecord.objects.values_list("person", flat=True)) == [ben.pk]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
INSTANTS = st.datetimes().map(lambda at: f"{at.isoformat()}Z") | st.dates().map(lambda on: on.isoformat()) | st.none()


@st.composite
def anything(draw: st.DrawFn) -> dict[str, Any]:
    """A record of any kind there is, saying anything."""
    practice, words = draw(st.sampled_from(list(kinds())))
    return {
        "practice": practice.key,
        "kind": words.key,
        "id": str(draw(st.uuids())),
        "by": draw(st.sampled_from(["you", "you", "other", None])),
        "state": draw(st.sampled_from(["draft", "sealed", "private", "open"])),
        "when": draw(INSTANTS),
        "title": draw(TEXTS),
        "parts": draw(st.lists(st.fixed_dictionaries({"heading": TEXTS, "words": TEXTS}), max_size=3)),
        "data": draw(st.dictionaries(TEXTS, DATA, max_size=4)),
    }


RECORDS = st.lists(anything(), max_size=5, unique_by=lambda each: each["id"])


def nothing_is_lost(elsewhere: tuple[Couple, Person], found: list[dict[str, Any]]) -> None:
    couple, again = elsewhere
    services.take_away(by=again)
    file = words_json(*found)
    bring(file, again, couple)
    once = taken(couple, again)
    assert own(once) == own(file)
    bring(once, again, couple)
    assert records_of(taken(couple, again)) == records_of(once)


@given(RECORDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_and_nothing_doubled(elsewhere: tuple[Couple, Person], found: list[dict[str, Any]]) -> None:
    nothing_is_lost(elsewhere, found)


@pytest.mark.long_run
@given(RECORDS)
@settings(max_examples=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_at_length(elsewhere: tuple[Couple, Person], found: list[dict[str, Any]]) -> None:
    nothing_is_lost(elsewhere, found)
