"""Looking ahead: hopes sealed as a whole, opened together, and matched by the two people alone."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from couples.space.models import Couple, Membership
from journal.visions import services
from journal.visions.areas import AREAS, VALUES
from journal.visions.models import Hope, Step, Vision
from tests.journal.visions.hoping import EVENING, HOPE, hope, opened, page, url
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def test_lists_have_names_and_keys_that_fit_their_columns() -> None:
    assert len(dict(AREAS)) == len(AREAS) == 8
    assert len(dict(VALUES)) == len(VALUES) == 16
    assert all(len(key) <= 10 for key, _ in AREAS)


# -- writing ----------------------------------------------------------------------------------------------------------


def test_a_hope_is_written_changed_and_sent_twice_as_one(ada_client: Client, couple: Couple) -> None:
    address = ada_client.get(url("new"))["Location"]
    for words in ("A house by the sea", "A house by the sea", "A flat near the sea"):
        answer = ada_client.post(address, HOPE | {"words": words})
        assert (answer.status_code, answer["Location"]) == (303, url("home"))
    assert [each.words for each in Hope.objects.all()] == ["A flat near the sea"]
    told = page(ada_client)
    assert "A flat near the sea" in told
    assert "In three years" in told
    assert "In five years" not in told


def test_it_keeps_itself_while_it_is_typed_and_empty_ones_are_not_sealed(
    ada_client: Client, couple: Couple, ada: Person
) -> None:
    id = uuid4()
    assert ada_client.post(url("draft", id), HOPE | {"words": ""}).status_code == 204
    ada_client.post(url("seal"))
    assert "Write one hope first" in page(ada_client)
    assert ada_client.post(url("draft", id), HOPE | {"words": "By the sea"}).status_code == 204
    ada_client.post(url("draft", uuid4()), HOPE | {"words": " "})
    ada_client.post(url("seal"))
    assert [each.words for each in Hope.objects.sealed()] == ["By the sea"]
    assert Hope.objects.count() == 1
    assert ada_client.post(url("draft", id), HOPE | {"words": "Late"}).status_code == 409
    assert Hope.objects.get().words == "By the sea"


@pytest.mark.parametrize(
    "change",
    [{"words": "  "}, {"words": "w" * 1001}, {"horizon": "2"}, {"area": "x"}, {"own_value": "v" * 41, "value": ""}],
)
def test_what_is_refused_is_said_beside_its_field_and_kept(
    ada_client: Client, couple: Couple, change: dict[str, str]
) -> None:
    answer = ada_client.post(url("hope", uuid4()), HOPE | change)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {next(iter(change))}
    assert (HOPE | change)["words"].strip() in words_of(answer)
    assert not Hope.objects.exists()


def test_taken_away_comes_back_until_they_are_sealed(ada_client: Client, couple: Couple, ada: Person) -> None:
    one, other = hope(couple, ada, words="One"), hope(couple, ada, words="Other")
    ada_client.post(url("removal", one.pk))
    told = page(ada_client)
    assert url("return", one.pk) in told
    ada_client.post(url("return", one.pk))
    assert "One" in page(ada_client)
    services.remove(one)
    services.seal(couple, by=ada)
    assert list(Hope.objects.values_list("pk", flat=True)) == [other.pk]


def test_there_is_room_for_sixty(ada_client: Client, couple: Couple, ada: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST", 2)
    first = hope(couple, ada)
    hope(couple, ada)
    answer = ada_client.post(url("hope", uuid4()), HOPE | {"words": "One more"})
    assert answer.status_code == 422
    assert "One more" in words_of(answer)
    assert ada_client.post(url("hope", first.pk), HOPE).status_code == 303


def test_an_id_that_is_the_others_hope_is_a_free_one_and_nothing_is_written_over(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    theirs = hope(couple, ben, words="CANARY")
    assert "CANARY" not in words_of(ada_client.get(url("hope", theirs.pk)))
    for name in ("hope", "draft"):
        ada_client.post(url(name, theirs.pk), HOPE | {"words": "Mine"})
    with pytest.raises(IntegrityError), transaction.atomic():
        hope(couple, ada, theirs.pk, words="Mine")
    assert {(each.author, each.words) for each in Hope.objects.all()} == {(ada, "Mine"), (ben, "CANARY")}


# -- sealed, then open ------------------------------------------------------------------------------------------------


def everything(client: Client) -> list[str]:
    return [page(client), page(client, "over-time"), *(words_of(client.get(f"/{at}/")) for at in ("today", "us"))]


@pytest.mark.parametrize("begun", [False, True])
def test_pages_are_the_same_to_the_byte_whatever_the_other_has_written_or_sealed(
    ben_client: Client, couple: Couple, ada: Person, ben: Person, begun: bool
) -> None:
    with time_machine.travel(EVENING, tick=False):
        if begun:
            hope(couple, ben, words="His draft")
        before = everything(ben_client)
        for nth in range(3):
            hope(couple, ada, words="CANARY" * nth or "CANARY")
        assert everything(ben_client) == before
        services.seal(couple, by=ada)
        assert everything(ben_client) == before
        services.retract(couple, by=ada)
        assert everything(ben_client) == before


def test_all_of_both_open_together_and_nothing_before(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    hope(couple, ada, words="Hers")
    ada_client.post(url("seal"))
    assert "Your hopes are sealed." in page(ada_client)
    hope(couple, ben, words="His")
    assert "Hers" not in page(ben_client)
    ben_client.post(url("seal"))
    for client in (ada_client, ben_client):
        told = page(client)
        assert "Hers" in told
        assert "His" in told


@pytest.mark.parametrize("first", ["ada", "ben"])
def test_who_had_written_first_does_not_show(
    first: str, ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    hers_and_his = [(ada, "A garden"), (ben, "A boat")]
    for person, words in hers_and_his if first == "ada" else reversed(hers_and_his):
        hope(couple, person, words=words)
        services.seal(couple, by=person)
    for name in ("home", "over-time"):
        told = page(ada_client, name)
        assert 0 < told.rfind("A garden") < told.rfind("A boat")


def test_sealed_ones_are_taken_back_and_opened_ones_are_not(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    mine = hope(couple, ada)
    services.seal(couple, by=ada)
    assert ada_client.post(url("hope", mine.pk), HOPE | {"words": "Changed"}).status_code == 422
    ada_client.post(url("retraction"))
    assert ada_client.post(url("hope", mine.pk), HOPE | {"words": "Changed"}).status_code == 303
    services.seal(couple, by=ada)
    hope(couple, ben)
    services.seal(couple, by=ben)
    for name, args in (("retraction", ()), ("removal", (mine.pk,)), ("seal", ())):
        ada_client.post(url(name, *args))
    mine.refresh_from_db()
    assert (mine.words, mine.is_open, mine.removed_at) == ("Changed", True, None)
    assert ada_client.post(url("hope", uuid4()), HOPE).status_code == 422


def test_hints_reach_the_other_only_at_the_opening(
    couple: Couple, ada: Person, ben: Person, hints: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(hope(couple, ada))
        hope(couple, ada)
        services.seal(couple, by=ada)
        services.retract(couple, by=ada)
        services.seal(couple, by=ada)
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}
    hints.clear()
    hope(couple, ben)
    with django_capture_on_commit_callbacks(execute=True):
        services.seal(couple, by=ben)
    assert {channel for channel, _ in hints} == {couple_channel(couple.pk)}
    assert list(Message.objects.filter(kind="opened").values_list("person", flat=True)) == [ada.pk]


def test_opening_is_one_transaction_or_none(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (ada, ada, ben):
        hope(couple, person)
    services.seal(couple, by=ada)
    save, calls = Hope.save, []

    def dying(self: Hope, *args: Any, **kwargs: Any) -> None:
        calls.append(self)
        if len(calls) == nth:
            raise ConnectionError
        save(self, *args, **kwargs)

    monkeypatch.setattr(Hope, "save", dying)
    for nth in (1, 2, 3):  # noqa: B007  read above
        calls.clear()
        with pytest.raises(ConnectionError):
            services.seal(couple, by=ben)
        assert not Hope.objects.opened().exists()
        assert not Hope.objects.by(ben).sealed().exists()
    monkeypatch.setattr(Hope, "save", save)
    assert services.seal(couple, by=ben)
    assert Hope.objects.opened().count() == 3


def test_what_one_left_sealed_never_opens(couple: Couple, ada: Person, ben: Person) -> None:
    hope(couple, ada)
    services.seal(couple, by=ada)
    Membership.objects.filter(person=ada).update(left_at=clock.now())
    hope(couple, ben)
    assert not services.seal(couple, by=ben)
    assert not Hope.objects.opened().exists()


def test_words_values_and_guesses_are_encrypted_in_the_database(couple: Couple, ada: Person) -> None:
    hope(couple, ada, words="CANARY", value="CANARY", guess="unsure")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM journal_hope")
        row = repr(cursor.fetchall())
    assert "CANARY" not in row
    assert "unsure" not in row


# -- the next time ----------------------------------------------------------------------------------------------------


def test_looking_ahead_again_stands_beside_the_last_and_begins_once(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    with time_machine.travel(EVENING - timedelta(days=365), tick=False):
        opened(couple, ada, ben)
    for client in (ada_client, ben_client, ada_client):
        client.post(url("beginning"), {"after": "1"})
    assert [each.number for each in Vision.objects.order_by("number")] == [1, 2]
    assert "One hope is enough to start with" in page(ada_client)
    hope(couple, ada, words="Newer")
    told = page(ada_client, "over-time")
    assert told.index("Hers") < told.index("Newer")
    assert "Newer" not in page(ben_client, "over-time")
    ada_client.post(url("beginning"), {"after": "2"})
    assert "You can carry on with it" in page(ada_client)
    assert Vision.objects.count() == 2


def test_an_opened_hope_can_be_said_back(ben_client: Client, couple: Couple, ada: Person, ben: Person) -> None:
    mine, _theirs = opened(couple, ada, ben)
    address = reverse("listening:page", args=["visions", mine.pk])
    assert address in page(ben_client)
    assert "Hers" in words_of(ben_client.get(address))


def test_pages_ask_the_same_few_questions_however_much_there_is(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    def cost() -> list[int]:
        found = []
        for name in ("home", "over-time"):
            page(ada_client, name)
            with CaptureQueriesContext(connection) as queries:
                page(ada_client, name)
            found.append(len(queries))
        return found

    opened(couple, ada, ben)
    few = cost()
    vision = Vision.objects.get()
    for nth in range(50):
        for person in (ada, ben):
            more = Hope(couple=couple, author=person, vision=vision, horizon=1, area="us", opened_at=clock.now())
            more.words = str(nth)
            more.save()
        Step.objects.create(couple=couple, vision=vision, words="x", on=date(2027, 1, 1), made_by=ada)
    assert cost() == few
    assert max(few) <= 10
