"""Who signs has lately shown that it is them (S7): by signing in, by their password, or by a code mailed to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple, Membership
from couples.space.services import begin
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

SIGNING, CONFIRM = "/guidelines/signing/", "/account/confirmation/"
ASKED = f"{CONFIRM}?next=%2Fguidelines%2Fsigning%2F"


def later(**much: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(**much), tick=False)


PASSWORD = "seven small goats by the lake"
#: All that asks for it: signing, and whatever changes who can sign in.
ASKING = (SIGNING, reverse("account_email"), reverse("account_set_password"))


def mailed(kind: str = "confirm_code") -> str:
    params = Message.objects.filter(kind=kind).latest("created_at").params
    assert params
    return str(params["code"])


def by_code(client: Client) -> None:
    PersonFactory(email="new@example.org")
    client.post(reverse("account_request_login_code"), {"email": "new@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": mailed("login_code")})


def by_password(client: Client) -> None:
    person = PersonFactory(email="new@example.org")
    person.set_password(PASSWORD)
    person.save()
    client.post(reverse("account_login"), {"login": "new@example.org", "password": PASSWORD})


def by_signing_up(client: Client) -> None:
    client.post(reverse("account_signup"), {"name": "New", "email": "new@example.org", "zone": "UTC"})
    client.post(reverse("account_email_verification_sent"), {"code": mailed("verify_code")})


@pytest.mark.parametrize("way", [by_code, by_password, by_signing_up])
def test_whichever_way_somebody_signed_in_it_counts_for_five_minutes(way: Callable[[Client], None]) -> None:
    client = Client()
    with time_machine.travel(clock.now(), tick=False) as now:
        way(client)
        person = Person.objects.get(email="new@example.org")
        if not Membership.objects.filter(person=person).exists():
            begin(by=person, called="Other")
        pages = [page for page in ASKING if page != reverse("account_set_password") or way is not by_password]
        now.shift(timedelta(minutes=4, seconds=59))
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)
        assert not Message.objects.filter(kind="confirm_code").exists()
        now.shift(timedelta(seconds=2))
        again = reverse("account_reauthenticate") if way is by_password else CONFIRM
        assert all(client.get(page).headers["Location"].startswith(again) for page in pages)


@pytest.fixture
def phone(ada: Person, couple: Couple, client_for: Callable[[Person], Client]) -> Client:
    """Ada's, who has no password and has just signed in."""
    ada.set_unusable_password()
    ada.save()
    return client_for(ada)


def is_asked(answer: Any) -> bool:
    return bool(answer.status_code == 303 and answer["Location"].startswith(CONFIRM))


def test_signing_in_counts_for_five_minutes(phone: Client) -> None:
    with later(seconds=298):
        assert phone.get(SIGNING).status_code == 200
    with later(seconds=302):
        answer = phone.get(SIGNING)
    assert (answer.status_code, answer["Location"]) == (303, ASKED)


def test_signing_in_elsewhere_does_not_count_here(
    phone: Client, ada: Person, client_for: Callable[[Person], Client]
) -> None:
    with later(minutes=6):
        other = client_for(ada)
        assert other.get(SIGNING).status_code == 200
        assert is_asked(phone.get(SIGNING))


def test_what_was_being_sent_is_not_done_and_leads_back_to_its_page(phone: Client) -> None:
    with later(minutes=6):
        answer = phone.post(SIGNING, {"name": "Ada"})
    assert (answer.status_code, answer["Location"]) == (303, ASKED)


def test_opening_the_page_mails_nothing(phone: Client) -> None:
    assert "Email me a code" in phone.get(ASKED).content.decode()
    assert not Message.objects.exists()


def test_the_mailed_code_leads_back_and_counts_for_five_minutes(phone: Client) -> None:
    with later(minutes=6):
        assert phone.post(ASKED, {"action": "send"}).status_code == 303
        assert Message.objects.get().person == Person.objects.get(email="ada@example.org")
        answer = phone.post(ASKED, {"code": f" {mailed().lower()} "})
        assert (answer.status_code, answer["Location"]) == (303, SIGNING)
        assert phone.get(SIGNING).status_code == 200
        assert phone.post(ASKED, {"code": mailed()}).status_code == 422, "a code works once"
    with later(minutes=12):
        assert is_asked(phone.get(SIGNING))


def test_the_third_wrong_code_is_the_last(phone: Client) -> None:
    with later(minutes=6):
        phone.post(ASKED, {"action": "send"})
        told = [phone.post(ASKED, {"code": "wrong"}) for _ in range(3)]
        assert [answer.status_code for answer in told] == [422] * 3
        assert "isn’t the code we sent" in told[0].content.decode()
        assert "no longer works" in told[2].content.decode()
        assert phone.post(ASKED, {"code": mailed()}).status_code == 422
        assert is_asked(phone.get(SIGNING))


def test_a_code_works_for_ten_minutes_and_only_the_newest(phone: Client) -> None:
    phone.post(ASKED, {"action": "send"})
    first = mailed()
    phone.post(ASKED, {"action": "send"})
    assert phone.post(ASKED, {"code": first}).status_code == 422
    with later(minutes=10, seconds=1):
        assert phone.post(ASKED, {"code": mailed()}).status_code == 422
        assert is_asked(phone.get(SIGNING))


def test_a_code_is_worth_nothing_in_another_browser_or_for_somebody_else(
    phone: Client, ada: Person, ben: Person, client_for: Callable[[Person], Client]
) -> None:
    phone.post(ASKED, {"action": "send"})
    for person in (ada, ben):
        other = client_for(person)
        assert other.post(ASKED, {"code": mailed()}).status_code == 422
    assert mailed() not in str(dict(phone.session))


def test_many_tries_are_refused(phone: Client) -> None:
    codes = {phone.post(ASKED, {"action": "send"}).status_code for _ in range(12)}
    assert codes == {303, 429}
    assert "That was a lot at once" in phone.post(ASKED, {"action": "send"}).content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_leads_to_a_page_of_nearer_only(phone: Client, address: str) -> None:
    phone.post(CONFIRM, {"action": "send"})
    answer = phone.post(f"{CONFIRM}?next={address}", {"code": mailed()})
    assert answer["Location"] == reverse("you")


def test_who_has_a_password_types_it(ada: Person, phone: Client) -> None:
    ada.set_password("seven small goats by the lake")
    ada.save()
    phone.force_login(ada)
    with later(minutes=6):
        answer = phone.get(SIGNING)
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        answer = phone.post(answer["Location"], {"password": "seven small goats by the lake", "next": SIGNING})
        assert answer["Location"] == SIGNING
        assert phone.get(SIGNING).status_code == 200
