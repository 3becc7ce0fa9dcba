"""Who may begin an account (NEARER_SIGNUP): everybody, whom somebody invited, or only a partner."""

import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from couples.accounts.codes import LETTERS
from couples.accounts.models import Person
from couples.consent import texts
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Membership
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

SIGN_UP, CODE = reverse("account_signup"), reverse("account_email_verification_sent")
DETAILS = {"name": "Ben", "email": "ben@example.org", "zone": "Europe/Berlin"}
AGREED = {"agrees": str(texts.CURRENT)}


@pytest.fixture(params=["invited", "closed"])
def mode(request: Any, settings: Any) -> str:
    settings.SIGNUP = request.param
    return str(request.param)


def invitation_of(ada: Person, address: str = "ben@example.org") -> str:
    invitation = space.invite(space.begin(by=ada, called="Ben"), by=ada, email=address)
    return reverse("space:welcome", args=[invitation.token])


def code() -> str:
    params = Message.objects.filter(kind="verify_code").latest("created_at").params
    assert params
    return str(params["code"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_meets_a_kind_page_and_nothing_is_mailed(mode: str, method: str) -> None:
    answer = getattr(Client(), method)(SIGN_UP, DETAILS)
    assert "This place is for people who were invited." in answer.content.decode()
    assert not Message.objects.exists()
    assert not Person.objects.exists()


def test_no_page_offers_what_is_not_open(mode: str) -> None:
    for page in (reverse("welcome"), reverse("account_login")):
        assert SIGN_UP not in Client().get(page).content.decode()


def test_an_invited_partner_always_gets_in(mode: str, ada: Person) -> None:
    ben, link = Client(), invitation_of(ada)
    assert ben.get(link).status_code == 200
    assert ben.get(SIGN_UP, {"next": link})["Location"] == link, "its own page knows the address"
    assert ben.post(f"{link}joining/", {"name": "Ben", "zone": "Europe/Berlin"} | AGREED).status_code == 303
    assert ben.post(CODE, {"code": code(), "next": link}).status_code == 302
    assert Membership.objects.filter(person__email="ben@example.org").exists()


def test_an_invitation_lets_in_whom_it_is_for_and_nobody_else(mode: str, ada: Person) -> None:
    link, third = invitation_of(ada), {"email": "third@example.org"}
    assert Client().post(SIGN_UP, DETAILS | third | {"next": link})["Location"] == link
    assert not Message.objects.filter(kind="verify_code").exists()
    Client().post(f"{link}joining/", {"name": "Third", "zone": "UTC"} | third | AGREED)
    assert Message.objects.get(kind="verify_code").address == "ben@example.org"


@pytest.mark.parametrize("then", ["/i/never-there/", "/today/", "https://elsewhere.example/i/x/", "http://[::1", ""])
def test_what_is_no_open_invitation_opens_nothing(mode: str, ada: Person, then: str) -> None:
    answer = Client().post(SIGN_UP, DETAILS | {"next": then})
    assert "This place is for people who were invited." in answer.content.decode()


def test_one_that_was_taken_back_opens_nothing(mode: str, ada: Person) -> None:
    link = invitation_of(ada)
    space.revoke(space.find_open(link.split("/")[2]))
    assert Client().post(SIGN_UP, DETAILS | {"next": link}).status_code == 200
    assert not Person.objects.filter(email="ben@example.org").exists()


def test_the_operator_invites_whom_they_like(settings: Any) -> None:
    settings.SIGNUP, told = "invited", StringIO()
    call_command("invite", "Ben@Example.org", stdout=told)
    link = told.getvalue().strip().removeprefix(settings.PUBLIC_URL)
    ben = Client()
    page = ben.get(link)
    assert page.status_code == 303
    assert ben.get(page["Location"]).status_code == 200
    assert ben.post(SIGN_UP, DETAILS | {"next": link, "email": "other@example.org"}).status_code == 200
    assert ben.post(SIGN_UP, DETAILS | {"next": link}).status_code == 303
    assert ben.post(CODE, {"code": code(), "next": link}, follow=True).status_code == 200
    assert Person.objects.get().email == "ben@example.org"
    assert Client().get(link[:-3] + "/").status_code == 404
    settings.SIGNUP = "closed"
    assert Client().get(link).status_code == 404
    assert Client().post(SIGN_UP, DETAILS | {"next": link, "email": "c@example.org"}).status_code == 200
    with pytest.raises(CommandError):
        call_command("invite", "ben@example.org")


def test_whoever_has_an_account_signs_in_as_ever(mode: str, ada: Person) -> None:
    ada.set_password("seven small goats by the lake")
    ada.save()
    form = {"login": ada.email, "password": "seven small goats by the lake"}
    assert Client().post(reverse("account_login"), form).status_code == 302


def test_another_word_in_the_setting_is_refused_at_the_start() -> None:
    import os  # noqa: PLC0415

    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env=os.environ | {"NEARER_SIGNUP": "ajar"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "NEARER_SIGNUP must be open, invited or closed, not 'ajar'" in started.stderr


def test_open_is_open(settings: Any) -> None:
    assert settings.SIGNUP == "open"
    assert Client().post(SIGN_UP, DETAILS).status_code == 303
    for page in (reverse("welcome"), reverse("account_login")):
        assert SIGN_UP in Client().get(page).content.decode()


def test_an_account_is_there_once_its_code_was_typed_and_not_before() -> None:
    ben = Client()
    ben.post(SIGN_UP, DETAILS | {"password1": "seven small goats by the lake"})
    assert not Person.objects.exists()
    assert ben.post(CODE, {"code": "BBBB-BBBB"}).status_code == 422
    assert ben.post(CODE, {"code": f" {code().lower()} "})["Location"] == reverse("today:home")
    person = Person.objects.get()
    assert person.check_password("seven small goats by the lake")
    assert ben.get(reverse("you")).status_code == 200


def test_a_code_has_as_many_letters_as_its_field_waits_for() -> None:
    ben = Client()
    ben.post(SIGN_UP, DETAILS)
    assert len(code().replace("-", "")) == LETTERS
    assert f'data-whole="{LETTERS}"' in ben.get(CODE).content.decode()
    assert "data-whole" not in ben.post(CODE, {"code": "BBBB-BBBB"}).content.decode()


def test_three_wrong_codes_are_the_end_of_it() -> None:
    ben = Client()
    ben.post(SIGN_UP, DETAILS)
    told = [ben.post(CODE, {"code": "BBBB-BBBB"}).status_code for _ in range(3)]
    assert told == [422, 422, 303]
    ben.post(CODE, {"code": code()})
    assert not Person.objects.exists()


def test_a_new_code_ends_the_one_before() -> None:
    ben = Client()
    ben.post(SIGN_UP, DETAILS)
    first = code()
    ben.post(CODE, {"action": "resend"})
    assert ben.post(CODE, {"code": first}).status_code == 422
    assert ben.post(CODE, {"code": code()}).status_code == 302
    assert Person.objects.exists()


def test_a_code_for_an_address_that_has_an_account_makes_none_even_when_guessed(ada: Person) -> None:
    thief = Client()
    thief.post(SIGN_UP, DETAILS | {"email": ada.email})
    params = Message.objects.get(kind="account_exists").params
    assert params
    assert thief.post(CODE, {"code": params["code"]}).status_code == 303
    assert thief.get(reverse("you")).status_code == 303
    assert Person.objects.count() == 1


def test_two_browsers_with_one_new_address_make_one_account() -> None:
    one, two = Client(), Client()
    one.post(SIGN_UP, DETAILS)
    first = code()
    two.post(SIGN_UP, DETAILS)
    assert two.post(CODE, {"code": code()}).status_code == 302
    one.post(CODE, {"code": first})
    assert one.get(reverse("you")).status_code == 303
    assert Person.objects.count() == 1


def test_what_was_typed_for_the_password_is_not_typed_again_for_a_code(ada: Person) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert f'formaction="{reverse("account_request_login_code")}"' in page
    answer = Client().post(reverse("account_request_login_code"), {"login": "Ada@example.org", "password": ""})
    assert answer["Location"] == reverse("account_confirm_login_code")
    assert Message.objects.get().address == ada.email
    half = Client().post(reverse("account_request_login_code"), {"login": "ada@", "password": ""})
    assert 'value="ada@"' in half.content.decode(), "nor when it was only half an address"


def test_an_invited_partner_may_be_somebody_new_or_not(ada: Person) -> None:
    PersonFactory(email="ben@example.org")
    link = invitation_of(ada)
    assert Client().get(link).status_code == 200
