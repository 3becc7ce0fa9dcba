"""Made-up people and real ones never meet, and a server has nobody made up."""

import importlib
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import clear_url_caches

from config import urls
from couples import made_up
from couples.accounts.models import Person
from couples.addresses import AddressField
from couples.erasing import account
from couples.outbox.models import Message, State
from couples.outbox.services import post
from couples.space import services as space
from couples.space.errors import MadeUp
from couples.space.leaving import services as leaving
from couples.space.models import Couple, Membership
from journal.appreciations.models import Appreciation
from journal.demo import making, people
from tests.couples.outbox.posting import deliver_all
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = made_up.address_of("Anybody")


def test_no_form_takes_the_address_of_somebody_made_up(ada_client: Client, client: Client) -> None:
    with pytest.raises(forms.ValidationError, match="Nobody gets email"):
        AddressField().clean(ADDRESS.upper())
    data = {"email": ADDRESS, "login": ADDRESS, "name": "Somebody", "zone": "Europe/Berlin"}
    for path in ("/account/signup/", "/account/login/code/", "/account/password/reset/"):
        answer = client.post(path, data)
        assert "Nobody gets email at that address." in answer.content.decode(), path
        assert answer.status_code in {200, 422}, path
    assert not Person.objects.made_up().exists()


def test_neither_invites_the_other(short: None, ada: Person) -> None:
    couple = making.make(zone="UTC")
    alex = Person.objects.made_up()[0]
    leaving.leave(couple, by=alex)
    alone = space.begin(by=alex, called="Ada")
    with pytest.raises(MadeUp):
        space.invite(alone, by=alex, email=ada.email)
    hers = space.begin(by=ada, called="Alex")
    with pytest.raises(MadeUp):
        space.invite(hers, by=ada, email=alex.email)


def test_somebody_made_up_gets_no_real_address(short: None, client: Client) -> None:
    making.make(zone="UTC")
    alex = Person.objects.made_up()[0]
    client.force_login(alex)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 4_000_000_000}]
    session.save()
    answer = client.post("/account/email/", {"email": "alex@example.org", "action_add": ""}, follow=True)
    alex.refresh_from_db()
    assert alex.is_made_up
    assert "become a real one" in answer.content.decode() or answer.redirect_chain


def test_removing_and_starting_over_touch_nothing_real(short: None, ada: Person, ben: Person, couple: Couple) -> None:
    note = Appreciation(couple=couple, author=ada)
    note.text = "hers"
    note.save()
    making.make(zone="UTC")
    first = Person.objects.made_up()[0]
    making.begin_again(of=first.pk)
    second = Person.objects.made_up()[0]
    assert second.pk != first.pk
    making.begin_again(of=first.pk)  # the second of two presses
    assert Person.objects.made_up()[0].pk == second.pk
    making.remove()
    assert set(Person.objects.all()) == {ada, ben}
    assert list(Couple.objects.all()) == [couple]
    assert Membership.objects.count() == 2
    assert Appreciation.objects.get().text == "hers"


def test_made_twice_it_is_one(short: None) -> None:
    assert making.make(zone="UTC") == making.make(zone="UTC")
    assert Person.objects.made_up().count() == 2


def test_whoever_erased_their_made_up_account_goes_with_the_rest(short: None, ada: Person, couple: Couple) -> None:
    theirs = making.make(zone="UTC")
    account.forget(Person.objects.made_up()[0], [theirs], enter=False)
    making.remove()
    assert list(Couple.objects.all()) == [couple]
    assert Person.objects.count() == 2


def test_mail_for_them_is_a_file_here_and_never_leaves(short: None, settings: Any, tmp_path: Path) -> None:
    making.make(zone="UTC")
    alex = Person.objects.made_up()[0]
    for files, written in (("", 0), (str(tmp_path / "mail"), 1)):
        settings.EMAIL_FILE_PATH = files
        settings.EMAIL_BACKEND = f"couples.outbox.transport.{'files' if files else 'smtp'}.EmailBackend"
        post(kind="password_changed", person=alex)
        deliver_all()
        assert len(list(tmp_path.glob("mail/*.eml"))) == written
    assert set(Message.objects.filter(person=alex).values_list("state", flat=True)) == {State.FAILED, State.SENT}


# -- a server ---------------------------------------------------------------------------------------------------------


def test_on_a_server_nothing_makes_them(settings: Any) -> None:
    settings.DEMO = False
    for action in ([], ["--remove"]):
        with pytest.raises(CommandError, match="no demo on a server"):
            call_command("demo", *action, stdout=StringIO())
    assert not Person.objects.exists()


def test_on_a_server_there_is_no_such_address_and_no_button(client: Client) -> None:
    importlib.reload(urls)
    clear_url_caches()
    assert "We made up Alex and Sam" not in client.get("/").content.decode()
    for path in ("", "made/", "removal/"):
        assert client.get(f"/local/demo/{path}").status_code == 404
        assert client.post(f"/local/demo/{path}").status_code == 404


def test_even_where_the_addresses_are_there_a_server_answers_none(local: None, client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/local/demo/").status_code == 404
    assert client.post("/local/demo/made/").status_code == 404


def test_a_database_that_came_from_a_local_demo_signs_nobody_in(short: None, client: Client, settings: Any) -> None:
    making.make(zone="UTC")
    client.force_login(Person.objects.made_up()[0])
    assert client.get("/today/").status_code == 200
    settings.DEMO = False
    assert client.get("/today/").status_code == 303


@pytest.mark.parametrize("url", ["https://nearer.example.org", "http://127.0.0.1:8000"])
def test_it_takes_the_local_default_and_plain_http(url: str) -> None:
    """Whatever else a server was told by mistake."""
    env = os.environ | {"NEARER_LOCAL": "1", "NEARER_URL": url}
    code = "from config import settings; print(settings.DEMO)"
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(url.startswith("http:"))


def test_the_checks_for_a_server_complain(settings: Any) -> None:
    settings.DEMO = True
    assert "demo.E001" in {each.id for each in run_checks(include_deployment_checks=True)}
    settings.DEMO = False
    assert "demo.E001" not in {each.id for each in run_checks(include_deployment_checks=True)}


# -- this machine -----------------------------------------------------------------------------------------------------


def test_only_this_machine_is_offered_it(settings: Any) -> None:
    settings.DEMO = True
    ask = RequestFactory().get
    assert made_up.is_offered(ask("/"))
    assert not made_up.is_offered(ask("/", REMOTE_ADDR="192.168.1.7"))
    assert not made_up.is_offered(ask("/", headers={"X-Forwarded-For": "127.0.0.1"}))


def test_names_are_as_on_the_first_page(client: Client) -> None:
    page = client.get("/").content.decode()
    assert people.ALEX in page
    assert people.SAM in page
    assert people.FIRST_NOTE in page


def test_a_person_without_the_domain_is_never_made_up() -> None:
    assert not made_up.is_made_up("alex@demo.invalid.example.org")
    assert not PersonFactory(email="demo.invalid@example.org").is_made_up
