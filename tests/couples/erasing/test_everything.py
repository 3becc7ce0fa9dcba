"""Everything of somebody's, or their account: seven days in which it can be undone, then gone for good (G3, K7)."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from couples import clock, moments
from couples.accounts.models import Everything, Person, Session
from couples.erasing import account, ledger, services
from couples.erasing.models import LedgerLine
from couples.outbox.models import Message
from couples.space.leaving.services import leave
from couples.space.models import Couple, Membership
from couples.vault.models import DataKey
from journal.agreements.models import SignedVersion
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.entries import PrivateToOne
from journal.export.records import kinds
from journal.questions.models import QuestionDepth
from tests.addresses import world
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

CANARY = "SALAMANDER"
WORDS, ACCOUNT, KEEP = reverse("erase:words"), reverse("erase:account"), reverse("erase:keep")
WAITING = reverse("erase:waiting")


@pytest.fixture(autouse=True)
def a_ledger(settings: Any, tmp_path: Any) -> None:
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")


@pytest.fixture
def written(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, CANARY, many=1)
    on = clock.today(ada) - timedelta(days=90)
    for person, line in ((ada, CANARY), (ben, "Ben’s own line")):
        checkins.seal(couple, by=person, on=on, values={"line": line})
    depth = QuestionDepth(couple=couple, person=ada)
    depth.depth = "1"
    depth.save()


@pytest.fixture
def after() -> Iterator[Callable[[], None]]:
    """Eight days later the clock comes by."""
    with time_machine.travel(clock.now(), tick=False) as traveller:

        def later() -> None:
            traveller.shift(timedelta(days=8))
            services.sweep()

        yield later


def said_by(person: Person) -> list[str]:
    """Every word of theirs that is left, of what somebody may erase alone."""
    found = []
    for _practice, words in kinds():
        if not words.by or not words.erase:
            continue
        for row in words.model._base_manager.filter(**{words.by: person}):
            if words.erasable(row):
                found += [str(getattr(row, name)) for name in words.fields if CANARY in str(getattr(row, name))]
    return found


# -- asking, and undoing ----------------------------------------------------------------------------------------------


def test_it_says_first_what_goes_and_what_stays(couple: Couple, ada_client: Client, ada: Person) -> None:
    assert reverse("erase:home") in words_of(ada_client.get(reverse("you")))
    for page in (WORDS, ACCOUNT):
        said = words_of(ada_client.get(page))
        assert "Guidelines you both signed" in said
        assert reverse("export:home") in said
    assert "you leave your space with <bdi>Ben</bdi>." in said
    ada.refresh_from_db()
    assert ada.erase_at is None


def test_it_asks_who_it_is(ada_client: Client, couple: Couple, ada: Person) -> None:  # S7
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        for page in (WORDS, ACCOUNT):
            assert ada_client.post(page).headers["Location"].startswith(reverse("confirm"))
    ada.refresh_from_db()
    assert ada.erase_at is None


@pytest.mark.usefixtures("written")
def test_erasing_the_account_leaves_at_once_and_it_can_only_be_kept(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    other = Client()
    other.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert ada_client.post(ACCOUNT).headers["Location"] == WAITING
    couple.refresh_from_db()
    assert couple.closed_at
    assert Session.objects.filter(person=ada).count() == 1
    for page in ("today:home", "you", "kept:list", "account_email", "export:home"):
        assert ada_client.get(reverse(page)).headers["Location"] == WAITING
    assert "Keep my account" in words_of(ada_client.get(WAITING))
    assert [message.kind for message in Message.objects.filter(person=ada, kind="erasing")] == ["erasing"]
    assert ben_client.get(reverse("today:home")).headers["Location"] == reverse("leaving:told")
    assert CANARY in "".join(said_by(ada))
    ada_client.post(ACCOUNT)
    assert Message.objects.filter(kind="erasing").count() == 1
    assert "Nothing is erased" in words_of(ada_client.post(KEEP, follow=True))
    assert ada_client.get(reverse("kept:list")).status_code == 200


def test_it_can_be_undone_from_the_mail_without_signing_in(
    ada_client: Client, ada: Person, couple: Couple, client: Client
) -> None:
    ada_client.post(WORDS)
    link = services.path(Message.objects.get(kind="erasing"))
    assert "Keep everything as it is?" in words_of(client.get(link))
    assert Person.objects.filter(erase_at__isnull=False).count() == 1
    assert "Nothing is erased" in words_of(client.post(link))
    assert not Person.objects.filter(erase_at__isnull=False).exists()
    for broken in (link, link[:-3] + "/", reverse("erase:by-mail", args=["x"])):
        assert client.post(broken).status_code == 404


def test_once_the_seven_days_are_over_nothing_is_kept(ada_client: Client, ada: Person, couple: Couple) -> None:
    ada_client.post(WORDS)
    ada.refresh_from_db()
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(services.Gone):
        services.keep(ada)


# -- everything somebody wrote ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("written")
def test_all_words_go_the_account_and_the_others_words_stay(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, after: Callable[[], None]
) -> None:
    bens = CheckIn.objects.filter(author=ben).count()
    services.ask(ada, what=Everything.WORDS, here=None)
    services.sweep()
    assert said_by(ada)
    after()
    assert said_by(ada) == []
    assert CheckIn.objects.filter(author=ben).count() == bens
    assert "Ben’s own line" in {row.line for row in CheckIn.objects.filter(author=ben)}
    assert CheckIn.objects.filter(author=ada).exclude(erased_at=None).exists()
    assert SignedVersion.objects.exists()
    couple.refresh_from_db()
    ada.refresh_from_db()
    assert (couple.closed_at, ada.erase_at, ada.erased_at, ada.email) == (None, None, None, "ada@example.org")
    assert [(line.what, line.of) for line in ledger.read()] == [("words", ada.pk)]


# -- the account ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("written")
def test_of_an_account_nothing_stays_that_says_anything(
    couple: Couple, ada: Person, ben: Person, after: Callable[[], None], client_for: Callable[[Person], Client]
) -> None:
    key = DataKey.objects.get(person=ada)
    services.ask(ada, what=Everything.ACCOUNT, here=None)
    after()
    ada.refresh_from_db()
    assert ada.erased_at
    assert (ada.name, ada.zone, ada.is_active, ada.has_usable_password()) == ("", "UTC", False, False)
    assert ada.email == f"{ada.pk}@erased.invalid"
    assert not EmailAddress.objects.filter(user=ada).exists()
    for model, name in account.belongings():
        assert not model._base_manager.filter(**{name: ada}).exists(), model
    for model in PrivateToOne.__subclasses__():
        if not model._meta.abstract:
            assert not model._default_manager.filter(person=ada).exists(), model
    key.refresh_from_db()
    assert (key.wrapped, bool(key.destroyed_at)) == (None, True)
    assert said_by(ada) == []
    # What the other keeps, and what they see of who wrote it.
    assert Membership.objects.get(couple=couple, person=ada).name == "Ada"
    ben_client = client_for(ben)
    page = words_of(ben_client.get(reverse("kept:words", args=[couple.pk, "agreements", "signed"])))
    assert CANARY in page
    page = words_of(ben_client.get(reverse("kept:words", args=[couple.pk, "checkins", "checkin"])))
    assert "Ben’s own line" in page
    assert "<bdi>Ada</bdi>" not in page


@pytest.mark.usefixtures("written")
def test_when_both_have_erased_theirs_the_couple_and_its_key_are_gone(
    couple: Couple, ada: Person, ben: Person, after: Callable[[], None]
) -> None:
    for person in (ada, ben):
        services.ask(person, what=Everything.ACCOUNT, here=None)
    key = DataKey.objects.get(couple=couple).pk
    after()
    assert not Couple.objects.filter(pk=couple.pk).exists()
    assert not Appreciation.objects.filter(couple_id=couple.pk).exists()
    assert not DataKey.objects.filter(pk=key).exists()
    lines = {(line.what, line.of, line.key) for line in ledger.read()}
    assert ("couple", couple.pk, key) in lines
    assert {what for what, _of, _key in lines} == {"left", "couple", "person"}


def test_an_address_is_free_again_and_begins_anew(couple: Couple, ada: Person, after: Callable[[], None]) -> None:
    services.ask(ada, what=Everything.ACCOUNT, here=None)
    after()
    again = PersonFactory(name="Ada", email="ada@example.org")
    assert not Membership.objects.filter(person=again).exists()


# -- what fails, and goes on ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("written")
def test_one_that_is_killed_in_the_middle_goes_on_and_holds_up_nobody(
    couple: Couple, ada: Person, stranger: Person, after: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (ada, stranger):
        services.ask(person, what=Everything.ACCOUNT, here=None)
    forget = account.forget

    def killed(person: Person, couples: list[Couple], **how: Any) -> None:
        if person.pk == ada.pk:
            raise RuntimeError
        forget(person, couples, **how)

    monkeypatch.setattr(account, "forget", killed)
    after()
    ada.refresh_from_db()
    stranger.refresh_from_db()
    assert (ada.erased_at, ada.erase_tries) == (None, 1)
    assert stranger.erased_at
    for _try in range(9):
        services.sweep()
    ada.refresh_from_db()
    assert ada.erase_tries == services.MOST_TRIES  # C5
    monkeypatch.setattr(account, "forget", forget)
    services.sweep()
    assert [each.pk for each in services.stuck()] == [ada.pk]
    call_command("eraseagain")
    services.sweep()
    assert not services.stuck().exists()
    assert said_by(ada) == []
    assert LedgerLine.objects.filter(what="person", of=ada.pk).count() == 1


def test_what_is_kept_in_the_instant_in_which_it_is_due_is_kept_whole(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch, after: Callable[[], None]
) -> None:
    """Or it has begun, and then nobody is told that nothing is erased."""
    erased: list[Any] = []

    def erase(id: Any, **_how: Any) -> None:
        erased.append(id)
        Person.objects.filter(erase_tries=0).update(erase_at=None, erase_what="")  # kept by whoever is next

    for person in (ada, ben):
        services.ask(person, what=Everything.WORDS, here=None)
    monkeypatch.setattr(services, "erase", erase)
    after()
    assert len(erased) == 1
    begun = Person.objects.get(pk=erased[0])
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False), pytest.raises(services.Gone):
        services.keep(begun)


def test_whoever_asks_for_their_account_while_their_words_go_has_asked_for_it(
    couple: Couple, ada: Person, monkeypatch: pytest.MonkeyPatch, after: Callable[[], None]
) -> None:
    services.ask(ada, what=Everything.WORDS, here=None)
    happen = moments.erasing.happen

    def meanwhile(person: Person) -> None:
        happen(person)
        services.ask(ada, what=Everything.ACCOUNT, here=None)

    monkeypatch.setattr(moments.erasing, "happen", meanwhile)
    after()
    ada.refresh_from_db()
    assert (ada.erase_what, ada.erased_at) == (Everything.ACCOUNT, None)
    assert ada.erase_at


def test_in_a_database_from_before_they_asked_the_door_closes_again(couple: Couple, ada: Person, ben: Person) -> None:
    """Nobody is left behind with somebody who is not there."""
    services.erase(ada.pk, what=Everything.ACCOUNT, enter=False)
    couple.refresh_from_db()
    assert couple.closed_at
    assert not Membership.objects.current().filter(couple=couple).exists()
    assert Membership.objects.get(couple=couple, person=ada).name == "Ada"
    assert Membership.objects.get(couple=couple, person=ben).is_untold


def test_both_erasing_in_one_instant_have_both_left(couple: Couple, ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        services.ask(person, what=Everything.ACCOUNT, here=None)
    assert not Membership.objects.current().filter(couple=couple).exists()
    assert Person.objects.filter(erase_what="account").count() == 2


def test_whoever_has_left_before_erases_as_well(
    couple: Couple, ada: Person, ben: Person, after: Callable[[], None], written: None
) -> None:
    leave(couple, by=ben)
    services.ask(ada, what=Everything.ACCOUNT, here=None)
    after()
    assert said_by(ada) == []


def test_followers_are_there() -> None:
    assert moments.erasing._followers
    assert moments.erased._followers


def test_no_table_of_an_account_is_forgotten() -> None:
    names = {model._meta.label for model, _name in account.belongings()}
    assert names >= {"couples.Session", "couples.Device", "couples.Message", "account.EmailAddress", "rituals.Nudge"}
    assert not [name for name in names if re.search("Membership|DataKey|Couple$", name)]
