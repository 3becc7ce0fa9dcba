"""Two who were a couple before and are one again: what both bring along opens for both, and nothing else shows."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.errors import SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.agreements.models import Guideline, SignedVersion
from journal.agreements.signing.digest import digest
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.before import services
from journal.before.models import ComingAlong
from journal.checkins import services as checkins
from tests.addresses import world
from tests.at_once import at_once
from tests.factories import PersonFactory, make_couple
from tests.pages import words_of

HOME = reverse("before:home")
TODAY, US = reverse("today:home"), reverse("story:us")
THANKS = "appreciations"

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(couple: Couple, ada: Person, ben: Person) -> Couple:
    """What Ada and Ben had: something of everything, and things only one of them may read."""
    world(couple, ada, ben, "OLDCANARY", many=1)
    Couple.objects.filter(closed_at__isnull=False).delete()  # none of these is played here
    for nth, person in enumerate((ada, ben)):
        thanks.send(thanks.keep_draft(couple, by=person, id=UUID(int=nth + 1), text=f"OPENED by {person.name}"))
        thanks.keep_draft(couple, by=person, id=UUID(int=nth + 11), text=f"UNSENT by {person.name}")
    Appreciation.objects.filter(text__isnull=False).exclude(opened_at=None).update(
        opened_at=clock.now() - timedelta(hours=1)
    )
    checkins.save_draft(couple, by=ben, on=clock.today(ben) - timedelta(days=3), values={"line": "UNSENT line"})
    leaving.leave(couple, by=ben)
    return couple


@pytest.fixture
def anew(old: Couple, ada: Person, ben: Person) -> Couple:
    """The two of them again: this time Ben invites."""
    return make_couple(ben, ada)


@pytest.fixture
def browsers(anew: Couple, ada: Person, ben: Person, client_for: Callable[[Person], Client]) -> tuple[Client, Client]:
    return client_for(ada), client_for(ben)


def choose(client: Client, before: Couple, practice: str = THANKS, along: str = "yes") -> Any:
    return client.post(reverse("before:choice", args=[before.pk, practice]), {"along": along})


def read(client: Client, before: Couple, practice: str = THANKS, kind: str = "thank-you") -> Any:
    return client.get(reverse("before:words", args=[before.pk, practice, kind]))


def pages(client: Client) -> list[str]:
    return [words_of(client.get(page)) for page in (TODAY, US, HOME, reverse("you"), reverse("kept:list"))]


# -- the straight way -------------------------------------------------------------------------------------------------


def test_what_both_choose_opens_for_both_and_nothing_private_with_it(
    old: Couple, browsers: tuple[Client, Client]
) -> None:
    ada, ben = browsers
    assert HOME in words_of(ada.get(TODAY))
    assert HOME in words_of(ada.get(US))
    assert choose(ada, old).headers["Location"] == HOME
    assert read(ada, old).status_code == read(ben, old).status_code == 404
    choose(ben, old)
    for client in browsers:
        page = words_of(read(client, old))
        assert "OPENED by Ada" in page
        assert "OPENED by Ben" in page
        assert "UNSENT" not in page
        assert "You both chose this." in words_of(client.get(HOME))
        assert read(client, old, "checkins", "checkin").status_code == 404


def test_everything_that_both_could_read_can_come_along(
    old: Couple, anew: Couple, ada: Person, ben: Person, browsers: tuple[Client, Client]
) -> None:
    """Practice by practice, the same list for both, and never a word that only one of them may read."""
    keys = [practice.key for practice in services.offered(old, ada, ben)]
    assert keys == [practice.key for practice in services.offered(old, ben, ada)]
    assert len(keys) > 5
    for key in keys:
        for client in browsers:
            choose(client, old, key)
        for client in browsers:
            page = words_of(client.get(reverse("before:practice", args=[old.pk, key])))
            found = re.findall(r'href="(/us/before/[^"]+/words/[^"]+)"', page)
            assert found
            told = "".join(words_of(client.get(path)) for path in found)
            assert "UNSENT" not in told
            assert "<blockquote" in told or key == "questions"


def test_the_names_and_shapes_are_those_of_now(old: Couple, browsers: tuple[Client, Client]) -> None:
    ada, _ben = browsers
    for client in browsers:
        choose(client, old)
    page = words_of(read(ada, old))
    shown = re.findall(r'<figure class="said (\w)">\s*<figcaption class="who">.*?<bdi>(\w+)</bdi>', page, re.DOTALL)
    assert set(shown) == {("a", "Ben"), ("b", "Ada")}  # it was the other way round, then


# -- what nobody learns -----------------------------------------------------------------------------------------------


def test_ones_pages_say_nothing_of_what_the_other_alone_has_chosen(
    old: Couple, anew: Couple, ada: Person, ben: Person, browsers: tuple[Client, Client]
) -> None:
    """Whatever the other chose, one's pages follow from one's own choice and from what both chose."""
    hers, _his = browsers
    options = [frozenset(), frozenset({THANKS}), frozenset({"checkins"}), frozenset({THANKS, "checkins"})]
    told: dict[Any, list[str]] = {}
    for mine in options:
        for theirs in (*options, None):
            ComingAlong.objects.all().delete()
            services.hear(anew, by=ada, other=ben)
            if theirs is not None:  # or else he has never been there
                services.hear(anew, by=ben, other=ada)
            for person, chosen in ((ada, mine), (ben, theirs or ())):
                for practice in chosen:
                    services.bring(anew, by=person, before=old, practice=practice)
            shown = pages(hers)
            assert told.setdefault((mine, mine & (theirs or frozenset())), shown) == shown
    assert len(told) == 9


def test_choosing_and_changing_ones_mind_reaches_nobody(
    old: Couple, browsers: tuple[Client, Client], hints: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    ada, ben = browsers
    Message.objects.all().delete()
    before = pages(ben)
    with django_capture_on_commit_callbacks(execute=True):
        choose(ada, old)
        choose(ada, old, "checkins")
        assert pages(ben) == before
        choose(ben, old)
        choose(ada, old, along="no")
    assert read(ben, old).status_code == read(ada, old).status_code == 404
    assert (hints, Message.objects.count()) == ([], 0)
    assert "You chose this. Only you can see that." in words_of(ben.get(HOME))
    choose(ada, old)
    assert read(ben, old).status_code == 200


def test_choices_are_encrypted_with_the_key_of_whoever_made_them(old: Couple, anew: Couple, ada: Person) -> None:
    services.bring(anew, by=ada, before=old, practice=THANKS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT practices FROM journal_comingalong")
        ((held,),) = cursor.fetchall()
    assert THANKS.encode() not in bytes(held)
    assert ComingAlong.objects.get().vault_holder().id == ada.pk


def test_today_tells_it_once(old: Couple, anew: Couple, browsers: tuple[Client, Client]) -> None:
    ada, ben = browsers
    line = "were here before."
    assert all(line in words_of(client.get(TODAY)) for client in browsers)
    assert ada.post(reverse("before:later")).headers["Location"] == TODAY
    assert line not in words_of(ada.get(TODAY))
    assert line in words_of(ben.get(TODAY))
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert line not in words_of(ben.get(TODAY))
        assert HOME in words_of(ben.get(US))


# -- whose it is not --------------------------------------------------------------------------------------------------


def everything(client: Client, before: Couple) -> set[int]:
    args = [before.pk, THANKS]
    asked = [client.get(HOME), client.post(reverse("before:later")), read(client, before), choose(client, before)]
    asked += [
        client.get(reverse("before:practice", args=args)),
        client.post(reverse("before:guidelines", args=args[:1])),
    ]
    return {answer.status_code for answer in asked}


def test_a_couple_that_is_new_has_nothing_from_before(couple: Couple, ada_client: Client) -> None:
    assert "were here before" not in words_of(ada_client.get(TODAY))
    assert HOME not in words_of(ada_client.get(US))
    assert everything(ada_client, couple) == {404}


def test_a_stranger_finds_nothing(old: Couple, anew: Couple, stranger_client: Client) -> None:
    assert everything(stranger_client, old) == {404}
    assert not ComingAlong.objects.exists()


def test_with_somebody_else_the_old_time_does_not_exist(
    old: Couple, ada: Person, ben: Person, client_for: Callable[[Person], Client]
) -> None:
    """Neither for the one who was there, nor for the other, nor for whoever was left."""
    dora = PersonFactory(name="Dora", email="dora@example.org")
    make_couple(ada, dora)
    for person in (ada, dora, ben):
        client = client_for(person)
        assert "were here before" not in words_of(client.get(TODAY, follow=True))
        assert HOME not in words_of(client.get(US, follow=True))
        assert everything(client, old) <= {404, 303}
    assert not ComingAlong.objects.exists()


def test_each_couple_of_these_two_is_chosen_by_itself(
    old: Couple, anew: Couple, ada: Person, ben: Person, client_for: Callable[[Person], Client]
) -> None:
    """What they chose in between counts no more: a new couple begins with nothing chosen."""
    thanks.send(thanks.keep_draft(anew, by=ada, id=UUID(int=99), text="BETWEEN"))
    Appreciation.objects.filter(couple=anew).update(opened_at=clock.now() - timedelta(hours=1))
    for person in (ada, ben):
        services.bring(anew, by=person, before=old, practice=THANKS)
    leaving.leave(anew, by=ada)
    make_couple(ada, ben)
    client, other = client_for(ada), client_for(ben)
    assert read(client, old).status_code == 404
    assert words_of(client.get(HOME)).count("Started in") == 2
    for each in (client, other):
        choose(each, anew)
    assert "BETWEEN" in words_of(read(client, anew))
    assert read(client, old).status_code == 404


def test_a_practice_with_nothing_in_it_cannot_be_chosen(anew: Couple, old: Couple, browsers: Any) -> None:
    Appreciation.objects.filter(couple=old).delete()
    assert choose(browsers[0], old).status_code == 404
    assert choose(browsers[0], old, "diary").status_code == 404


def test_what_is_erased_in_the_old_space_is_gone_here_too(old: Couple, browsers: tuple[Client, Client]) -> None:
    _ada, ben = browsers
    for client in browsers:
        choose(client, old)
    Appreciation.objects.filter(couple=old, author__name="Ada").delete()
    page = words_of(read(ben, old))
    assert "OPENED by Ben" in page
    assert "OPENED by Ada" not in page


# -- guidelines -------------------------------------------------------------------------------------------------------


def test_the_last_signed_guidelines_can_begin_the_new_draft_and_are_not_signed(
    couple: Couple, ada: Person, ben: Person, client_for: Callable[[Person], Client]
) -> None:
    for text in ("We finish our sentences.", "No phones."):
        agreements.add_line(couple, by=ada, text=text, op_id=UUID(int=len(text)))
    lines = agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    for person in (ada, ben):
        agreements.sign(couple, by=person, name=person.name, digest=digest(lines))
    agreements.add_line(couple, by=ada, text="Never signed.", op_id=UUID(int=3))
    leaving.leave(couple, by=ada)
    anew = make_couple(ada, ben)
    address = reverse("before:guidelines", args=[couple.pk])
    hers, his = client_for(ada), client_for(ben)
    choose(hers, couple, "agreements")
    assert hers.post(address).status_code == 404
    choose(his, couple, "agreements")
    assert "No phones." in words_of(his.get(reverse("before:practice", args=[couple.pk, "agreements"])))
    for client in (hers, his, hers):
        assert client.post(address).headers["Location"] == reverse("agreements:home")
    drafted = Guideline.objects.for_couple(anew).in_draft().in_order()
    assert [line.text for line in drafted] == lines
    assert not SignedVersion.objects.for_couple(anew).exists()


# -- in one instant ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_both_choosing_in_one_instant_have_both_chosen(anew: Couple, old: Couple, ada: Person, ben: Person) -> None:
    for practice in (THANKS, "checkins", "questions"):
        along = partial(services.bring, anew, before=old, practice=practice)
        at_once(*(partial(along, by=by) for by in (ada, ben, ada)))
    (found,) = services.chosen(anew, ada, ben)
    assert found.both == {THANKS, "checkins", "questions"}


@pytest.mark.django_db(transaction=True)
def test_choosing_while_the_other_leaves_again_is_done_before_or_not_at_all(
    anew: Couple, old: Couple, ada: Person, ben: Person, client_for: Callable[[Person], Client]
) -> None:
    client = client_for(ada)
    at_once(
        lambda: services.bring(anew, by=ada, before=old, practice=THANKS),
        lambda: leaving.leave(anew, by=ben),
        refused=SpaceClosed,
    )
    for answer in (choose(client, old), client.get(HOME), read(client, old)):
        assert answer.headers["Location"] == reverse("leaving:told")
    with pytest.raises(SpaceClosed):
        services.bring(anew, by=ada, before=old, practice="checkins")
