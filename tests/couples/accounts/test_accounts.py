"""Signing up, in and out: what somebody can do, and what a stranger cannot find out."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

DETAILS = {"name": "Ada", "email": "Ada@Example.org", "zone": "Europe/Berlin"}


def mailed_code(address: str) -> str:
    params = Message.objects.filter(address=address).latest("created_at").params
    assert params
    return str(params["code"])


def sign_up(client: Client, **changes: str) -> None:
    answer = client.post(reverse("account_signup"), DETAILS | changes)
    assert answer.status_code == 303, answer.content.decode()
    answer = client.post(reverse("account_email_verification_sent"), {"code": mailed_code("ada@example.org")})
    assert answer.status_code == 302, answer.content.decode()


def test_sign_up_without_a_password_and_come_back_with_a_code() -> None:
    client = Client()
    sign_up(client)
    ada = Person.objects.get(email="ada@example.org")
    assert (ada.name, ada.zone, ada.has_usable_password()) == ("Ada", "Europe/Berlin", False)
    assert client.get(reverse("you")).status_code == 200

    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "ada@example.org"})
    wrong = client.post(reverse("account_confirm_login_code"), {"code": "nonono"})
    assert wrong.status_code == 200
    assert "That isn’t the code we sent." in wrong.content.decode()
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code("ada@example.org")})
    assert client.get(reverse("you")).status_code == 200


def test_sign_up_with_a_password_and_sign_in_with_it() -> None:
    sign_up(Client(), password1="seven small goats by the lake")
    client = Client()
    answer = client.post(
        reverse("account_login"), {"login": "ada@example.org", "password": "seven small goats by the lake"}
    )
    assert answer.status_code == 302
    assert client.get(reverse("you")).status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "nearer1234", "nearertogether"])
def test_a_guessable_password_is_refused_beside_the_field_and_the_words_stay(password: str) -> None:  # S2
    answer = Client().post(reverse("account_signup"), DETAILS | {"password1": password})
    page = answer.content.decode()
    assert Person.objects.count() == 0
    assert 'value="Ada"' in page
    assert 'value="Ada@Example.org"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("zone", ["", "Not/A_Zone", "../../etc/passwd", "localtime"])
def test_a_strange_zone_from_the_browser_never_stops_a_sign_up(zone: str) -> None:
    sign_up(Client(), zone=zone)
    assert Person.objects.get().zone == "UTC"


def confirmed(client: Client, **changes: str) -> Person:
    sign_up(client, **changes)
    return Person.objects.get()


@pytest.mark.parametrize(
    ("said", "header", "kept"),
    [("24", "en-US", "24"), ("", "en-US", "12"), ("", "en", ""), ("nonsense", "", "")],
)
def test_how_times_look_is_taken_from_the_browser_at_sign_up(said: str, header: str, kept: str) -> None:
    client = Client(headers={"Accept-Language": header})
    person = confirmed(client, browser_hours=said)
    assert (person.hours, person.browser_hours) == ("", kept)


def test_an_account_begins_in_the_language_its_page_was_read_in(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    assert confirmed(Client(headers={"Accept-Language": "de-AT,de"})).locale == "de"
    assert Message.objects.get(kind="verify_code").locale == "de"


def test_a_browser_is_heard_at_sign_in_where_none_was_before() -> None:
    person = PersonFactory(email="ada@example.org", browser_hours="")
    for header, kept in (("en-AU", "12"), ("en-GB", "12")):  # what is known stays
        client = Client(headers={"Accept-Language": header})
        client.post(reverse("account_request_login_code"), {"email": "ada@example.org"})
        client.post(reverse("account_confirm_login_code"), {"code": mailed_code("ada@example.org")})
        person.refresh_from_db()
        assert person.browser_hours == kept


def test_nothing_is_shared_before_the_address_is_verified() -> None:  # S6
    client = Client()
    client.post(reverse("account_signup"), DETAILS)
    assert client.get(reverse("today:home"))["Location"].startswith(reverse("account_login"))


def test_known_and_unknown_addresses_look_the_same() -> None:  # S6
    PersonFactory(email="known@example.org")
    for url, field in (("account_request_login_code", "email"), ("account_reset_password", "email")):
        answers = []
        for address in ("known@example.org", "nobody@example.org"):
            client = Client()
            first = client.post(reverse(url), {field: address})
            then = client.get(first["Location"])
            words = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", then.content.decode())
            answers.append((first.status_code, first["Location"], then.status_code, words.replace(address, "")))
        assert answers[0] == answers[1]
    signups = []
    for address in ("known@example.org", "fresh@example.org"):
        client = Client()
        first = client.post(reverse("account_signup"), DETAILS | {"email": address})
        then = client.get(first["Location"])
        words = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", then.content.decode())
        signups.append((first.status_code, first["Location"], then.status_code, words.replace(address, "")))
    assert signups[0] == signups[1]
    assert Message.objects.filter(address="known@example.org", kind="account_exists").count() == 1


def test_a_code_is_for_three_tries_ten_minutes_and_the_browser_that_asked() -> None:  # S5
    PersonFactory(email="ada@example.org")

    def asked() -> tuple[Client, str]:
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": "ada@example.org"})
        return client, mailed_code("ada@example.org")

    def signs_in(client: Client, code: str) -> bool:
        client.post(reverse("account_confirm_login_code"), {"code": code})
        return client.get(reverse("you")).status_code == 200

    client, code = asked()
    other, _ = asked()
    assert not signs_in(other, code)
    assert not signs_in(Client(), code)
    assert signs_in(client, code)

    client, code = asked()
    for _ in range(3):
        assert not signs_in(client, "nonono")
    assert not signs_in(client, code)

    cache.clear()  # that many mails a minute are refused, which is another promise
    client, code = asked()
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert not signs_in(client, code)


def test_coming_back_is_between_one_person_and_their_mailbox(couple: Couple, ada: Person, ben: Person) -> None:  # P5
    for page in ("account_request_login_code", "account_reset_password"):
        Client().post(reverse(page), {"email": ada.email})
    assert set(Message.objects.values_list("address", flat=True)) == {ada.email}
    assert not Message.objects.filter(person=ben).exists()


def test_an_address_is_one_account_whatever_its_case() -> None:
    PersonFactory(email="known@example.org")
    Client().post(reverse("account_signup"), DETAILS | {"email": "KNOWN@example.org"})
    assert Person.objects.count() == 1


def test_forged_forwarding_headers_buy_no_more_tries() -> None:
    PersonFactory(email="known@example.org")
    client = Client()
    answers = [
        client.post(
            reverse("account_login"),
            {"login": "known@example.org", "password": "not this one either"},
            headers={"X-Forwarded-For": f"203.0.113.{n}"},
        ).content.decode()
        for n in range(12)
    ]
    assert any("a lot of tries" in page or "Too many" in page or "a lot at once" in page for page in answers)


def test_a_code_is_wiped_from_the_database_row_but_never_readable_there(django_db_blocker: object) -> None:
    client = Client()
    client.post(reverse("account_signup"), DETAILS)
    code = mailed_code("ada@example.org")
    row = Message.objects.filter(address="ada@example.org").values_list("params", flat=True).get()
    assert code not in repr(row)


def test_name_and_zone_are_changed_without_telling_the_partner(
    ada_client: Client, ada: Person, hints: list[object]
) -> None:
    hints.clear()
    assert ada_client.post(reverse("you"), {"name": "Ada L."}).status_code == 303
    assert ada_client.post(reverse("zone"), {"zone": "Asia/Tokyo"}).status_code == 303
    ada.refresh_from_db()
    assert (ada.name, ada.zone) == ("Ada L.", "Asia/Tokyo")
    assert hints == []


def test_a_zone_that_does_not_exist_is_an_error_beside_the_field(ada_client: Client, ada: Person) -> None:
    answer = ada_client.post(reverse("zone"), {"zone": "Mars/Base"})
    assert answer.status_code == 422
    assert 'id="id_zone_error"' in answer.content.decode()
    ada.refresh_from_db()
    assert ada.zone == "Europe/Berlin"


def test_the_list_of_zones_is_on_no_page_that_is_not_about_it(ada_client: Client, couple: Couple) -> None:
    page = ada_client.get(reverse("you")).content.decode()
    assert "<select" not in page
    assert reverse("zone") in page
    assert '<option value="Europe/Berlin" selected>' in ada_client.get(reverse("zone")).content.decode()


def test_signed_in_pages_are_never_stored(ada_client: Client) -> None:
    answer = ada_client.get(reverse("you"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
