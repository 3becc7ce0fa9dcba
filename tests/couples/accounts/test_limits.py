"""No stranger fills a mailbox or locks somebody out; whoever cannot be counted is refused (S10, S24)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts import limits
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Couple
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

PASSWORD = "seven small goats by the lake"
LOGIN = reverse("account_login")
GUESSES = 3
ASKING = {
    "account_request_login_code": {},
    "account_reset_password": {},
    "account_signup": {"name": "Somebody", "zone": "UTC"},
}


def later(**much: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(**much), tick=False)


def ask(page: str, address: str, client: Client | None = None, ip: str = "203.0.113.1") -> int:
    form = ASKING[page] | {"email": address}
    return int((client or Client()).post(reverse(page), form, REMOTE_ADDR=ip).status_code)


def try_password(client: Client, password: str, ip: str = "203.0.113.1") -> str:
    form = {"login": "ada@example.org", "password": password}
    answer = client.post(LOGIN, form, REMOTE_ADDR=ip)
    return "in" if answer.status_code == 302 else answer.content.decode()


@pytest.fixture
def owner(ada: Person) -> Person:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def few_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs what a password costs."""
    assert limits.WRONG_PASSWORDS_FROM_STRANGERS == "50/d/key"
    monkeypatch.setattr(limits, "WRONG_PASSWORDS_FROM_STRANGERS", f"{GUESSES}/d/key")


@pytest.mark.parametrize("address", ["ada@example.org", "nobody@example.org"])
def test_a_mailbox_gets_three_mails_a_minute_and_ten_a_day_from_one_origin(ada: Person, address: str) -> None:
    told = [ask(page, address) for page in [*ASKING, *ASKING, *ASKING]]
    assert told.count(302) + told.count(303) == 3, "whatever is asked for, it is one mailbox"
    assert set(told) == {302, 303, 429}
    assert Message.objects.filter(address=address).count() == 3
    for hours in range(1, 30):
        with later(hours=hours):
            ask("account_request_login_code", address)
    day = Message.objects.filter(created_at__lte=clock.now() + timedelta(hours=23)).count()
    assert day <= 10


def test_a_mailbox_gets_twenty_a_day_from_everywhere(ada: Person) -> None:
    told = [ask("account_request_login_code", ada.email, ip=f"203.0.113.{n}") for n in range(40)]
    assert told.count(302) == 20
    with later(hours=25):
        assert ask("account_request_login_code", ada.email) == 302


def test_the_page_that_refuses_is_kind_and_the_same_for_all(ada: Person) -> None:
    pages = []
    for address in (ada.email, "nobody@example.org"):
        for _ in range(4):
            answer = Client().post(reverse("account_request_login_code"), {"email": address})
        pages.append(answer.content)
    assert pages[0] == pages[1]
    assert "One moment." in pages[0].decode()


def test_a_device_its_person_was_signed_in_on_still_gets_a_code_and_signs_in(owner: Person) -> None:
    phone = Client()
    assert try_password(phone, PASSWORD) == "in"
    phone.post(reverse("account_logout"))
    for n in range(30):
        ask("account_request_login_code", owner.email, ip=f"203.0.113.{n}")
    assert ask("account_request_login_code", owner.email, ip="203.0.113.99") == 429
    assert ask("account_request_login_code", owner.email, phone, ip="203.0.113.1") == 302
    params = Message.objects.latest("created_at").params
    assert params
    phone.post(reverse("account_confirm_login_code"), {"code": params["code"]})
    assert phone.get(reverse("you")).status_code == 200


def test_wrong_passwords_from_one_place_lock_nobody_out_elsewhere(owner: Person) -> None:
    thief = Client()
    for _ in range(5):
        try_password(thief, "a guess or two")
    assert "a lot of tries" in try_password(thief, PASSWORD), "not even with the right one, for a while"
    assert try_password(Client(), PASSWORD, ip="198.51.100.7") == "in"


