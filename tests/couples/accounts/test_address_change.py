"""Who changes what can sign in has just been asked again, and the old mailbox can take a new address back (S23)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts import urls
from couples.accounts.address_change import services as address_change
from couples.accounts.models import AddressChange, Person, Session
from couples.accounts.tasks import forget
from couples.outbox.compose import letters
from couples.outbox.models import Message
from couples.space.models import Couple

pytestmark = pytest.mark.django_db

NEW, PASSWORD = "new@example.org", "seven small goats by the lake"
OURS = {"confirm", "email-undo", "invited"}
EMAIL, CODE = reverse("account_email"), reverse("account_email_verification_sent")


def later(**much: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(**much), tick=False)


def code_for(address: str) -> str:
    params = Message.objects.filter(address=address, params__isnull=False).latest("created_at").params
    assert params
    return str(params["code"])


def link_in(kind: str) -> str:
    text = str(letters.letter([Message.objects.filter(kind=kind).latest("created_at")]).body)
    found = re.search(r"https?://[^/]+(/account/email/undo/\S+)", text)
    assert found
    return found[1]


def change(phone: Client, to: str = NEW) -> None:
    assert phone.post(EMAIL, {"email": to, "action_add": ""}).status_code == 302
    assert phone.post(CODE, {"code": code_for(to)}).status_code == 302


@pytest.fixture(params=["with a password", "without one"])
def phone(request: Any, ada: Person, couple: Couple, client_for: Callable[[Person], Client]) -> Client:
    """Ada's, where she has just signed in."""
    if request.param == "with a password":
        ada.set_password(PASSWORD)
    else:
        ada.set_unusable_password()
    ada.save()
    return client_for(ada)


def guarded() -> list[str]:
    names = {str(pattern.name) for pattern in urls.urlpatterns}
    return sorted(names - urls.OPEN - urls.RESET)


def test_the_pages_that_change_who_can_sign_in_are_these() -> None:
    """Of a later release of allauth too: a page it brings along is behind the question until somebody looked at it."""
    assert set(guarded()) - OURS == {
        "account_email",
        "account_email_verification_sent",
        "account_change_password",
        "account_set_password",
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_of_them_asks_who_it_is_once_signing_in_is_a_while_ago(phone: Client, ada: Person, method: str) -> None:
    with later(minutes=6):
        for name in set(guarded()) - OURS:
            answer = getattr(phone, method)(reverse(name), {"email": NEW, "action_add": "", "password1": PASSWORD})
            asked = reverse("account_reauthenticate" if ada.has_usable_password() else "confirm")
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, asked), name
    assert not Message.objects.exists()


def test_a_change_that_was_begun_is_not_ended_later_on_a_borrowed_phone(phone: Client, ada: Person) -> None:
    phone.post(EMAIL, {"email": NEW, "action_add": ""})
    with later(minutes=6):
        assert phone.post(CODE, {"code": code_for(NEW)})["Location"].startswith("/account/")
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_a_change_tells_both_mailboxes_and_ends_every_other_session(
    phone: Client, ada: Person, ben_client: Client, client_for: Callable[[Person], Client], hints: list[Any]
) -> None:
    tablet = client_for(ada)
    hints.clear()
    change(phone)
    ada.refresh_from_db()
    assert ada.email == NEW
    assert phone.get(reverse("you")).status_code == 200
    assert tablet.get(reverse("you")).status_code == 303
    assert ben_client.get(reverse("you")).status_code == 200
    told = Message.objects.exclude(kind="verify_code").values_list("kind", "address", "person")
    assert set(told) == {("email_changed", "ada@example.org", ada.pk), ("email_added", NEW, ada.pk)}
    assert hints == [], "nobody else"


