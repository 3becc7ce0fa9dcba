"""Memories: their author's alone until saved for both, then in the story at their own date."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock, live
from couples.accounts.models import Person
from couples.space import services as space
from couples.space.errors import SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.erasing import services as erasing
from journal.memories import services
from journal.memories.days import DayNeedsMonth, NoSuchDay, NotYet, TooEarly, first_day, in_words
from journal.memories.models import Memory
from journal.search.finding import Wanted, find
from journal.search.query import Query
from journal.story_lines import Known
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME, NEW, SAVING, STORY = map(reverse, ("memories:home", "memories:new", "memories:saving", "story:story"))
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
Told = list[Person | None]
SUPPER = {"text": "Supper on the floor", "year": "2019", "month": "06", "day": "03"}


@pytest.fixture(autouse=True)
def evening() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Whose open pages were told; None for both's."""
    found: Told = []
    monkeypatch.setattr(live, "announce", lambda *_what, only=None: found.append(only))
    return found


def at(name: str, id: UUID) -> str:
    return reverse(f"memories:{name}", args=[id])


def saved(couple: Couple, by: Person, **said: str) -> Memory:
    return services.save(couple, by=by, id=page_id(by), words=SUPPER | said)


# -- when it was ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "month", "day", "refused"),
    [
        ("1850", "", "", TooEarly),
        ("1899", "12", "31", TooEarly),
        ("²²²²", "", "", TooEarly),
        ("2026", "11", "23", NotYet),
        ("2026", "12", "", NotYet),
        ("2027", "", "", NotYet),
        ("2023", "02", "29", NoSuchDay),
        ("2023", "", "29", DayNeedsMonth),
    ],
)
def test_a_day_that_cannot_be_is_refused(year: str, month: str, day: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        first_day(year, month, day, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("said", "on", "known", "written"),
    [
        (("1900", "", ""), date(1900, 1, 1), Known.YEAR, "1900"),
        (("2024", "02", ""), date(2024, 2, 1), Known.MONTH, "February 2024"),
        (("2024", "02", "29"), date(2024, 2, 29), Known.DAY, "29 February 2024"),
        (("2026", "11", "22"), date(2026, 11, 22), Known.DAY, "22 November 2026"),
    ],
)
def test_as_much_of_it_as_somebody_knows_is_enough(
    said: tuple[str, str, str], on: date, known: Known, written: str
) -> None:
    assert first_day(*said, today=date(2026, 11, 22)) == on
    assert in_words(on, known) == written


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"year": "1850"}, "Choose a year from 1900 on."),
        ({"year": "2026", "month": "11", "day": "23"}, "That day is still to come."),
        ({"month": "02", "day": "30"}, "There is no such day."),
        ({"month": ""}, "Choose the month too"),
        ({"year": ""}, "Choose the year."),
        ({"text": "  "}, "Write a few words about it"),
        ({"text": "x" * 4001}, "There’s room for 4000 characters here."),
    ],
)
def test_a_page_says_what_is_not_right_and_keeps_the_words(
    said: dict[str, str], sentence: str, ada: Person, couple: Couple, ada_client: Client
) -> None:
    answer = ada_client.post(SAVING, {"id": str(page_id(ada))} | SUPPER | said)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert "Supper on the floor" in words_of(answer) or "text" in said
    assert not Memory.objects.exists()


def test_today_is_its_authors_own(couple: Couple, ada: Person, ben: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="Pacific/Auckland")
    ada.refresh_from_db()
    tomorrow_here = {"year": "2026", "month": "11", "day": "23"}
    assert saved(couple, ada, **tomorrow_here).on == date(2026, 11, 23)
    with pytest.raises(NotYet):
        saved(couple, ben, **tomorrow_here)


# -- whose it is ------------------------------------------------------------------------------------------------------


def test_a_draft_is_its_authors_alone(
    couple: Couple,
    ada: Person,
    ada_client: Client,
    ben_client: Client,
    stranger_client: Client,
    told: list[Person | None],
) -> None:
    id = page_id(ada)
    pages = [HOME, STORY, at("memory", id), at("edit", id)]
    before = [words_of(ben_client.get(page)) for page in pages]
    for _twice in range(2):
        assert ada_client.post(at("draft", id), {"text": "Supper", "year": ""}).status_code == 204
    assert Memory.objects.get().text == "Supper"
    assert "Supper" in words_of(ada_client.get(HOME))
    assert [words_of(ben_client.get(page)) for page in pages] == before
    assert {client.get(at("edit", id)).status_code for client in (ben_client, stranger_client)} == {404}
    assert set(told) == {ada}


