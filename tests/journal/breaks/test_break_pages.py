"""A break on pages: two taps from anywhere, what each of the two reads, and what neither learns."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from couples.space.services import begin
from journal.breaks import services
from journal.breaks.models import Break
from tests.addresses import ALL, NO_BREAK, ONLY_SENT, at, world
from tests.factories import PersonFactory
from tests.page_ids import page_id
from tests.pages import words_of

pytestmark = pytest.mark.django_db

Move = Callable[[int], None]
HOME, TODAY = reverse("breaks:home"), reverse("today:home")
HTMX = {"HX-Request": "true"}


def header_of(page: str) -> str | None:
    found = re.search(r'class="break" href="([^"?]+)[^>]*>.*?</svg>\s*(.*?)\s*</a>', page, re.DOTALL)
    return f"{found[2]} {found[1]}" if found else None


def page_of(found: Break) -> str:
    return reverse("breaks:page", args=[found.pk])


def test_two_taps_from_anywhere(couple: Couple, ada: Person, ada_client: Client, evening: Any) -> None:
    form = words_of(ada_client.get(HOME))
    assert re.search(r'<input[^>]*value="30"[^>]*checked', form)
    assert "reason" in form
    answer = ada_client.post(HOME, {"id": str(page_id(ada)), "until": "30"})
    taken = Break.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == page_of(taken)
    assert taken.until_at - clock.now() == timedelta(minutes=30)
    assert words_of(ada_client.get(HOME, follow=True)) == words_of(ada_client.get(page_of(taken)))


def test_a_refused_time_stays_as_it_was_typed(couple: Couple, ada: Person, ada_client: Client, evening: Any) -> None:
    sent = {"id": str(page_id(ada)), "until": "own", "on": "2026-11-26", "at": "20:15"}
    answer = ada_client.post(HOME, sent)
    assert answer.status_code == 422
    assert 'value="20:15"' in words_of(answer)
    assert "already passed" in words_of(answer)
    assert not Break.objects.exists()
    assert ada_client.post(HOME, sent | {"on": "2026-11-27"}).status_code == 303
    assert Break.objects.get().until_at == datetime(2026, 11, 27, 19, 15, tzinfo=UTC)


def test_each_reads_the_hour_by_their_own_clock(
    taken: Break, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    assert "21:00" in words_of(ada_client.get(page_of(taken)))
    assert "3 pm" in words_of(ben_client.get(page_of(taken), headers={"accept-language": "en-US"}))
    Person.objects.filter(pk=ben.pk).update(zone="Asia/Tokyo", hours="24")
    theirs = words_of(ben_client.get(page_of(taken)))
    assert "Friday, 05:00" not in theirs  # at half past four in the morning it is Friday already
    assert "05:00" in theirs


def test_the_other_reads_that_it_is_no_punishment_and_what_helps(
    taken: Break, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    hers, his = words_of(ada_client.get(page_of(taken))), words_of(ben_client.get(page_of(taken)))
    for page in (hers, his):
        assert "not a punishment" in page
        assert "Three things that help" in page
    assert "Ada will be back then." in his
    assert "I’m back" in hers
    assert "I’m back" not in his
    assert stranger_client.get(page_of(taken)).status_code == 404


def test_what_the_other_can_read_is_the_return_time_and_that_there_is_a_break(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    """However the same time was chosen, and whatever was tried before, their pages are the same by every byte."""
    seen = []
    for sent in ({"until": "60"}, {"until": "own", "on": "2026-11-26", "at": "21:30"}):
        ada_client.post(HOME, {"id": str(page_id(ada)), "until": "own", "on": "2026-11-26", "at": "20:15"})
        ada_client.post(HOME, {"id": str(page_id(ada)), **sent})
        taken = Break.objects.get()
        pages = [words_of(ben_client.get(path)) for path in (page_of(taken), TODAY, reverse("today:talk"))]
        seen.append([page.replace(str(taken.pk), "ID") for page in pages])
        assert not any(re.search(r"20:30|8:30|2:30", page) for page in pages)  # when it began
        Break.objects.all().delete()
    assert seen[0] == seen[1]


def test_today_says_it_before_all_else_in_one_sentence(
    taken: Break, ada: Person, ben: Person, ada_client: Client, ben_client: Client, later: Move
) -> None:
    def first(client: Client) -> str:
        found = re.search(r'before-all">\s*<p class="what">(.*?)</p>\s*<a href="([^"]+)"', words_of(client.get(TODAY)))
        assert found is None or found[2] == page_of(taken)
        return found[1] if found else ""

    Person.objects.update(hours="24", zone="Europe/Berlin")
    assert first(ada_client) == first(ben_client) == "You’re both on a break until 21:00."
    later(30)
    assert first(ada_client) == "Your break is up. Are you ready to go on?"
    assert first(ben_client) == "Your break is up. Ada is asked first, then you."
    services.ready(taken, by=ada, seen=0)
    assert first(ada_client) == "You’re back from your break. Ben is asked now."
    assert first(ben_client) == "Ada is back from your break. And you?"
    services.ready(taken, by=ben, seen=0)
    assert first(ada_client) == first(ben_client) == ""


def test_coming_back_step_by_step_without_scripts(
    taken: Break, ada_client: Client, ben_client: Client, later: Move
) -> None:
    later(30)
    page = page_of(taken)
    assert "Are you ready to go on?" in words_of(ada_client.get(page))
    assert "Ada is asked first." in words_of(ben_client.get(page))
    new = reverse("breaks:new-time", args=[taken.pk])
    assert "When will you be back?" in words_of(ada_client.get(new))
    assert ben_client.get(new).status_code == 303  # nothing there for him yet
    assert ada_client.post(new, {"seen": "0", "until": "15"}).status_code == 303
    assert "Ada will be back then." in words_of(ben_client.get(page))
    later(45)
    for client in (ada_client, ben_client):
        assert client.post(reverse("breaks:ready", args=[taken.pk]), {"seen": "1"}).status_code == 303
    for client in (ada_client, ben_client):
        assert "You’re both back." in words_of(client.get(page))
        assert header_of(words_of(client.get(page))) == f"Take a break {HOME}"


def test_after_two_new_times_both_are_offered_support_without_blame(
    taken: Break, ada: Person, ada_client: Client, ben_client: Client, later: Move
) -> None:
    for nth in range(2):
        later(30 * (nth + 1))
        services.choose_new_time(taken, by=ada, seen=nth, until_at=clock.now() + timedelta(minutes=30))
    later(90 + 15)
    for client in (ada_client, ben_client):
        page = words_of(client.get(page_of(taken)))
        assert "with someone else there" in page
        assert "A new time" not in page
        assert "Leave it for another day" in page
    ben_client.post(reverse("breaks:rest", args=[taken.pk]), {"seen": "2"})
    for client in (ada_client, ben_client):
        page = words_of(client.get(page_of(taken)))
        assert "This rests for now." in page
        assert "with someone else there" in page
        assert "Ben" not in page.replace("Ben</", "")  # nobody reads who left it


def test_a_press_on_an_old_page_shows_where_it_is_now(
    taken: Break, ada: Person, ada_client: Client, later: Move
) -> None:
    later(30)
    services.choose_new_time(taken, by=ada, seen=0, until_at=clock.now() + timedelta(hours=1))
    answer = ada_client.post(reverse("breaks:rest", args=[taken.pk]), {"seen": "0"}, follow=True)
    assert "Something has changed" in words_of(answer)
    assert "You’re both on a break until" in words_of(answer)
    for sent in ({}, {"seen": "x"}):
        assert ada_client.post(reverse("breaks:ready", args=[taken.pk]), sent).status_code == 303
    assert Break.objects.get().ready_by is None


# -- the header -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on_a_break", [False, True])
def test_every_page_of_a_couple_has_it_after_the_quick_exit(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, on_a_break: bool
) -> None:
    of = world(couple, ada, ben, "CANARY", many=2)
    expected = f"Take a break {HOME}"
    if on_a_break:
        until = clock.now() + timedelta(minutes=1)
        taken = services.take(couple, by=ada, id=uuid4(), until_at=until)
        expected = f"Back at .* {page_of(taken)}"
    missing, tried = {}, 0
    for name in sorted(set(ALL) - ONLY_SENT - NO_BREAK - {"account_logout"}):
        answer = ada_client.get(at(name, of))
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page, tried = words_of(answer), tried + 1
        if not re.fullmatch(expected, header_of(page) or "") or page.index('class="exit"') > page.index(
            'class="break"'
        ):
            missing[name] = header_of(page)
    assert missing == {}
    assert tried > 40


def test_who_is_alone_or_in_no_couple_has_none(client: Client, client_for: Callable[[Person], Client]) -> None:
    person = PersonFactory()
    browser = client_for(person)
    assert header_of(words_of(browser.get(reverse("account_email")))) is None
    begin(by=person, called="Sam")
    assert header_of(words_of(browser.get(TODAY))) is None
    assert browser.get(HOME)["Location"] == TODAY
    assert browser.post(HOME, {"id": str(uuid4()), "until": "15"})["Location"] == TODAY
    assert header_of(words_of(client.get(reverse("help")))) is None


def test_it_costs_no_page_a_query(couple: Couple, ada: Person, ada_client: Client, evening: Any) -> None:
    def cost(address: str) -> int:
        ada_client.get(address)
        with CaptureQueriesContext(connection) as asked:
            ada_client.get(address)
        return len(asked)

    pages = [TODAY, reverse("today:talk"), reverse("today:together")]
    before = [cost(page) for page in pages]
    taken = services.take(couple, by=ada, id=uuid4(), until_at=clock.now() + timedelta(minutes=30))
    assert [cost(page) for page in pages] == before
    assert cost(page_of(taken)) <= 4


def test_who_comes_back_goes_on_where_they_were(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, later: Move, evening: Any
) -> None:
    where = f"{reverse('appreciations:list')}?month=2026-11"
    (link,) = re.findall(r'class="break" href="([^"]+)"', words_of(ada_client.get(where)))
    ask = words_of(ada_client.get(link))
    assert f'<a class="back" href="{where}">' in ask
    (action,) = re.findall(r'action="(/break/[^"]*)"', ask)
    ada_client.post(action, {"id": str(page_id(ada)), "until": "15"})
    taken = Break.objects.get()
    later(15)
    for person in (ada, ben):
        services.ready(taken, by=person, seen=0)
    assert f'href="{where}">Go on where you were' in words_of(ada_client.get(page_of(taken)))
    assert "where you were" not in words_of(ben_client.get(page_of(taken)))


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", "today"])
def test_it_leads_back_to_no_page_but_ours(couple: Couple, ada_client: Client, elsewhere: str) -> None:
    assert "where you were" not in words_of(ada_client.get(HOME, {"from": elsewhere}))


def test_an_open_page_hears_of_it_at_once(
    taken: Break, ada: Person, ada_client: Client, ben_client: Client, later: Move
) -> None:
    """What a hint makes an open page fetch: the header as it is now, and one sentence for who did not do it."""
    link = reverse("breaks:link")

    def told(client: Client, where: str) -> str:
        page = words_of(client.get(link, headers=HTMX | {"HX-Current-URL": f"http://testserver{where}"}))
        assert 'hx-swap-oob="innerHTML:#break-told"' in page
        return "".join(re.findall(r'class="toast">\s*<p>(.*?)</p>', page))

    listening = reverse("listening:list")
    assert told(ben_client, listening).startswith("You’re both on a break until")
    assert told(ada_client, listening) == ""  # her own doing, in another tab
    assert told(ben_client, page_of(taken)) == told(ben_client, TODAY) == ""  # they show it themselves
    later(30)
    assert told(ada_client, listening) == "Your break is up. Are you ready to go on?"
    services.ready(taken, by=ada, seen=0)
    assert told(ben_client, listening) == "Ada is back from your break. And you?"
    assert ben_client.get(link).status_code == 303
