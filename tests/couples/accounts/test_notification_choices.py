"""What comes, over what, and when nothing should: chosen signed in, or by a link that can do only this."""

import re
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox import channels, kinds, tokens
from couples.outbox.models import Channel, Mute
from couples.quiet import Quiet
from couples.space.models import Couple
from tests.pages import words_of

pytestmark = pytest.mark.django_db

PAGE = "/you/mail/"
NIGHT = {"quiet_from": "22:00", "quiet_until": "07:00"}


def link(person: Person) -> str:
    return reverse("choices-by-link", args=[tokens.choices(person)])


@pytest.fixture(autouse=True)
def one_kind(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """One kind to choose, however many the practices register by now."""
    if request.node.name != "test_every_kind_that_can_be_chosen_says_what_it_is":
        few = {key: kind for key, kind in kinds._kinds.items() if key == "nudge" or not kind.mutable}
        monkeypatch.setattr(kinds, "_kinds", few)


@pytest.fixture
def with_a_device(monkeypatch: pytest.MonkeyPatch, ada: Person) -> None:
    """Ada has a device that can be reached; nobody else has."""
    monkeypatch.setitem(channels._reaches, Channel.PUSH, lambda person: person == ada)


@pytest.fixture
def another_kind(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(kinds._kinds, "another", kinds.Kind("another", mutable=True, label="Something else"))
    return "another"


def ways(person: Person) -> list[Any]:
    return sorted(Mute.objects.filter(person=person).values_list("kind", "channel"))


def test_choosing_changes_it_for_oneself_alone_and_choosing_again_is_the_way_back(
    ada_client: Client, ada: Person, ben: Person, hints: list[object]
) -> None:
    client, url = ada_client, PAGE
    hints.clear()
    answer = client.post(url, NIGHT)  # no box ticked
    assert (answer.status_code, answer["Location"]) == (303, url)
    ada.refresh_from_db()
    assert (ways(ada), ada.quiet) == ([("nudge", "mail")], Quiet(time(22), time(7)))
    page = words_of(client.get(url))
    assert "Saved. Nobody is told." in page
    assert 'value="22:00"' in page
    assert "checked" not in page
    client.post(url, {"nudge": ["mail"]})
    ada.refresh_from_db()
    ben.refresh_from_db()
    assert (ways(ada), ada.quiet) == ([], None)
    assert (ways(ben), ben.quiet) == ([], None)
    assert hints == []
    assert "checked" in words_of(client.get(url))


@pytest.mark.parametrize(
    ("hours", "said", "beside"),
    [
        ({"quiet_from": "22:00"}, "Quiet hours need a start and an end.", "quiet_until"),
        ({"quiet_until": "07:00"}, "Quiet hours need a start and an end.", "quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "That would be all day.", "quiet_until"),
        ({"quiet_from": "late", "quiet_until": "07:00"}, "Write a time like 22:00.", "quiet_from"),
        ({"nudge": ["pigeon"]}, "pigeon", "nudge"),
        ({"nudge": ["push"]}, "push", "nudge"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_the_rest_is_kept(
    ada_client: Client, ada: Person, hours: dict[str, Any], said: str, beside: str
) -> None:
    answer = ada_client.post(PAGE, {"nudge": ["mail"]} | hours)
    page = words_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert f'href="#id_{beside}' in page
    for value in hours.values():
        assert not isinstance(value, str) or f'value="{value}"' in page
    ada.refresh_from_db()
    assert (ways(ada), ada.quiet) == ([], None)


def test_each_kind_is_chosen_for_each_channel_the_person_can_be_reached_by(
    ada_client: Client, ben_client: Client, ada: Person, ben: Person, with_a_device: None, another_kind: str
) -> None:
    assert words_of(ada_client.get(PAGE)).count("As a notification") == 2
    assert "As a notification" not in words_of(ben_client.get(PAGE))
    ada_client.post(PAGE, {"nudge": ["push"], another_kind: ["mail", "push"]})
    ben_client.post(PAGE, {"nudge": ["mail"]})
    assert ways(ada) == [("nudge", "mail")]
    assert ways(ben) == [(another_kind, "mail")]


def test_what_was_not_offered_stays_as_it_was(ada_client: Client, ada: Person) -> None:
    Mute.objects.create(person=ada, kind="nudge", channel=Channel.PUSH)
    ada_client.post(PAGE, {"nudge": ["mail"]})
    assert ways(ada) == [("nudge", "push")]


def test_mail_about_the_account_is_no_choice(ada_client: Client) -> None:
    page = words_of(ada_client.get(PAGE))
    offered = re.findall(r'<input type="checkbox" name="(\w+)"', page)
    assert offered == [*(kind.key for kind in kinds.mutable()), "quiet_holds_all"]
    assert "always come" in page


def test_every_kind_that_can_be_chosen_says_what_it_is() -> None:
    assert kinds.mutable()
    for kind in kinds.mutable():
        assert str(kind.label)
        assert not kind.times or reverse(kind.times)


# -- by the link from a mail ------------------------------------------------------------------------------------------


def test_the_linked_page_names_nobody_and_shows_nothing_of_the_couple(couple: Couple, ada: Person, ben: Person) -> None:
    answer = Client().get(link(ada))
    page = words_of(answer)
    assert answer.status_code == 200
    assert not re.search(r"\bAda\b|\bBen\b|example\.org|Berlin|New_York", page)
    assert "/rituals/" not in page
    assert "no-store" in answer["Cache-Control"]


def test_looking_changes_nothing_and_signs_nobody_in(ada: Person) -> None:
    client = Client()
    for method in (client.get, client.head):
        assert method(link(ada)).status_code == 200
    assert ways(ada) == []
    assert client.get("/you/").status_code == 303


def test_the_linked_page_is_the_same_whoever_it_is_for_and_whatever_they_chose(
    ada: Person, ben: Person, with_a_device: None, another_kind: str
) -> None:
    plain = words_of(Client().get(link(ben)))
    Mute.objects.create(person=ada, kind="nudge", channel=Channel.MAIL)
    Mute.objects.create(person=ada, kind=another_kind, channel=Channel.PUSH)
    Person.objects.filter(pk=ada.pk).update(quiet_from=time(22), quiet_until=time(7))
    assert words_of(Client().get(link(ada))) == plain
    assert "22:00" not in plain
    assert "checked" not in plain


def test_whoever_has_the_link_can_only_have_fewer_mails_come(
    ada: Person, ben: Person, with_a_device: None, another_kind: str
) -> None:
    Mute.objects.create(person=ada, kind=another_kind, channel=Channel.MAIL)
    Person.objects.filter(pk=ada.pk).update(quiet_from=time(22), quiet_until=time(7))
    sent = {"stop": ["nudge"], "nudge": ["mail", "push"], another_kind: ["mail"], "quiet_from": "", "quiet_until": ""}
    answer = Client().post(link(ada), sent)
    assert answer.status_code == 303
    ada.refresh_from_db()
    assert ways(ada) == [(another_kind, "mail"), ("nudge", "mail")]
    assert ada.quiet == Quiet(time(22), time(7))
    assert ways(ben) == []
    for nothing in ({}, {"stop": ["verify_code"]}, {"stop": [], "quiet_from": "08:00", "quiet_until": "20:00"}):
        assert Client().post(link(ada), nothing).status_code == 422
    ada.refresh_from_db()
    assert (len(ways(ada)), ada.quiet) == (2, Quiet(time(22), time(7)))


def test_the_link_ends_after_a_week_and_the_way_out_never_does(ada: Person) -> None:
    url, out = link(ada), reverse("outbox:unsubscribe", args=[tokens.unsubscribe(ada.pk, "nudge")])
    now = clock.now()
    with time_machine.travel(now + tokens.CHOICES_LIFE - timedelta(minutes=1)):
        assert Client().get(url).status_code == 200
    with time_machine.travel(now + tokens.CHOICES_LIFE + timedelta(minutes=1)):
        ended, forged = Client().get(url), Client().get(reverse("choices-by-link", args=["nonsense"]))
        assert (ended.status_code, words_of(ended)) == (404, words_of(forged))
        assert Client().post(url, {"stop": ["nudge"]}).status_code == 404
        assert ways(ada) == []
    with time_machine.travel(now + timedelta(days=3650)):
        assert Client().post(out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ways(ada) == [("nudge", "mail")]


def test_the_way_out_says_what_it_ends(ada: Person) -> None:
    page = words_of(Client().get(reverse("outbox:unsubscribe", args=[tokens.unsubscribe(ada.pk, "nudge")])))
    assert "Nudges for your check-in and rituals" in page


def test_a_change_needs_the_page_it_was_made_on(ada: Person) -> None:
    """Unlike the one press of RFC 8058, it is no mail provider's to make."""
    assert Client(enforce_csrf_checks=True).post(link(ada), {}).status_code == 403
    assert ways(ada) == []


@pytest.mark.parametrize(
    "forgery", ["nonsense", "cut short", "for unsubscribing", "nobody's", "no list", "empty", "without an address"]
)
def test_a_link_that_is_no_such_link_leads_to_one_neutral_page(ada: Person, forgery: str) -> None:
    salt = tokens._CHOICES
    token = {
        "nonsense": "nonsense",
        "cut short": tokens.choices(ada)[:-2],
        "for unsubscribing": tokens.unsubscribe(ada.pk, "nudge"),
        "nobody's": signing.dumps([str(uuid4()), "x"], salt=salt),
        "no list": signing.dumps(str(ada.pk), salt=salt),
        "empty": signing.dumps([], salt=salt),
        "without an address": signing.dumps([str(ada.pk)], salt=salt),
    }[forgery]
    assert_leads_nowhere(token)


@pytest.mark.parametrize("change", [{"email": "ada@new.example.org"}, {"is_active": False}])
def test_a_link_mailed_to_a_former_address_or_a_closed_account_leads_nowhere(
    ada: Person, change: dict[str, Any]
) -> None:
    token = tokens.choices(ada)
    Person.objects.filter(pk=ada.pk).update(**change)
    assert_leads_nowhere(token)


def assert_leads_nowhere(token: str) -> None:
    client = Client()
    answers = [client.get(reverse("choices-by-link", args=[each])) for each in (token, "x")]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [re.sub(r'"X-CSRFToken": "\w+"', "", words_of(answer)) for answer in answers]
    assert pages[0] == pages[1]
    assert client.post(reverse("choices-by-link", args=[token]), NIGHT).status_code == 404
    assert not Mute.objects.exists()


def test_the_page_costs_the_same_with_many_choices(
    ada_client: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for more in (0, 50):
        for n in range(more):
            monkeypatch.setitem(kinds._kinds, f"kind{n}", kinds.Kind(f"kind{n}", mutable=True, label=f"Kind {n}"))
            Mute.objects.create(person=ada, kind=f"kind{n}")
        ada_client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            ada_client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