def test_many_places_guessing_lock_out_neither_a_known_device_nor_a_mailed_code(
    owner: Person, few_guesses: None
) -> None:
    phone, thief = Client(), Client()
    assert try_password(phone, PASSWORD, ip="198.51.100.7") == "in"
    phone.post(reverse("account_logout"))
    for n in range(GUESSES):
        try_password(thief, "a guess or two", ip=f"203.0.113.{n}")
    assert "many wrong passwords" in try_password(Client(), PASSWORD, ip="203.0.113.99")
    assert try_password(phone, PASSWORD, ip="203.0.113.99") == "in"
    assert ask("account_request_login_code", owner.email, ip="203.0.113.98") == 302
    with later(hours=25):
        assert try_password(Client(), PASSWORD, ip="203.0.113.99") == "in"


def test_a_known_device_gets_five_wrong_ones_as_anybody_does(owner: Person) -> None:
    phone = Client()
    try_password(phone, PASSWORD)
    phone.post(reverse("account_logout"))
    for n in range(5):
        try_password(phone, "a guess or two", ip=f"203.0.113.{n}")
    assert "a lot of tries" in try_password(phone, PASSWORD, ip="203.0.113.9")


def test_right_passwords_use_up_nothing(owner: Person, few_guesses: None) -> None:
    for n in range(GUESSES + 2):
        assert try_password(Client(), PASSWORD, ip=f"203.0.113.{n}") == "in"


@pytest.mark.parametrize("cookie", ["", "forged", "eyJpZCI6ImEifQ:1abc:def"])
def test_a_device_is_known_by_our_signature_only_and_for_its_own_people(
    owner: Person, few_guesses: None, cookie: str
) -> None:
    thief = Client()
    thief.cookies[limits.COOKIE] = cookie
    for n in range(GUESSES):
        try_password(thief, "a guess or two", ip=f"203.0.113.{n}")
    assert "many wrong passwords" in try_password(thief, PASSWORD, ip="203.0.113.99")


def test_the_cookie_of_somebody_else_says_nothing_for_this_address(
    owner: Person, ben: Person, few_guesses: None
) -> None:
    ben.set_password(PASSWORD)
    ben.save()
    thief = Client()
    thief.post(LOGIN, {"login": ben.email, "password": PASSWORD})
    thief.post(reverse("account_logout"))
    value = thief.cookies[limits.COOKIE].value
    assert ben.email not in value
    assert str(ben.pk) not in value
    for n in range(GUESSES):
        try_password(thief, "a guess or two", ip=f"203.0.113.{n}")
    assert "many wrong passwords" in try_password(thief, PASSWORD, ip="203.0.113.99")


def test_confirming_that_it_is_you_mails_so_many_a_day(
    ada: Person, couple: Couple, client_for: Callable[[Person], Client]
) -> None:
    phone = client_for(ada)
    told = [phone.post(reverse("confirm"), {"action": "send"}).status_code for _ in range(5)]
    assert told == [303, 303, 303, 429, 429]


def test_a_stranger_who_invites_on_and_on_fills_no_mailbox() -> None:
    for number in range(8):
        inviter: Person = PersonFactory(email=f"many{number}@example.org")
        space.invite(space.begin(by=inviter, called="X"), by=inviter, email="ada@example.org")
    assert Message.objects.filter(kind="invitation", address="ada@example.org").count() == 5


def test_nobody_writes_to_many_strangers_a_day(ada: Person) -> None:
    couple = space.begin(by=ada, called="X")
    for number in range(14):
        invitation = space.invite(couple, by=ada, email=f"stranger{number}@example.org")
        space.revoke(invitation)
    assert Message.objects.filter(kind="invitation").count() == 10
    with later(hours=25):
        assert space.mailing(space.invite(couple, by=ada, email="stranger99@example.org")) == space.Mailing.GOES


def test_somebody_s_own_change_of_address_fills_no_strangers_mailbox(
    ada: Person, couple: Couple, client_for: Callable[[Person], Client]
) -> None:
    phone = client_for(ada)
    form = {"email": "victim@example.org", "action_add": ""}
    told = [phone.post(reverse("account_email"), form).status_code for _ in range(6)]
    assert told.count(302) == 3
    assert Message.objects.filter(address="victim@example.org").count() == 3


@pytest.mark.parametrize("page", [*ASKING, "account_login"])
def test_without_a_cache_everybody_is_refused(page: str, owner: Person, settings: Any) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    form = ASKING.get(page, {}) | {"email": owner.email, "login": owner.email, "password": PASSWORD}
    answer = Client().post(reverse(page), form)
    assert answer.status_code == 503
    assert not Message.objects.exists()