def test_saved_both_read_it_and_nobody_else(
    couple: Couple,
    ada: Person,
    ada_client: Client,
    ben_client: Client,
    stranger_client: Client,
    told: list[Person | None],
) -> None:
    id = page_id(ada)
    for _twice in range(2):
        answer = ada_client.post(SAVING, {"id": str(id)} | SUPPER)
        assert (answer.status_code, answer["Location"]) == (303, at("memory", id))
    assert Memory.objects.count() == 1
    assert set(told) == {None}
    for client in (ada_client, ben_client):
        for page in (HOME, at("memory", id), STORY):
            assert "Supper on the floor" in words_of(client.get(page))
    assert "3 June 2019" in words_of(ben_client.get(at("memory", id)))
    assert "Change it" in words_of(ada_client.get(at("memory", id)))
    assert "Change it" not in words_of(ben_client.get(at("memory", id)))
    assert stranger_client.get(at("memory", id)).status_code == 404
    assert "Supper" not in words_of(stranger_client.get(STORY))


def test_its_author_changes_it_and_the_other_cannot(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    memory = saved(couple, ada)
    assert ben_client.get(at("edit", memory.pk)).status_code == 404
    ben_client.post(SAVING, {"id": str(memory.pk)} | SUPPER | {"text": "Ben’s"})
    memory.refresh_from_db()
    assert memory.text == "Supper on the floor"
    assert ada_client.post(SAVING, {"id": str(memory.pk)} | SUPPER | {"text": "Soup", "day": ""}).status_code == 303
    memory.refresh_from_db()
    assert (memory.text, memory.on, memory.when) == ("Soup", date(2019, 6, 1), "June 2019")


def test_a_late_autosave_changes_nothing_that_both_can_read(couple: Couple, ada: Person, ada_client: Client) -> None:
    memory = saved(couple, ada)
    assert ada_client.post(at("draft", memory.pk), SUPPER | {"text": "Supper"}).status_code in {204, 409}
    late = ada_client.post(SAVING, SUPPER | {"id": str(memory.pk), "text": "Something else", "keep": "1"})
    assert late.status_code == 409
    assert "You have already saved that one" in words_of(late)
    assert "Something else" in words_of(late)
    assert Memory.objects.get().text == "Supper on the floor"


def test_saving_shows_what_another_device_wrote_first(couple: Couple, ada: Person, ada_client: Client) -> None:
    id = page_id(ada)
    base = json.dumps([{"text": [""], "year": [""], "month": [""], "day": [""]}])
    services.keep_draft(couple, by=ada, id=id, words=SUPPER | {"text": "From the phone"})
    answer = ada_client.post(SAVING, {"id": str(id)} | SUPPER | {"text": "From the laptop", "base": base})
    assert answer.status_code == 422
    assert all(words in words_of(answer) for words in ("From the phone", "From the laptop"))
    assert Memory.objects.get().is_draft


def test_a_draft_is_thrown_away_by_its_author_alone(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    id = page_id(ada)
    services.keep_draft(couple, by=ada, id=id, words={"text": "Supper"})
    assert ben_client.post(at("removal", id)).status_code == 404
    assert ada_client.post(at("removal", id)).status_code == 303
    assert not Memory.objects.exists()
    assert ada_client.post(at("removal", saved(couple, ada).pk)).status_code == 404


def test_what_is_kept_private_stands_among_the_drafts(couple: Couple, ada: Person, ada_client: Client) -> None:
    answer = ada_client.post(SAVING, {"id": str(page_id(ada)), "text": "", "year": "2019", "keep": "1"})
    assert (answer.status_code, answer["Location"]) == (303, HOME)
    page = words_of(ada_client.get(HOME))
    assert "Saved. Only you can see it." in page
    assert "Empty draft" in page
    assert "2019" in words_of(ada_client.get(at("edit", Memory.objects.get().pk)))


# -- where it stands --------------------------------------------------------------------------------------------------


def test_in_the_story_it_stands_at_its_own_date_as_far_as_that_is_known(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    saved(couple, ada, text="The year", month="", day="")
    saved(couple, ben, text="The month", day="")
    saved(couple, ada, text="The day")
    saved(couple, ben, text="Another June", year="2020")
    saved(couple, ada, text="A first of January", month="01", day="01")
    page = words_of(ada_client.get(STORY))
    wanted = ["June 2020", "Another June", "June 2019", "Monday 3", "The day", "Some day that month", "The month"]
    wanted += ["January 2019", "A first of January", "<h2>2019</h2>", "Some time that year", "The year"]
    at_places = [page.index(words) for words in wanted]
    assert at_places == sorted(at_places)
    assert "Back after" not in page


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_its_date_is_the_same_wherever_its_reader_is(
    couple: Couple, ada: Person, ben_client: Client, zone: str
) -> None:
    saved(couple, ada, day="01")
    Person.objects.filter(name="Ben").update(zone=zone)
    page = words_of(ben_client.get(STORY))
    assert "June 2019" in page
    assert "Saturday 1" in page


def test_many_are_read_page_by_page(couple: Couple, ada: Person, ada_client: Client) -> None:
    for day in range(1, 26):
        saved(couple, ada, text=f"Number {day},", day=f"{day:02}")
    pages = [words_of(ada_client.get(f"{HOME}?from={start}")) for start in (0, 20)]
    assert [sum(page.count(f">Number {day},<") for page in pages) for day in range(1, 26)] == [1] * 25
    assert "?from=20" in pages[0]


def test_it_is_found_by_its_words_and_by_its_year(couple: Couple, ada: Person, ben: Person) -> None:
    memory = saved(couple, ada, day="")
    services.keep_draft(couple, by=ada, id=page_id(ada), words={"text": "Supper again, not told yet"})

    def found(person: Person, words: str, **more: Any) -> list[tuple[str, date | None]]:
        there, _more = find(couple, person, Wanted(query=Query.of(words), **more), 9)
        return [(each.title, each.on) for each in there if each.url.startswith(HOME)]

    assert found(ben, "supper floor") == found(ben, "june 2019") == [("June 2019", None)]
    assert len(found(ada, "supper")) == 2
    assert found(ben, "supper", since=date(2019, 7, 1)) == []
    assert len(found(ben, "supper", since=date(2019, 6, 1), until=date(2019, 6, 30))) == 1
    assert memory.known is Known.MONTH


def test_erased_it_is_gone_from_every_page_and_its_place_is_left(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    memory = saved(couple, ada)
    just = erasing.erase(couple, by=ada, practice="memories", kind="memory", id=memory.pk)
    for client in (ada_client, ben_client):
        assert "Supper" not in words_of(client.get(STORY)) + words_of(client.get(HOME))
        assert "This is no longer here." in words_of(client.get(at("memory", memory.pk)))
    assert ada_client.get(at("edit", memory.pk)).status_code == 404
    assert ada_client.post(SAVING, {"id": str(memory.pk)} | SUPPER | {"text": "Again"}).status_code == 409
    assert Memory.objects.get().text == ""
    erasing.undo(just)
    assert "Supper on the floor" in words_of(ben_client.get(STORY))


def test_nothing_is_written_once_one_has_left(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> None:
    memory = saved(couple, ada)
    draft = services.keep_draft(couple, by=ada, id=page_id(ada), words={"text": "Not told"})
    leaving.leave(couple, by=ben)
    for act in (services.save, services.keep_draft):
        with pytest.raises(SpaceClosed):
            act(couple, by=ada, id=uuid4(), words=SUPPER)
    with pytest.raises(SpaceClosed):
        services.discard(draft)
    assert {each.pk for each in Memory.objects.all()} == {memory.pk, draft.pk}


def test_alone_it_waits_for_who_joins(ada: Person, client_for: Callable[[Person], Client]) -> None:
    couple = space.begin(by=ada, called="Ben")
    page = words_of(client_for(ada).get(NEW))
    assert "Only me until my partner joins, then both" in page
    saved(couple, ada)
    assert Memory.objects.get().opened_at == clock.now()
