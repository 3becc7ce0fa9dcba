"""The pages about times: who sees which, what is kept when it is refused, and the way without scripts."""

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.accounts.models import Person
from couples.outbox.models import Mute, Suppression
from couples.outbox.services import mute
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.models import Ritual
from rituals.suggestions import SUGGESTIONS
from tests.rituals.conftest import checkin_at, time_together

pytestmark = pytest.mark.django_db

COFFEE = {"title": "Coffee", "at": "10:00", "repeat": "week", "days": ["5"], "minutes": "30", "zone": "Europe/Berlin"}
LIST = "/rituals/"


def words(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_choosing_a_check_in_leads_back_to_the_list(ada_client: Client, couple: Couple, ada: Person) -> None:
    answer = ada_client.post(reverse("rituals:checkin"), {"at": "21:15", "days": ["0", "2"]})
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    checkin = Ritual.objects.get()
    assert (f"{checkin.at:%H:%M}", checkin.days, checkin.created_by) == ("21:15", [0, 2], ada)
    page = words(ada_client.get(reverse("rituals:checkin")))
    assert 'value="21:15"' in page
    assert page.count("checked") == 2


def test_a_time_is_added_changed_and_seen_by_both(ada_client: Client, ben_client: Client, couple: Couple) -> None:
    assert ada_client.post(reverse("rituals:new"), COFFEE).status_code == 303
    ritual = Ritual.objects.get()
    edit = reverse("rituals:edit", args=[ritual.pk])
    assert 'value="Coffee"' in words(ben_client.get(edit))
    answer = ben_client.post(edit, COFFEE | {"title": "Tea & <b>cake</b>", "zone": "America/New_York"})
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    for page in (LIST, reverse("rituals:detail", args=[ritual.pk])):
        assert "Tea &amp; &lt;b&gt;cake&lt;/b&gt;" in words(ada_client.get(page))
    ritual.refresh_from_db()
    assert (ritual.title, ritual.zone) == ("Tea & <b>cake</b>", "America/New_York")


def test_many_begin_with_the_check_in_and_the_newest(ada_client: Client, couple: Couple, ada: Person) -> None:
    for number in range(10):
        services.add(couple, by=ada, title=f"CANARY-{number}", rule=Rule(time(19)), zone="", minutes=30)
    checkin_at(couple, ada)
    newest, every = words(ada_client.get(LIST)), words(ada_client.get(LIST, {"all": ""}))
    assert [f"CANARY-{number}" in newest for number in range(10)] == [False] * 3 + [True] * 7
    assert all(f"CANARY-{number}" in every for number in range(10))
    assert newest.index(reverse("rituals:checkin")) < newest.index("CANARY-9")
    assert 'href="?all"' in newest
    assert 'href="?all"' not in every


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days": []}, "Choose at least one day."),
        ({"days": ["7"]}, "days"),
        ({"at": "25:99"}, "Write a time like 20:30."),
        ({"at": ""}, "This is still empty. Fill it in, then go on."),
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"minutes": "100000"}, "minutes"),
        ({"title": ""}, "This is still empty. Fill it in, then go on."),
        ({"title": "n" * 81}, "title"),
        ({"title": "a\x00b"}, "title"),
    ],
)
@pytest.mark.parametrize("existing", [False, True])
def test_what_is_refused_is_said_beside_the_field_and_the_rest_is_kept(
    ada_client: Client, couple: Couple, ada: Person, change: dict[str, Any], said: str, existing: bool
) -> None:
    url = reverse("rituals:new")
    if existing:
        url = reverse("rituals:edit", args=[time_together(couple, ada).pk])
    before = list(Ritual.objects.values())
    answer = ada_client.post(url, COFFEE | {"title": "Our coffee", "at": "10:05"} | change)
    page = words(answer)
    assert answer.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    if "title" not in change:
        assert 'value="Our coffee"' in page
    if "at" not in change:
        assert 'value="10:05"' in page
    assert list(Ritual.objects.values()) == before


@pytest.mark.parametrize("change", [{"at": "soon"}, {"days": []}, {"at": "", "days": []}])
def test_a_check_in_that_is_refused_changes_nothing(
    ada_client: Client, couple: Couple, ada: Person, change: dict[str, Any]
) -> None:
    checkin_at(couple, ada, "20:30")
    answer = ada_client.post(reverse("rituals:checkin"), {"at": "22:45", "days": ["3"]} | change)
    page = words(answer)
    assert answer.status_code == 422
    assert ('value="22:45"' in page) is ("at" not in change)
    assert (page.count("checked") == 1) is ("days" not in change)
    assert {f"{ritual.at:%H:%M}" for ritual in Ritual.objects.all()} == {"20:30"}


@pytest.mark.parametrize("url_name", ["rituals:checkin", "rituals:new"])
def test_an_empty_form_is_refused_and_not_taken_for_a_success(ada_client: Client, url_name: str) -> None:
    assert ada_client.post(reverse(url_name)).status_code == 422
    assert Ritual.objects.count() == 0


def test_stopping_offers_the_way_back_and_it_works_once_or_twice(
    ada_client: Client, couple: Couple, ada: Person
) -> None:
    ritual = time_together(couple, ada)
    stopped = ada_client.post(reverse("rituals:retirement", args=[ritual.pk]))
    back = reverse("rituals:restoration", args=[ritual.pk])
    assert stopped.status_code == 200
    assert back in words(stopped)
    assert "Coffee" not in words(ada_client.get(LIST))
    assert ada_client.get(reverse("rituals:detail", args=[ritual.pk])).status_code == 404
    for _ in range(2):
        assert ada_client.post(back)["Location"] == LIST
    assert "Coffee" in words(ada_client.get(LIST))


