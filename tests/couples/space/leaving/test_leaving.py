"""Leaving: three steps, alone and at once (P1), and every door behind it, both ways."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from couples import clock
from couples.accounts.models import Person
from couples.live.allowed import allowed
from couples.live.hints import couple_channel
from couples.outbox import delivery, kinds
from couples.outbox.models import Message, State
from couples.outbox.services import post
from couples.space import services as space
from couples.space.errors import InvitationGone, SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Couple, Invitation, Membership
from couples.space.pausing import services as pausing
from journal.agreements import services as agreements
from journal.agreements.models import Agreement, Guideline
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.export import html_file, json_file
from journal.export.records import Reader
from journal.listening.models import Hearing
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.questions.suggesting import id_on
from journal.visions import services as visions
from journal.visions.models import Match
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.calendar import services as feeds
from rituals.models import Ritual
from rituals.nudges.engine import ring
from rituals.occurrences import preparer
from rituals.snooze import services as snooze
from rituals.snooze.tokens import BadToken, later_token
from rituals.snooze.views import found
from rituals.told import services as told
from tests.at_once import at_once
from tests.factories import PersonFactory, make_couple
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME, TELLING, NOW, TOLD = (reverse(f"leaving:{name}") for name in ("home", "telling", "now", "told"))
KEPT = reverse("kept:list")
TONIGHT = date(2026, 11, 26)


def current(couple: Couple) -> set[str]:
    return set(Membership.objects.current().filter(couple=couple).values_list("person__name", flat=True))


# -- the three steps ---------------------------------------------------------------------------------------------------


def test_three_pages_and_one_press_and_she_has_left(ada_client: Client, ada: Person, couple: Couple) -> None:  # P1
    assert HOME in words_of(ada_client.get(reverse("you")))
    first = words_of(ada_client.get(HOME))
    assert reverse("export:home") in first
    assert reverse("pausing:page") in first
    assert TELLING in first
    second = words_of(ada_client.get(TELLING))
    assert 'type="checkbox"' in second
    assert "checked" not in second
    third = words_of(ada_client.get(NOW))
    assert "Ben</bdi> gets no email." in third
    answer = ada_client.post(NOW)
    assert (answer.status_code, answer["Location"]) == (303, KEPT)
    assert current(couple) == set()
    assert "You’ve left." in words_of(ada_client.get(KEPT))
    assert not Message.objects.exists()


def test_looking_at_the_steps_changes_nothing_and_tells_nobody(
    ada_client: Client, couple: Couple, hints: list[Any]
) -> None:  # P2
    for page in (HOME, TELLING, f"{NOW}?tell=yes"):
        assert ada_client.get(page).status_code == 200
    assert current(couple) == {"Ada", "Ben"}
    assert not Message.objects.exists()
    assert hints == []


def test_whoever_signed_in_a_while_ago_is_asked_whether_it_is_them(
    couple: Couple, ada: Person, client_for: Callable[[Person], Client]
) -> None:  # S7
    client = client_for(ada)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        for answer in (client.get(f"{NOW}?tell=yes"), client.post(NOW)):
            assert answer.status_code == 303
            assert answer["Location"].startswith(reverse("confirm"))
        assert client.get(f"{NOW}?tell=yes")["Location"].endswith("now%2F%3Ftell%3Dyes")
    assert current(couple) == {"Ada", "Ben"}


@pytest.mark.parametrize("tell", ["", "no", "YES", "email"])
def test_without_a_clear_yes_there_is_no_email(tell: str, ada_client: Client) -> None:
    ada_client.post(NOW, {"tell": tell})
    assert not Message.objects.exists()


def test_one_neutral_email_if_she_wants_one(ada_client: Client, ben: Person, mailoutbox: list[Any]) -> None:  # E5
    for _ in range(3):
        ada_client.post(NOW, {"tell": "yes"})
    message = Message.objects.get()
    assert (message.kind, message.person) == (leaving.KIND, ben)
    delivery.deliver([message.pk])
    (letter,) = mailoutbox
    assert letter.to == [ben.email]
    whole = letter.message().as_string() + letter.body
    assert "Ada" not in whole
    assert reverse("leaving:told") in letter.body
    assert not kinds.is_mutable(leaving.KIND)


def test_no_email_to_who_has_read_it_already(ada_client: Client, ben_client: Client, mailoutbox: list[Any]) -> None:
    ada_client.post(NOW, {"tell": "yes"})
    ben_client.post(TOLD)
    message = Message.objects.get()
    delivery.deliver([message.pk])
    message.refresh_from_db()
    assert (message.state, mailoutbox) == (State.CANCELLED, [])


def test_two_taps_two_tabs_and_a_lost_reply_are_one_leaving(ada_client: Client, couple: Couple) -> None:
    ada_client.post(NOW)
    before = list(Membership.objects.order_by("pk").values())
    assert ada_client.post(NOW)["Location"] == KEPT
    assert ada_client.get(NOW)["Location"] == KEPT
    assert list(Membership.objects.order_by("pk").values()) == before


def test_alone_there_is_nobody_to_tell_and_the_invitation_is_withdrawn(
    db: None, client_for: Callable[[Person], Client]
) -> None:
    alone: Person = PersonFactory(name="Kim")
    couple = space.begin(by=alone, called="Sam")
    token = space.invite(couple, by=alone, email="sam@example.org").token
    client = client_for(alone)
    assert "Step 1 of 2" in words_of(client.get(HOME))
    assert client.get(TELLING)["Location"] == NOW
    assert "Step 2 of 2" in words_of(client.get(NOW))
    assert client.post(NOW, {"tell": "yes"})["Location"] == KEPT
    with pytest.raises(InvitationGone):
        space.find_sent(token)
    delivery.deliver(list(Message.objects.values_list("pk", flat=True)))
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELLED}
    assert client.get("/today/")["Location"] == KEPT


# -- the one who stays -------------------------------------------------------------------------------------------------


def test_the_one_who_stays_reads_one_kind_page_first(ada_client: Client, ben_client: Client) -> None:
    ada_client.post(NOW)
    for page in ("/today/", "/thanks/", "/us/", "/guidelines/", "/rituals/", HOME):
        assert ben_client.get(page)["Location"] == TOLD, page
    page = words_of(ben_client.get(TOLD))
    assert "Ada</bdi> has left. That’s all we know." in page
    assert not re.search(r"\d\d?:\d\d|November|reason|because", page)
    assert ben_client.get("/today/")["Location"] == TOLD, "reading changes nothing (S15)"


@pytest.mark.parametrize(("go", "to"), [("read", KEPT), ("begin", "/begin/"), ("later", "/you/"), ("//evil", KEPT)])
def test_and_goes_on_from_there_as_they_like(go: str, to: str, ada_client: Client, ben_client: Client) -> None:
    ada_client.post(NOW)
    assert ben_client.post(TOLD, {"go": go})["Location"] == to
    assert ben_client.get(to).status_code == 200
    assert ben_client.get("/today/")["Location"] == KEPT
    assert ben_client.get(TOLD)["Location"] == "/today/"


def test_they_can_go_on_alone_in_a_space_that_the_old_words_are_not_in(ada_client: Client, ben_client: Client) -> None:
    ada_client.post(NOW)
    ben_client.post(TOLD, {"go": "begin"})
    assert "You can leave this empty" in words_of(ben_client.get("/begin/"))
    assert ben_client.post("/begin/", {"called": ""})["Location"] == "/today/"
    assert "Save it for someone" in words_of(ben_client.get("/today/"))


def test_what_the_other_calls_themselves_afterwards_is_theirs(
    ada: Person, ben: Person, couple: Couple, ben_client: Client
) -> None:
    thanks.send_first(couple, by=ada, text="Thank you for the soup")
    Appreciation.objects.update(opened_at=clock.now())
    leaving.leave(couple, by=ada)
    pages = [TOLD, KEPT, *(reverse(f"kept:{name}", args=[couple.pk]) for name in ("copy", "space"))]
    pages += [
        reverse("kept:space", args=[couple.pk]),
        reverse("kept:words", args=[couple.pk, "appreciations", "thank-you"]),
    ]
    before = [words_of(ben_client.get(page)) for page in pages]
    assert "Ada" in before[0]
    assert "soup" in before[-1]
    archive = read_all(couple, ben)
    Person.objects.filter(pk=ada.pk).update(name="Adrian", locale="de", zone="Asia/Tokyo")
    assert [words_of(ben_client.get(page)) for page in pages] == before
    assert read_all(couple, ben) == archive


def read_all(couple: Couple, person: Person) -> str:
    reader = Reader.of(couple, person)
    with time_machine.travel(TONIGHT, tick=False):
        return "".join([*json_file.write(reader), *html_file.write(reader)])


def test_nobody_new_ever_sits_in_the_old_space(ada: Person, ben: Person, couple: Couple) -> None:
    thanks.send_first(couple, by=ben, text="CANARY of before")
    leaving.leave(couple, by=ada)
    new: Person = PersonFactory(name="New")
    again = space.begin(by=ben, called="New")
    assert again != couple
    space.join(space.invite(again, by=ben, email=new.email), by=new)
    client = Client()
    client.force_login(new)
    assert Membership.objects.filter(couple=couple, person=new).count() == 0
    assert client.get(reverse("kept:space", args=[couple.pk])).status_code == 404
    assert all("CANARY" not in words_of(client.get(page)) for page in ("/today/", "/thanks/", "/us/"))
    with pytest.raises(SpaceClosed):
        space.invite(couple, by=ben, email="third@example.org")


def test_the_two_can_begin_again_and_the_old_space_stays_closed(ada: Person, ben: Person, couple: Couple) -> None:
    leaving.leave(couple, by=ada)
    again = space.begin(by=ada, called="Ben")
    space.join(space.invite(again, by=ada, email=ben.email), by=ben)
    assert current(again) == {"Ada", "Ben"}
    assert current(couple) == set()


def test_two_old_spaces_with_the_same_person_are_told_apart(
    ada: Person, ben: Person, couple: Couple, ada_client: Client
) -> None:
    leaving.leave(couple, by=ada)
    again = make_couple(ada, ben)
    leaving.leave(again, by=ada)
    for space_, day in ((couple, 3), (again, 17)):
        Membership.objects.filter(couple=space_).update(joined_at=datetime(2024, 6, day, 12, tzinfo=UTC))
    page = words_of(ada_client.get(KEPT))
    assert page.index("Started on 17 June 2024. Closed.") < page.index("Started on 3 June 2024. Closed.")


# -- every door --------------------------------------------------------------------------------------------------------


@pytest.fixture
def evening(couple: Couple, ada: Person, ben: Person) -> dict[str, Any]:
    """Something on its way to each of them, through every door."""
    rule = Rule(time(20), frozenset({clock.today(ada).weekday()}))
    ritual = rituals.add(couple, by=ada, title="Walk", rule=rule, zone="Europe/Berlin", minutes=30)
    for person in (ada, ben):
        post(kind="nudge", person=person, about=ritual.pk, occurrence=f"{ritual.pk}:{clock.today(ada)}")
        post(kind="opened", person=person, about=couple.pk, occurrence=f"visions:home/{uuid4()}")
    members = {each.person_id: each for each in Membership.objects.filter(couple=couple)}
    return {
        "ritual": ritual,
        "feeds": [feeds.renew(members[person.pk]) for person in (ada, ben)],
        "later": [_later(person, ritual) for person in (ada, ben)],
    }


def _later(person: Person, ritual: Any) -> str:
    return later_token(person.pk, ritual.pk, clock.today(person))


def test_every_door_is_closed_for_both_at_once(
    evening: dict[str, Any],
    ada_client: Client,
    ben_client: Client,
    couple: Couple,
    hints: list[Any],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    mailoutbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # P1, S19
    monkeypatch.setattr("couples.live.allowed.close_old_connections", lambda: None)  # it is the test's own
    keys = [str(client.session.session_key) for client in (ada_client, ben_client)]
    assert len(allowed(keys)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(NOW)
    # Live: both open pages are asked about at this hint, hear goodbye, and load anew.
    assert couple_channel(couple.pk) in [channel for channel, _hint in hints]
    assert allowed(keys) == {}
    # Pages.
    for client in (ada_client, ben_client):
        assert client.get("/today/").status_code == 303
        assert client.get("/today/", headers={"HX-Request": "true"})["HX-Redirect"] in {KEPT, TOLD}
        assert client.post("/thanks/first/", {"text": "CANARY"}).status_code == 303
        assert client.get(reverse("rituals:detail", args=[evening["ritual"].pk])).status_code == 303
    assert not Appreciation.objects.exists()
    # Nudges, and what the partner's doings caused; both channels have the same rows.
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELLED}
    with time_machine.travel(clock.now() + timedelta(days=8)):
        ring()
    delivery.deliver(list(Message.objects.values_list("pk", flat=True)))
    assert mailoutbox == []
    # Calendars and mailed links.
    for token in evening["feeds"]:
        assert feeds.find(token) is None
        assert Client().get(reverse("rituals:feed", args=[token])).status_code == 404
    for token in evening["later"]:
        with pytest.raises(BadToken):
            found(token)


def test_what_is_with_a_worker_already_is_asked_about_once_more(
    evening: dict[str, Any], couple: Couple, ada: Person
) -> None:
    Message.objects.update(leased_until=clock.now() + timedelta(minutes=1))
    leaving.leave(couple, by=ada)
    for message in Message.objects.all():
        kind = kinds.get(message.kind)
        gone = not kind.wanted(message) if kind.wanted else message.pk in kind.unwanted([message])  # type: ignore[misc]
        assert gone, message.kind


def test_what_was_sent_within_thirty_seconds_is_a_draft_again(ada: Person, ben: Person, couple: Couple) -> None:
    note = thanks.send_words(couple, by=ada, id=uuid4(), text="CANARY on its way")
    told = openings.send(couple, by=ada, id=uuid4(), shape=Shape.PROMPT, words={"text": "CANARY too"})
    assert note.opened_at
    assert told.opened_at
    leaving.leave(couple, by=ben)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        for row in (Appreciation.objects.get(), Opening.objects.get()):
            assert row.is_draft
        assert not Hearing.objects.exists()
    assert Appreciation.objects.get().text == "CANARY on its way"


def test_what_was_sealed_stays_sealed_and_its_authors(ada: Person, ben: Person, couple: Couple) -> None:  # S13
    checkins.seal(couple, by=ada, on=TONIGHT, values={"line": "CANARY"})
    leaving.leave(couple, by=ada)
    with pytest.raises(SpaceClosed):
        checkins.seal(couple, by=ben, on=TONIGHT, values={"line": "Mine"})
    sealed = CheckIn.objects.get()
    assert (sealed.opened_at, sealed.author) == (None, ada)


WRITES: dict[str, Callable[[Couple, Person], Any]] = {
    "a check-in": lambda couple, by: checkins.seal(couple, by=by, on=TONIGHT, values={"line": "Late"}),
    "a thank-you": lambda couple, by: thanks.send_words(couple, by=by, id=uuid4(), text="Late"),
    "a question": lambda couple, by: questions.ask(couple, by=by, id=uuid4(), text="Late?"),
    "an answer": lambda couple, by: questions.give(couple, by=by, id=id_on(couple, clock.today(by)), text="Late"),
    "a guideline": lambda couple, by: agreements.add_line(couple, by=by, text="Late", op_id=uuid4()),
    "a time": lambda couple, by: rituals.add(
        couple, by=by, title="Late", rule=Rule(time(20), frozenset({1})), zone="Europe/Berlin", minutes=30
    ),
    "something told": lambda couple, by: openings.send(
        couple, by=by, id=uuid4(), shape=Shape.PROMPT, words={"text": "Late"}
    ),
}


#: What changes something that is there: it is refused before anybody looks at that.
CHANGES: dict[str, Callable[[Couple, Person], Any]] = {
    "a calendar's address": lambda couple, by: feeds.renew(Membership(couple=couple, person=by)),
    "a calendar's choice": lambda couple, by: feeds.choose(Membership(couple=couple, person=by), checkin=True),
    "a calendar's end": lambda couple, by: feeds.revoke(Membership(couple=couple, person=by)),
    "a time that suits": lambda couple, by: told.fine(Ritual(couple=couple), by=by, choice=""),
    "a date that suits": lambda couple, by: told.fine_once(Ritual(couple=couple), on=TONIGHT, by=by, choice=""),
    "who prepares": lambda couple, by: preparer.alternate(Ritual(couple=couple), first=by),
    "who prepares once": lambda couple, by: preparer.prepare(Ritual(couple=couple), on=TONIGHT, person=by),
    "a later ring": lambda couple, by: snooze.put_off(Ritual(couple=couple), by=by, until="hour"),
    "no later ring": lambda couple, by: snooze.take_up(Ritual(couple=couple), by=by),
    "a thank-you kept": lambda couple, by: thanks.keep(Appreciation(couple=couple), by=by),
    "two hopes apart": lambda couple, _by: visions.take_apart(Match(couple=couple)),
    "a break's end": lambda couple, _by: pausing.end_holiday(couple),
    "a break again": lambda couple, _by: pausing.return_to_holiday(couple),
    "an invitation's end": lambda couple, by: space.revoke(Invitation(couple=couple, invited_by=by)),
}


@pytest.mark.parametrize("what", WRITES | CHANGES)
def test_what_was_under_way_is_refused_to_both(what: str, ada: Person, ben: Person, couple: Couple) -> None:
    leaving.leave(couple, by=ada)
    for by in (ada, ben):
        with pytest.raises(SpaceClosed):
            (WRITES | CHANGES)[what](couple, by)


def test_a_view_that_finds_the_door_closed_leads_on(
    ada_client: Client, couple: Couple, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """He leaves between her page being asked for and her words being kept."""
    send = thanks.send_first

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        leaving.leave(couple, by=ben)
        return send(*args, **kwargs)

    monkeypatch.setattr(thanks, "send_first", meanwhile)
    answer = ada_client.post(reverse("appreciations:first"), {"text": "Words"})
    assert (answer.status_code, answer["Location"]) == (303, TOLD)


def test_account_emails_and_the_pages_of_ones_own_go_on(ada_client: Client, ben: Person) -> None:
    post(kind="password_changed", person=ben)
    ada_client.post(NOW)
    assert Message.objects.get().state == State.PENDING
    for name in ("you", "choices", "push:list", "help", "about", "zone", "account_email"):
        assert ada_client.get(reverse(name)).status_code == 200, name


# -- at once -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_both_leaving_in_one_instant_have_both_left(ada: Person, ben: Person, stranger: Person) -> None:
    for _ in range(5):
        couple = make_couple(ada, ben)
        at_once(*(partial(leaving.leave, couple, by=each, tell=True) for each in (ada, ben, ada, ben)))
        members = list(Membership.objects.filter(couple=couple))
        assert len({each.left_at for each in members}) == 1
        assert all(each.told_at for each in members)
        assert Message.objects.filter(kind=leaving.KIND, about=couple.pk).count() <= 1
        assert leaving.untold(ada) is leaving.untold(ben) is None
    assert Membership.objects.current().filter(person=stranger).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", WRITES)
def test_leaving_while_the_other_writes(what: str, ada: Person, ben: Person) -> None:
    """What came first is there, what came second is not; nothing opens after leaving."""
    for _ in range(4):
        couple = make_couple(ada, ben)
        checkins.seal(couple, by=ada, on=TONIGHT, values={"line": "CANARY"})
        at_once(
            partial(leaving.leave, couple, by=ada),
            partial(WRITES[what], couple, ben),
            refused=SpaceClosed,
        )
        closed_at = Couple.objects.get(pk=couple.pk).closed_at
        assert closed_at
        for kind in (CheckIn, Appreciation, Opening):
            assert not kind.objects.for_couple(couple).filter(opened_at__gt=closed_at).exists()
        assert Agreement.objects.for_couple(couple).exclude(closed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_leaving_while_the_invited_joins(ada: Person, ben: Person) -> None:
    for _ in range(6):
        couple = space.begin(by=ada, called="Ben")
        invitation = space.invite(couple, by=ada, email=ben.email)
        at_once(
            partial(leaving.leave, couple, by=ada),
            partial(space.join, Invitation.objects.get(pk=invitation.pk), by=ben),
            refused=InvitationGone,
        )
        assert current(couple) == set()
        assert not Invitation.objects.for_couple(couple).sent().exists()


@pytest.mark.django_db(transaction=True)
def test_leaving_while_a_guideline_is_being_changed(ada: Person, ben: Person) -> None:
    for number in range(4):
        couple = make_couple(ada, ben)
        line = agreements.add_line(couple, by=ada, text="One", op_id=uuid4())
        write = partial(_revise, line.pk, ben, f"One and {number}")
        at_once(partial(leaving.leave, couple, by=ada), write, refused=SpaceClosed)
        with pytest.raises(SpaceClosed):
            _revise(line.pk, ada, "Never")


def _revise(pk: Any, by: Person, text: str) -> None:
    line = Guideline.objects.select_related("couple").get(pk=pk)
    agreements.revise(line, by=by, text=text, base_rev=1, op_id=uuid4())
