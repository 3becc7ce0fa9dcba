"""The nudge at the end of a break: to both, at the minute, once; neither quiet hours nor kindness holds it back."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from couples import clock, doorbell
from couples.accounts.models import Person
from couples.outbox import services as outbox
from couples.outbox.models import Channel, LastLetter, Message, State
from couples.push import vapid
from couples.push.models import Device
from couples.quiet import Quiet
from couples.space.models import Couple
from couples.space.pausing import services as pausing
from journal.breaks import nudges, services
from journal.breaks.models import Break
from tests.at_once import at_once
from tests.couples.outbox.posting import deliver_all

pytestmark = pytest.mark.django_db

Move = Callable[[int], None]
BOTH = ["ada@example.org", "ben@example.org"]


def at(later: Move, minutes: int) -> list[str]:
    """Who is mailed then: the dispatcher rings, and the workers send."""
    later(minutes)
    before = len(mail.outbox)
    nudges.ring()
    deliver_all()
    return sorted(sent.to[0] for sent in mail.outbox[before:])


def quiet_for_now(person: Person, *, holds_all: bool = False) -> None:
    """From half past eight in Berlin for an hour and a quarter."""
    local = clock.now().astimezone(person.tzinfo)
    hours = Quiet(local.time(), (local + timedelta(minutes=75)).time())
    outbox.choose(person, wanted={}, offered=[Channel.MAIL], quiet=hours, quiet_holds_all=holds_all)


def test_both_are_nudged_once_at_the_minute_in_words_that_say_nothing(taken: Break, later: Move) -> None:
    assert at(later, 29) == []
    assert at(later, 30) == BOTH
    assert at(later, 31) == []
    for sent in mail.outbox:
        assert sent.subject == "Your nudge, as promised"
        for word in ("Ada", "Ben", "break", "talk", "partner", "argu"):
            assert word not in re.sub(r"https?://\S+", "", f"{sent.subject} {sent.body}")
        assert reverse("breaks:page", args=[taken.pk]) in str(sent.body)


def test_quiet_hours_hold_it_back_for_who_chose_so_and_for_nobody_else(
    taken: Break, ada: Person, ben: Person, later: Move
) -> None:
    quiet_for_now(ada)
    quiet_for_now(ben, holds_all=True)
    assert at(later, 30) == [ada.email]
    assert at(later, 31) == []
    outbox.choose(ben, wanted={}, offered=[Channel.MAIL], quiet=None)
    assert at(later, 32) == [ben.email]


def test_who_chose_so_gets_it_as_quiet_hours_end_or_not_at_all(taken: Break, ben: Person, later: Move) -> None:
    quiet_for_now(ben, holds_all=True)
    assert ben.email not in at(later, 30)
    assert at(later, 74) == []
    assert at(later, 75) == [ben.email]


def test_a_letter_just_before_it_does_not_delay_it_and_it_delays_none(
    taken: Break, ada: Person, ben: Person, later: Move
) -> None:
    later(29)
    outbox.post(kind="review", person=ada, about=uuid4(), occurrence=f"x:{clock.today(ada)}")
    LastLetter.objects.create(person=ada, letter=uuid4(), at=clock.now())
    assert at(later, 30) == BOTH
    assert LastLetter.objects.get().letter not in set(Message.objects.values_list("pk", flat=True))


def test_it_is_never_one_line_of_a_letter_of_several(
    taken: Break, ada: Person, later: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    from couples.outbox import kinds  # noqa: PLC0415  a kind that any mail can borrow

    other = kinds.Kind("account_exists", path=lambda row: "/one/", mutable=True, label="Other")
    monkeypatch.setitem(kinds._kinds, other.key, other)
    later(30)
    outbox.post(kind=other.key, person=ada)
    assert at(later, 30) == [ada.email, *BOTH]
    assert [str(sent.subject) for sent in mail.outbox if sent.to == [ada.email]].count("Your nudge, as promised") == 1


def test_a_promise_outranks_a_pause_and_a_holiday_and_a_mute_outranks_it(
    taken: Break, couple: Couple, ada: Person, ben: Person, later: Move
) -> None:
    pausing.pause(ada, back_on=None)
    pausing.begin_holiday(couple, by=ben, back_on=clock.today(ben) + timedelta(days=7))
    outbox.mute(ben.pk, nudges.KIND)
    assert at(later, 30) == [ada.email]


def test_who_is_back_already_is_not_nudged_and_the_other_still_is(
    taken: Break, ada: Person, ben: Person, later: Move
) -> None:
    later(10)
    services.ready(taken, by=ada, seen=0)
    assert at(later, 30) == [ben.email]


def test_when_both_are_back_early_nobody_is(taken: Break, ada: Person, ben: Person, later: Move) -> None:
    later(10)
    for person in (ada, ben):
        services.ready(taken, by=person, seen=0)
    assert at(later, 30) == []


def test_each_new_time_rings_once_and_the_one_before_it_no_more(
    taken: Break, ada: Person, ben: Person, later: Move
) -> None:
    later(30)
    nudges.ring()
    services.choose_new_time(taken, by=ada, seen=0, until_at=clock.now() + timedelta(minutes=30))
    deliver_all()
    assert mail.outbox == []
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELLED}
    assert at(later, 59) == []
    assert at(later, 60) == BOTH


def test_after_a_long_silence_of_ours_it_is_not_sent_late(taken: Break, later: Move) -> None:
    assert at(later, 30 + 121) == []
    assert not Message.objects.exists()


def test_a_row_that_would_come_too_late_is_missed(taken: Break, later: Move) -> None:
    later(30)
    nudges.ring()
    assert at(later, 30 + 120) == []
    assert set(Message.objects.values_list("state", flat=True)) == {State.MISSED}


def test_it_goes_before_everybodys_nudges(
    taken: Break,
    ada: Person,
    later: Move,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(vapid, "is_set_up", lambda: True)
    device = Device(person=ada, session_key="s", digest="d", browser="firefox", system="android")
    device.subscription = {"endpoint": "https://push.example.com/one", "p256dh": "p", "auth": "a"}
    device.save()
    knocked: list[tuple[str, Any]] = []
    monkeypatch.setattr(doorbell, "knock", lambda task, *_, **more: knocked.append((task, more["priority"])))
    later(30)
    with django_capture_on_commit_callbacks(execute=True):
        nudges.ring()
    assert sorted(knocked) == [
        ("couples.outbox.deliver", 0),
        ("couples.outbox.deliver", 0),
        ("couples.push.deliver", 0),
    ]


def test_many_are_rung_in_batches(taken: Break, later: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudges, "BATCH", 1)
    later(30)
    assert [nudges.ring() for _ in range(2)] == [2, 0]


@pytest.mark.django_db(transaction=True)
def test_several_dispatchers_ring_each_once(couple: Couple, ada: Person) -> None:
    for _ in range(3):
        taken = services.take(couple, by=ada, id=uuid4(), until_at=clock.now() + timedelta(minutes=1))
        ring = partial(nudges.ring, clock.now() + timedelta(minutes=1))
        at_once(ring, ring, ring)
        assert Message.objects.filter(about=taken.pk).count() == 2
        Break.objects.all().delete()


# -- the choice -------------------------------------------------------------------------------------------------------


def test_it_is_chosen_on_the_page_of_choices(ada: Person, ada_client: Client) -> None:
    page = reverse("choices")
    said = {nudges.KIND: ["mail"], "quiet_from": "21:00", "quiet_until": "07:00"}
    for chosen in (True, False):
        assert ada_client.post(page, said | ({"quiet_holds_all": "on"} if chosen else {})).status_code == 303
        ada.refresh_from_db()
        assert ada.quiet_holds_all is chosen
        (field,) = re.findall(r'<input[^>]*name="quiet_holds_all"[^>]*>', ada_client.get(page).content.decode())
        assert ("checked" in field) is chosen