def test_another_couples_time_does_not_exist(
    ada_client: Client, stranger_client: Client, couple: Couple, ada: Person
) -> None:
    ritual = time_together(couple, ada)
    for name in ("detail", "edit", "retirement", "restoration"):
        url = reverse(f"rituals:{name}", args=[ritual.pk])
        nowhere = url.replace(str(ritual.pk), str(uuid4()))
        for method in (stranger_client.get, stranger_client.post):
            theirs, none = method(url, COFFEE), method(nowhere, COFFEE)
            assert theirs.status_code == none.status_code
            assert theirs.status_code in {404, 405}
            assert "Coffee" not in words(theirs)
    ritual.refresh_from_db()
    assert ritual.retired_at is None
    for url in (LIST, reverse("rituals:checkin"), reverse("rituals:new")):
        assert str(ritual.pk) not in words(stranger_client.get(url))


def test_nobody_signed_out_sees_or_changes_anything(couple: Couple, ada: Person) -> None:
    ritual, client = time_together(couple, ada), Client()
    for name in ("detail", "edit", "retirement", "restoration"):
        url = reverse(f"rituals:{name}", args=[ritual.pk])
        assert {client.get(url).status_code, client.post(url).status_code} <= {303, 405}
    for name in ("list", "checkin", "new"):
        assert client.post(reverse(f"rituals:{name}"), COFFEE).status_code in {303, 405}
    ritual.refresh_from_db()
    assert (ritual.retired_at, Ritual.objects.count(), Mute.objects.count()) == (None, 1, 0)


def test_looking_changes_nothing(ada_client: Client, couple: Couple, ada: Person) -> None:
    checkin_at(couple, ada)
    ritual = time_together(couple, ada)
    before = list(Ritual.objects.order_by("pk").values())
    for name in ("retirement", "restoration"):
        assert ada_client.get(reverse(f"rituals:{name}", args=[ritual.pk])).status_code == 405
    for url in (LIST, reverse("rituals:detail", args=[ritual.pk]), reverse("rituals:edit", args=[ritual.pk])):
        assert ada_client.get(url).status_code == 200
    assert list(Ritual.objects.order_by("pk").values()) == before


def test_htmx_gets_the_list_and_no_page_around_it(ada_client: Client, couple: Couple, ada: Person) -> None:
    time_together(couple, ada)
    part = words(ada_client.get(LIST, headers={"HX-Request": "true"}))
    assert part.split()[:2] == ["<div", 'id="times"']
    assert "Coffee" in part
    assert "<html" not in part


def test_fifty_times_take_no_more_queries_than_one(ada_client: Client, couple: Couple, ada: Person) -> None:
    counts = []
    for more in (1, 49):
        for _ in range(more):
            time_together(couple, ada)
        ada_client.get(LIST, {"all": ""})
        with CaptureQueriesContext(connection) as queries:
            assert words(ada_client.get(LIST, {"all": ""})).count("Coffee") == Ritual.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("clock")
def test_each_sees_the_next_time_by_their_own_clock(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person
) -> None:
    ritual = time_together(couple, ada, "19:00", zone="Europe/Berlin")
    detail = reverse("rituals:detail", args=[ritual.pk])
    assert "7 pm" in words(ada_client.get(detail))
    assert "1 pm" in words(ben_client.get(detail))
    assert "Europe/Berlin" in words(ben_client.get(detail))


def test_where_the_partner_lives_is_not_shown_by_a_check_in(
    ada_client: Client, couple: Couple, ada: Person
) -> None:  # T5
    ritual = checkin_at(couple, ada, "20:30")
    for url in (LIST, reverse("rituals:checkin"), reverse("rituals:detail", args=[ritual.pk])):
        assert "New_York" not in words(ada_client.get(url))


def test_whether_mail_comes_is_said_to_oneself_alone_and_chosen_on_one_page(
    ada_client: Client, ben_client: Client, ada: Person
) -> None:
    mute(ada.pk, "nudge")
    assert "You get no emails. Only you know this." in words(ada_client.get(LIST))
    assert "You get no emails." not in words(ben_client.get(LIST))
    for client in (ada_client, ben_client):
        assert f'href="{reverse("choices")}"' in words(client.get(LIST))


def test_an_address_whose_mail_comes_back_is_told_so_and_the_partner_is_not(
    ada_client: Client, ben_client: Client
) -> None:
    Suppression.objects.create(address="ada@example.org", reason="550 5.1.1")
    assert "Emails to you are coming back" in words(ada_client.get(LIST))
    assert "Emails to you are coming back" not in words(ben_client.get(LIST))


@pytest.mark.parametrize("key", [*SUGGESTIONS, "../nothing", ""])
def test_a_suggestion_fills_the_form_and_an_unknown_one_does_not_harm(ada_client: Client, key: str) -> None:
    answer = ada_client.get(reverse("rituals:new"), {"like": key})
    assert answer.status_code == 200
    if key in SUGGESTIONS:
        assert f'value="{SUGGESTIONS[key][0]}"' in words(answer)


def test_an_old_name_of_a_zone_is_offered_too(ada_client: Client, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(zone="US/Eastern", shows_clock=True)
    assert '<option value="US/Eastern" selected>' in words(ada_client.get(reverse("rituals:new")))
    assert ada_client.post(reverse("rituals:new"), COFFEE | {"zone": "US/Eastern"}).status_code == 303


def test_a_stopped_time_cannot_be_changed_from_an_old_tab(ada_client: Client, couple: Couple, ada: Person) -> None:
    ritual = time_together(couple, ada)
    services.retire(ritual)
    assert ada_client.post(reverse("rituals:edit", args=[ritual.pk]), COFFEE).status_code == 404
