"""The pages of thank-yous: writing, sending, taking back, reading; a draft is for its author alone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.appreciations import services
from journal.appreciations.models import Appreciation
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

LIST = reverse("appreciations:list")
UNDO = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(datetime(2026, 11, 22, 20, tzinfo=UTC), tick=False) as clock:
        yield clock


def url(name: str, id: Any) -> str:
    return reverse(f"appreciations:{name}", args=[getattr(id, "pk", id)])


def note_of(couple: Couple, author: Person, text: str = "CANARY tea", **more: Any) -> Appreciation:
    return services.keep_draft(couple, by=author, id=uuid4(), text=text, **more)


@pytest.fixture
def arrived(couple: Couple, ada: Person, evening: Any) -> Appreciation:
    note = services.send(note_of(couple, ada, took="A cold kitchen", did="I slept"))
    evening.shift(UNDO)
    return note


def test_the_composer_speaks_of_one_note_and_stores_nothing_by_itself(ada_client: Client) -> None:
    page = words_of(ada_client.get(reverse("appreciations:new")))
    sending = re.search(r'action="/thanks/([0-9a-f-]{36})/sending/"', page)
    saving = re.search(r'data-draft-url="/thanks/([0-9a-f-]{36})/draft/"', page)
    assert sending
    assert saving
    assert sending[1] == saving[1]
    assert not Appreciation.objects.exists()


def test_written_sent_and_read_by_the_other_thirty_seconds_later(
    ada_client: Client, ben_client: Client, evening: Any
) -> None:
    answer = ada_client.post(url("sending", uuid4()), {"text": "CANARY", "took": "Effort", "did": "Rest"}, follow=True)
    assert "On its way." in words_of(answer)
    assert "CANARY" not in words_of(ben_client.get(LIST))
    evening.shift(UNDO)
    for client in (ada_client, ben_client):
        page = words_of(client.get(LIST))
        assert all(words in page for words in ("CANARY", "Effort", "Rest"))
        assert "On its way." not in page


def test_the_other_sees_the_same_page_to_the_byte_until_it_arrives(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    pages = (LIST, reverse("today:home"), reverse("story:us"), reverse("today:together"))
    before = [words_of(ben_client.get(page)) for page in pages]
    note = note_of(couple, ada)
    assert [words_of(ben_client.get(page)) for page in pages] == before
    services.send(note)
    assert [words_of(ben_client.get(page)) for page in pages] == before
    evening.shift(UNDO)
    assert "CANARY" in words_of(ben_client.get(LIST))


def test_the_offer_to_take_it_back_lasts_as_long_as_it_can_be_kept(
    couple: Couple, ada: Person, ada_client: Client, evening: Any
) -> None:
    note = services.send(note_of(couple, ada))
    evening.shift(timedelta(seconds=12))
    assert 'seconds="18"' in words_of(ada_client.get(LIST))
    answer = ada_client.post(url("undo", note), follow=True)
    assert answer.redirect_chain[-1][0] == url("edit", note)
    assert "CANARY tea" in words_of(answer)


def test_too_late_to_take_back_is_said_plainly(arrived: Appreciation, ada_client: Client) -> None:
    page = words_of(ada_client.post(url("undo", arrived), follow=True))
    assert "It has already arrived, so you can’t take it back." in page


def test_a_double_press_sends_one(ada_client: Client, evening: Any) -> None:
    id = uuid4()
    for _ in range(2):
        ada_client.post(url("sending", id), {"text": "Once"})
        evening.shift(timedelta(seconds=1))
    assert Appreciation.objects.count() == 1


def test_autosave_answers_204_and_may_save_nothing_yet(ada_client: Client) -> None:
    id = uuid4()
    for text in ("", "Ha", "Half a sen"):
        assert ada_client.post(url("draft", id), {"text": text}).status_code == 204
    assert Appreciation.objects.get().text == "Half a sen"


def test_kept_for_oneself_it_is_among_ones_own_drafts(ada: Person, ada_client: Client, ben_client: Client) -> None:
    id = page_id(ada)
    page = words_of(ada_client.post(url("draft", id), {"text": "CANARY", "keep": "1"}, follow=True))
    assert "Saved. Only you can see it." in page
    assert url("edit", id) in page
    assert "CANARY" not in words_of(ben_client.get(LIST))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "  ", "took": "CANARY"}, "Write one thing Ben did"),
        ({"text": "x" * 20_000, "took": "CANARY"}, "room for 1000 characters here."),
        ({"text": "Tea", "took": "CANARY" * 100}, "room for 500 characters here."),
    ],
)
def test_what_cannot_be_sent_yet_keeps_every_word(data: dict[str, str], said: str, ada_client: Client) -> None:
    answer = ada_client.post(url("sending", uuid4()), data)
    page = words_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert all(words in page for words in data.values())
    assert not Appreciation.objects.exists()


def test_a_draft_too_long_to_save_says_so(ada_client: Client) -> None:
    assert ada_client.post(url("draft", uuid4()), {"text": "x" * 1001}).status_code == 422


def test_a_draft_can_be_thrown_away(couple: Couple, ada: Person, ada_client: Client) -> None:
    note = note_of(couple, ada)
    assert "Draft deleted." in words_of(ada_client.post(url("removal", note), follow=True))
    assert not Appreciation.objects.exists()


def test_what_is_sent_has_no_composer(arrived: Appreciation, ada_client: Client) -> None:
    assert ada_client.get(url("edit", arrived)).status_code == 404
    assert ada_client.post(url("removal", arrived)).status_code == 404


def test_the_other_may_say_that_they_keep_it(arrived: Appreciation, ada_client: Client, ben_client: Client) -> None:
    assert "Keep this" not in words_of(ada_client.get(LIST))
    assert "You’ve kept this." in words_of(ben_client.post(url("keeping", arrived), follow=True))
    assert "Ben has kept this." in words_of(ada_client.get(LIST))


def test_ones_own_cannot_be_kept_by_oneself(arrived: Appreciation, ada_client: Client) -> None:
    assert ada_client.post(url("keeping", arrived)).status_code == 404


@pytest.mark.parametrize("state", ["draft", "on its way"])
def test_what_has_not_arrived_does_not_exist_for_the_other(
    state: str, couple: Couple, ada: Person, ben_client: Client
) -> None:
    note = note_of(couple, ada)
    if state == "on its way":
        services.send(note)
    assert ben_client.get(url("edit", note)).status_code == 404
    for name in ("undo", "keeping", "removal"):
        assert ben_client.post(url(name, note), {"text": "Mine now"}).status_code == 404
    assert Appreciation.objects.get().text == "CANARY tea"


def test_notes_go_by_months_of_the_readers_own_calendar(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    evening.move_to(datetime(2026, 9, 30, 22, 30, tzinfo=UTC))  # in Berlin it is October already
    services.send(note_of(couple, ada, "CANARY-TURN"))
    evening.move_to(datetime(2026, 11, 22, 20, tzinfo=UTC))
    services.send(note_of(couple, ada, "CANARY-NOW"))
    evening.shift(UNDO)
    for client, month, other in ((ada_client, "2026-10", "2026-09"), (ben_client, "2026-09", "2026-10")):
        newest = words_of(client.get(LIST))
        assert "CANARY-NOW" in newest
        assert "CANARY-TURN" not in newest
        assert f"?month={month}" in newest
        assert f"?month={other}" not in newest
        assert "CANARY-TURN" in words_of(client.get(LIST, {"month": month}))
    assert "CANARY-NOW" in words_of(ada_client.get(LIST, {"month": "' OR 1=1"}))


def test_many_notes_begin_with_the_newest_and_the_whole_month_is_one_link_away(
    couple: Couple, ada: Person, ada_client: Client, evening: Any
) -> None:
    for number in range(10):
        services.send(note_of(couple, ada, f"CANARY-{number}"))
        evening.shift(timedelta(minutes=1))
    newest, month = words_of(ada_client.get(LIST)), words_of(ada_client.get(LIST, {"month": "2026-11"}))
    assert [f"CANARY-{number}" in newest for number in range(10)] == [False] * 2 + [True] * 8
    assert all(f"CANARY-{number}" in month for number in range(10))
    assert re.search(r'href="[?]month=2026-11"[^>]*>\s*All of November 2026', newest)
    assert "All of November" not in month


def test_many_drafts_begin_with_the_newest_for_their_author_alone(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    for number in range(6):
        note_of(couple, ada, f"CANARY-{number}")
        evening.shift(timedelta(minutes=1))
    newest, every = words_of(ada_client.get(LIST)), words_of(ada_client.get(LIST, {"drafts": ""}))
    assert [f"CANARY-{number}" in newest for number in range(6)] == [False] * 2 + [True] * 4
    assert all(f"CANARY-{number}" in every for number in range(6))
    assert "?drafts#drafts" in newest
    assert "?drafts#drafts" not in every
    assert "CANARY" not in words_of(ben_client.get(LIST, {"drafts": ""}))


def test_another_couples_notes_are_nowhere(arrived: Appreciation, stranger: Person, stranger_client: Client) -> None:
    theirs = note_of(Membership.objects.get(person=stranger).couple, stranger, "STRANGERS")
    page = words_of(stranger_client.get(LIST))
    assert "STRANGERS" in page
    assert "CANARY" not in page
    assert stranger_client.get(url("edit", theirs)).status_code == 200
