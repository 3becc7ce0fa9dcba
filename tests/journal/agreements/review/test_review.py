"""A day to look at it again: one quiet mail to each, at seven on their own clock, and nothing ever ends on it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client

from couples import clock, moments
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.outbox.services import mute
from couples.space.models import Couple, Membership
from journal.agreements import services
from journal.agreements.errors import NotInForce
from journal.agreements.models import Guideline, Review, SignedVersion
from journal.agreements.signing.digest import digest
from tests.couples.outbox.posting import deliver_all

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = date(2027, 3, 3)
URL = "/guidelines/review/"


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def sign(couple: Couple, *people: Person) -> SignedVersion:
    words = services.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    return [services.sign(couple, by=each, name=each.name, digest=digest(words)) for each in people][-1]


@pytest.fixture
def signed(frozen: Any, couple: Couple, ada: Person, ben: Person) -> SignedVersion:
    services.add_line(couple, by=ada, text="CANARY stays.", op_id=uuid4())
    return sign(couple, ada, ben)


def due() -> dict[str, datetime]:
    found = Message.objects.filter(kind="review", state=State.PENDING).select_related("person")
    return {message.to: message.due_at for message in found}


def deliver(frozen: Any, at: datetime) -> list[str]:
    frozen.move_to(at)
    before = len(mail.outbox)
    deliver_all()
    return sorted(sent.to[0] for sent in mail.outbox[before:])


def test_each_is_told_once_at_seven_on_their_own_clock(
    signed: SignedVersion, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    services.look_again(couple, by=ben, on=DAY)
    berlin, new_york = datetime(2027, 3, 3, 18, tzinfo=UTC), datetime(2027, 3, 4, 0, tzinfo=UTC)
    assert due() == {ada.email: berlin, ben.email: new_york}
    assert deliver(frozen, berlin - timedelta(seconds=1)) == []
    assert deliver(frozen, berlin) == [ada.email]
    assert deliver(frozen, new_york) == [ben.email]
    assert deliver(frozen, new_york + timedelta(hours=1)) == []
    assert services.in_force(couple) == signed


def test_the_mail_says_nothing_of_either_or_of_what_was_signed(
    signed: SignedVersion, couple: Couple, ada: Person, frozen: Any
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    deliver(frozen, datetime(2027, 3, 3, 18, tzinfo=UTC))
    (sent,) = mail.outbox
    said = re.sub(r"https?://\S+", "", f"{sent.subject} {sent.body}")
    for told in ("CANARY", "Ada", "Ben", "guideline", "argu"):
        assert told not in said
    assert "/guidelines/" in sent.body


def test_a_day_that_was_moved_or_taken_back_is_not_mailed(
    signed: SignedVersion, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    services.look_again(couple, by=ben, on=DAY + timedelta(days=7))
    assert deliver(frozen, datetime(2027, 3, 4, 1, tzinfo=UTC)) == []
    services.look_again(couple, by=ada, on=None)
    assert deliver(frozen, datetime(2027, 3, 11, 1, tzinfo=UTC)) == []
    assert not Review.objects.exists()


def test_moved_there_and_back_it_is_still_one_mail_each(
    signed: SignedVersion, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    for on in (DAY, DAY + timedelta(days=1), DAY):
        services.look_again(couple, by=ada, on=on)
    assert deliver(frozen, datetime(2027, 3, 4, 1, tzinfo=UTC)) == [ada.email, ben.email]
    assert deliver(frozen, datetime(2027, 3, 5, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize("what", ["withdrawn", "left", "muted"])
def test_whoever_has_no_more_to_do_with_it_is_not_mailed(
    signed: SignedVersion, couple: Couple, ada: Person, ben: Person, frozen: Any, what: str
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    if what == "withdrawn":
        services.withdraw(signed, by=ben)
    elif what == "left":
        Membership.objects.filter(person=ben).update(left_at=clock.now())
    else:
        mute(ben.pk, "review")
    told = [] if what == "withdrawn" else [ada.email]
    assert deliver(frozen, datetime(2027, 3, 4, 1, tzinfo=UTC)) == told


def test_a_later_version_has_no_day_until_somebody_chooses_one(
    signed: SignedVersion, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    services.add_line(couple, by=ben, text="And rest.", op_id=uuid4())
    sign(couple, ada, ben)
    assert deliver(frozen, datetime(2027, 3, 4, 1, tzinfo=UTC)) == []


def test_it_follows_a_person_to_another_clock(
    signed: SignedVersion, couple: Couple, ada: Person, ben: Person, frozen: Any
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    ben.zone = "Asia/Tokyo"
    ben.save()
    moments.moved.happen(ben)
    tokyo = datetime(2027, 3, 3, 10, tzinfo=UTC)
    assert due()[ben.email] == tokyo
    assert deliver(frozen, tokyo) == [ben.email]
    ben.zone = "Pacific/Pago_Pago"
    ben.save()
    moments.moved.happen(ben)
    assert deliver(frozen, datetime(2027, 3, 4, 7, tzinfo=UTC)) == [ada.email]


def test_nothing_is_looked_at_again_before_both_signed(couple: Couple, ada: Person, ada_client: Client) -> None:
    services.add_line(couple, by=ada, text="Once.", op_id=uuid4())
    sign(couple, ada)
    with pytest.raises(NotInForce):
        services.look_again(couple, by=ada, on=DAY)
    assert "once you have both signed" in ada_client.get(URL, follow=True).content.decode()


def test_either_chooses_the_day_and_both_see_it(
    signed: SignedVersion,
    ada_client: Client,
    ben_client: Client,
    hints: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert ada_client.post(URL, {"on": "2027-03-03"}).status_code == 303
    assert [hint["topic"] for _, hint in hints] == ["guidelines-signed"]
    for client in (ada_client, ben_client):
        assert re.search(r"look at it again on (3 March|March 3,) 2027", client.get("/guidelines/").content.decode())
        assert 'value="2027-03-03"' in client.get(URL).content.decode()
    assert ben_client.post(URL, {"on": ""}).status_code == 303
    assert "Choose a day to look at it again" in ada_client.get("/guidelines/").content.decode()


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-11-23", "from tomorrow on"),
        ("2020-01-01", "from tomorrow on"),
        ("2031-11-24", "more than five years"),
        ("9999-12-31", "more than five years"),
        ("2027-02-30", "Write a day like"),
        ("soon", "Write a day like"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_the_field(
    signed: SignedVersion, ada_client: Client, on: str, said: str
) -> None:
    answer = ada_client.post(URL, {"on": on})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Review.objects.exists()


def test_five_years_to_the_day_is_near_enough(signed: SignedVersion, ada_client: Client) -> None:
    assert ada_client.post(URL, {"on": "2031-11-23"}).status_code == 303


def test_another_couple_sees_no_day(
    signed: SignedVersion, couple: Couple, ada: Person, stranger: Person, client_for: Callable[[Person], Client]
) -> None:
    services.look_again(couple, by=ada, on=DAY)
    assert client_for(stranger).get(URL).status_code == 303
    assert "2027" not in client_for(stranger).get("/guidelines/").content.decode()
