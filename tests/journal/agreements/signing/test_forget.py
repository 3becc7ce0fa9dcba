"""What both agreed to leave out is gone after a while, and nothing that anybody still needs goes with it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.errors import Forgotten, UnknownBase
from journal.agreements.models import Guideline, Overlap, Revision, SignedVersion
from journal.agreements.signing.digest import digest
from journal.agreements.tasks import forget

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONTH = timedelta(days=31)


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(BEGAN, tick=False) as traveller:
        yield traveller


def sign(couple: Couple, *people: Person) -> SignedVersion:
    words = services.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    return [services.sign(couple, by=each, name=each.name, digest=digest(words)) for each in people][-1]


def write(line: Guideline, by: Person, text: str) -> None:
    line.refresh_from_db()
    services.revise(line, by=by, text=text, base_rev=line.rev, op_id=uuid4())


@pytest.fixture
def stays(frozen: Any, couple: Couple, ada: Person) -> Guideline:
    line = services.add_line(couple, by=ada, text="We stop.", op_id=uuid4())
    write(line, ada, "We both stop.")
    return line


@pytest.fixture
def away(stays: Guideline, couple: Couple, ada: Person, ben: Person) -> Guideline:
    """Three wordings, signed once, then taken away."""
    line = services.add_line(couple, by=ada, text="CANARY one.", op_id=uuid4())
    write(line, ben, "CANARY two.")
    sign(couple, ada, ben)
    write(line, ada, "CANARY three.")
    services.remove(line, by=ben)
    return line


def wordings(line: Guideline) -> list[int]:
    return list(Revision.objects.filter(line=line).order_by("rev").values_list("rev", flat=True))


def test_taken_away_words_stay_until_both_signed_without_them(
    away: Guideline, couple: Couple, ada: Person, frozen: Any
) -> None:
    frozen.move_to(BEGAN + 12 * MONTH)
    sign(couple, ada)
    forget()
    assert wordings(away) == [1, 2, 3]
    services.restore(away)
    assert Guideline.objects.get(pk=away.pk).text == "CANARY three."


def test_once_both_signed_the_old_wordings_go_and_then_the_line(
    away: Guideline, stays: Guideline, couple: Couple, ada: Person, ben: Person, frozen: Any, ada_client: Client
) -> None:
    frozen.move_to(BEGAN + timedelta(days=1))
    sign(couple, ada, ben)
    assert wordings(away) == [1, 2, 3], "a phone may still hold one of these"
    frozen.move_to(BEGAN + timedelta(days=29))
    write(away, ada, "CANARY four, from a phone that was offline.")
    frozen.move_to(BEGAN + MONTH)
    forget()
    assert wordings(away) == [4], "the last one is still what somebody may type on"
    assert "CANARY" in ada_client.get("/guidelines/history/").content.decode()
    frozen.move_to(BEGAN + timedelta(days=29) + MONTH)
    forget()
    forget()
    assert wordings(away) == []
    away.refresh_from_db()
    assert away.text == ""
    assert wordings(stays) == [1, 2], "what stands keeps its history"
    page = ada_client.get("/guidelines/history/").content.decode()
    assert "CANARY" not in page
    assert "We both stop." in page or "both" in page
    assert "CANARY two." in ada_client.get("/guidelines/versions/1/").content.decode(), "signed is signed"


def test_signing_itself_forgets_what_is_old_enough(
    away: Guideline, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    frozen.move_to(BEGAN + 2 * MONTH)
    sign(couple, ada)
    assert wordings(away) == [1, 2, 3]
    sign(couple, ben)
    assert wordings(away) == []


def test_overlaps_of_it_go_with_it_and_one_that_waits_stays(
    away: Guideline, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    services.revise(away, by=ada, text="CANARY four.", base_rev=3, op_id=uuid4())
    services.revise(away, by=ben, text="CANARY five.", base_rev=3, op_id=uuid4())
    assert Overlap.objects.open().exists()
    sign_at = BEGAN + timedelta(days=1)
    frozen.move_to(sign_at)
    sign(couple, ada, ben)
    assert Overlap.objects.count() == 1
    frozen.move_to(sign_at + MONTH)
    forget()
    assert not Overlap.objects.exists()


def test_a_phone_that_comes_back_too_late_keeps_its_words(
    away: Guideline, couple: Couple, ada: Person, ben: Person, frozen: Any, ada_client: Client
) -> None:
    frozen.move_to(BEGAN + 2 * MONTH)
    sign(couple, ada, ben)
    with pytest.raises(UnknownBase):
        services.revise(away, by=ada, text="MINE", base_rev=3, op_id=uuid4())
    sent = {"text": "MINE", "base_rev": 3, "op_id": str(uuid4())}
    url = f"/guidelines/lines/{away.pk}/"
    assert ada_client.post(url, sent, headers={"Accept": "application/json"}).status_code == 409
    answer = ada_client.post(url, sent)
    assert answer.status_code == 422
    assert "MINE" in answer.content.decode()
    with pytest.raises(Forgotten):
        services.restore(away)
    assert "gone" in ada_client.post(f"{url}return/", follow=True).content.decode()


def test_a_change_whose_earlier_wording_is_forgotten_does_not_look_new(
    away: Guideline, couple: Couple, ada: Person, ben: Person, frozen: Any, ada_client: Client
) -> None:
    frozen.move_to(BEGAN + timedelta(days=29))
    sign(couple, ada, ben)
    write(away, ada, "CANARY four.")
    frozen.move_to(BEGAN + MONTH)
    forget()
    page = ada_client.get("/guidelines/history/").content.decode()
    assert "CANARY four." in page
    assert "<ins>CANARY" not in page


def test_another_couples_lines_are_not_touched(
    away: Guideline, couple: Couple, ada: Person, ben: Person, stranger: Person, frozen: Any
) -> None:
    theirs = stranger.memberships.get().couple
    line = services.add_line(theirs, by=stranger, text="Theirs.", op_id=uuid4())
    services.remove(line, by=stranger)
    frozen.move_to(BEGAN + 2 * MONTH)
    sign(couple, ada, ben)
    forget()
    assert wordings(line) == [1]
