"""From the first page to somebody made up, back to the beginning, and out again."""

import pytest
from django.conf import settings
from django.test import Client

from couples.accounts.models import Person
from couples.outbox import local_page
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
MAIL = local_page.path_of(settings.SECRET_KEY)
BANNER = "We made up Alex and Sam."


def test_two_presses_from_the_first_page_to_today(short: None, client: Client) -> None:
    assert "/local/demo/made/" in client.get("/").content.decode()
    answer = client.post("/local/demo/made/", {"zone": "Asia/Tokyo"})
    assert (answer.status_code, answer["Location"]) == (303, "/local/demo/")
    alex, sam = Person.objects.made_up()
    assert alex.zone == "Asia/Tokyo"
    for page in (client.get("/local/demo/"), client.get(MAIL)):
        for person in (alex, sam):
            assert f"/local/demo/{person.pk}/session/" in page.content.decode()
    answer = client.post(f"/local/demo/{sam.pk}/session/")
    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    assert "Sam" in client.get("/today/").content.decode()


def test_every_page_of_theirs_says_so_and_no_real_one_does(short: None, client: Client, ada_client: Client) -> None:
    client.post("/local/demo/made/")
    client.post(f"/local/demo/{Person.objects.made_up()[0].pk}/session/")
    for path in ("/today/", "/us/", "/you/", "/help/", "/about/", "/nothing-there/"):
        assert BANNER in client.get(path).content.decode(), path
        assert BANNER not in ada_client.get(path).content.decode(), path


def test_starting_over_goes_on_as_the_same_one(short: None, client: Client) -> None:
    client.post("/local/demo/made/", {"zone": "Asia/Tokyo"})
    sam = Person.objects.made_up()[1]
    client.post(f"/local/demo/{sam.pk}/session/")
    client.post("/you/", {"name": "Samira"})
    assert Person.objects.get(pk=sam.pk).name == "Samira"
    answer = client.post(f"/local/demo/{sam.pk}/again/")
    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    again = Person.objects.made_up()[1]
    assert (again.name, again.zone) == ("Sam", "Asia/Tokyo")
    assert again.pk != sam.pk
    assert client.session["_auth_user_id"] == str(again.pk)
    assert client.get("/today/").status_code == 200


def test_removed_there_is_the_first_page_again(short: None, client: Client) -> None:
    client.post("/local/demo/made/")
    client.post(f"/local/demo/{Person.objects.made_up()[0].pk}/session/")
    answer = client.post("/local/demo/removal/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert not Person.objects.made_up().exists()
    assert client.get("/").status_code == 200
    assert client.post("/local/demo/removal/").status_code == 303  # twice


def test_a_real_person_who_starts_it_over_stays_who_they_are(short: None, ada: Person, ada_client: Client) -> None:
    ada_client.post("/local/demo/made/")
    ada_client.post(f"/local/demo/{Person.objects.made_up()[0].pk}/again/")
    assert ada_client.session["_auth_user_id"] == str(ada.pk)


def test_nobody_is_signed_in_as_somebody_real(short: None, client: Client) -> None:
    ada = PersonFactory(name="Ada")
    assert client.post(f"/local/demo/{ada.pk}/session/").status_code == 404
    assert client.post(f"/local/demo/{ada.pk}/again/").status_code == 303
    assert "_auth_user_id" not in client.session


def test_nobody_elsewhere_in_the_network_has_these_pages(short: None, client: Client) -> None:
    assert "/local/demo/" not in client.get("/", REMOTE_ADDR="192.168.1.7").content.decode()
    assert client.get("/local/demo/", REMOTE_ADDR="192.168.1.7").status_code == 404
    assert client.post("/local/demo/made/", REMOTE_ADDR="192.168.1.7").status_code == 404
    assert not Person.objects.made_up().exists()