def test_the_old_mailbox_takes_it_back_for_seven_days(phone: Client, ada: Person) -> None:
    change(phone)
    link = link_in("email_changed")
    stranger = Client()
    with later(days=6, hours=23):
        for _ in range(2):
            page = stranger.get(link)
            assert page.status_code == 200
            assert "example.org" not in page.content.decode(), "it names nobody"
        ada.refresh_from_db()
        assert ada.email == NEW, "looking changes nothing"
        assert stranger.post(link).status_code == 200
    ada.refresh_from_db()
    assert (ada.email, ada.has_usable_password()) == ("ada@example.org", False)
    assert list(EmailAddress.objects.filter(user=ada).values_list("email", "verified")) == [("ada@example.org", True)]
    assert not Session.objects.filter(person=ada).exists()
    assert phone.get(reverse("you")).status_code == 303
    told = Message.objects.filter(kind="email_restored").values_list("address", flat=True)
    assert set(told) == {"ada@example.org", NEW}
    assert stranger.get(link).status_code == 404, "once"


def test_after_seven_days_it_stays_and_the_old_address_is_forgotten(phone: Client, ada: Person) -> None:
    change(phone)
    link = link_in("email_changed")
    with later(days=7, seconds=1):
        assert Client().post(link).status_code == 404
        forget()
    assert not AddressChange.objects.exists()
    ada.refresh_from_db()
    assert ada.email == NEW


def test_whoever_took_an_account_on_and_on_loses_it_at_the_first_mailbox(phone: Client, ada: Person) -> None:
    change(phone)
    first = link_in("email_changed")
    change(phone, "third@example.org")
    second = link_in("email_changed")
    assert Client().post(first).status_code == 200
    assert Client().post(second).status_code == 404, "the thief's own mailbox takes nothing back"
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_a_code_that_was_mailed_to_the_other_address_is_worth_nothing_after(
    phone: Client, ada: Person, page: str
) -> None:
    change(phone)
    thief = Client()
    thief.post(reverse(page), {"email": NEW})
    code = code_for(NEW)
    Client().post(link_in("email_changed"))
    if page == "account_request_login_code":
        thief.post(reverse("account_confirm_login_code"), {"code": code})
    else:
        thief.post(reverse("account_confirm_password_reset_code"), {"code": code})
        words = {"password1": PASSWORD, "password2": PASSWORD}
        thief.post(reverse("account_complete_password_reset"), words)
    assert thief.get(reverse("you")).status_code == 303
    ada.refresh_from_db()
    assert not ada.has_usable_password()


def test_a_link_for_something_else_or_a_changed_one_leads_nowhere(phone: Client, ada: Person) -> None:
    change(phone)
    link = link_in("email_changed")
    for other in (link[:-2] + "/", reverse("email-undo", args=["x"]), link.replace("undo/", "undo/A")):
        for method in ("get", "post"):
            assert getattr(Client(), method)(other).status_code == 404
    ada.refresh_from_db()
    assert ada.email == NEW


def test_an_address_that_has_an_account_of_its_own_is_left_to_it(phone: Client, ada: Person) -> None:
    change(phone)
    Person.objects.create(email="ada@example.org", name="Somebody")
    assert Client().post(link_in("email_changed")).status_code == 404
    with pytest.raises(address_change.Gone):
        address_change.undo(AddressChange.objects.get())
    ada.refresh_from_db()
    assert ada.email == NEW


@pytest.mark.parametrize("had_one", [True, False])
def test_a_new_password_stays_signed_in_here_and_nowhere_else(
    ada: Person, couple: Couple, client_for: Callable[[Person], Client], had_one: bool
) -> None:
    if had_one:
        ada.set_password(PASSWORD)
        ada.save()
    here, elsewhere = client_for(ada), client_for(ada)
    words = {"oldpassword": PASSWORD, "password1": "nine tall herons at noon", "password2": "nine tall herons at noon"}
    answer = here.post(reverse("account_change_password" if had_one else "account_set_password"), words, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("you"), 302)]
    assert "Everywhere else you are signed out." in page
    assert "signed out. This device" not in page
    assert elsewhere.get(reverse("you")).status_code == 303
    assert Session.objects.filter(person=ada).count() == 1
    assert Message.objects.get().kind == ("password_changed" if had_one else "password_added")


def test_a_reset_ends_every_session(ada: Person, ada_client: Client) -> None:
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": ada.email})
    browser.post(reverse("account_confirm_password_reset_code"), {"code": code_for(ada.email)})
    browser.post(reverse("account_complete_password_reset"), {"password1": PASSWORD, "password2": PASSWORD})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert ada_client.get(reverse("you")).status_code == 303
    assert not Session.objects.filter(person=ada).exists()
