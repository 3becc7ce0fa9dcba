"""A nudge is looked at once more before it leaves: is there still something to do, for this person, in this couple?"""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.outbox.services import mute, post
from couples.space.models import Couple, Membership
from journal.checkins import services as checkins
from rituals import practices, services
from rituals.cadence import Rule
from rituals.models import Practice, Ritual
from rituals.nudges.mail import KIND
from tests.couples.outbox.posting import deliver_all

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


@pytest.fixture
def checkin(couple: Couple, ada: Person) -> Ritual:
    return services.set_checkin(couple, by=ada, rule=Rule(time(20, 30)))


@pytest.fixture
def weekly(couple: Couple, ada: Person) -> Ritual:
    return services.add(
        couple, by=ada, title="A walk", rule=Rule(time(16), frozenset({0})), zone="Europe/Berlin", minutes=45
    )


def nudged(person: Person, ritual: Ritual) -> Message:
    """Its nudge after everything that could be sent has been."""
    message = post(kind=KIND, person=person, about=ritual.pk, occurrence=f"{ritual.pk}:{ON}")
    assert message is not None
    deliver_all()
    message.refresh_from_db()
    return message


def test_each_kind_of_time_leads_to_its_own_page(
    ada: Person, ben: Person, checkin: Ritual, weekly: Ritual, mailoutbox: list[EmailMessage]
) -> None:
    nudged(ada, checkin)
    nudged(ben, weekly)
    links = (reverse("checkins:rang", args=[ON]), reverse("rituals:detail", args=[weekly.pk]))
    for mail, link in zip(mailoutbox, links, strict=True):
        assert f"http://testserver{link}\n" in mail.body


def test_every_practice_leads_somewhere() -> None:
    assert Practice.CHECKIN in practices.links()
    for found in practices.links().values():
        assert reverse(found.url_name)


@pytest.mark.parametrize("answer", [checkins.seal, checkins.pass_for_tonight])
def test_who_has_answered_is_not_nudged_and_the_other_still_is(
    couple: Couple, ada: Person, ben: Person, checkin: Ritual, answer: Callable[..., Any]
) -> None:
    answer(couple, by=ada, on=ON, **({} if answer is checkins.pass_for_tonight else {"values": {"line": "Here."}}))
    assert nudged(ada, checkin).state == State.CANCELLED
    assert nudged(ben, checkin).state == State.SENT


def test_a_draft_or_another_evening_is_no_answer(couple: Couple, ada: Person, checkin: Ritual) -> None:
    checkins.save_draft(couple, by=ada, on=ON, values={"line": "Not yet."})
    checkins.seal(couple, by=ada, on=date(2026, 11, 22), values={"line": "Yesterday."})
    assert nudged(ada, checkin).state == State.SENT


def test_what_was_stopped_meanwhile_is_not_mailed(ada: Person, weekly: Ritual) -> None:
    services.retire(weekly)
    assert nudged(ada, weekly).state == State.CANCELLED


def test_who_left_meanwhile_is_not_mailed_and_the_other_is(ada: Person, ben: Person, weekly: Ritual) -> None:
    Membership.objects.filter(person=ben).update(left_at=clock.now())
    assert nudged(ben, weekly).state == State.CANCELLED
    assert nudged(ada, weekly).state == State.SENT


def test_another_couples_time_is_never_mailed(stranger: Person, weekly: Ritual) -> None:
    assert nudged(stranger, weekly).state == State.CANCELLED


def test_a_time_that_is_gone_altogether_is_not_mailed(ada: Person, couple: Couple) -> None:
    assert nudged(ada, Ritual(pk=uuid4(), couple=couple)).state == State.CANCELLED


def test_switching_off_is_for_oneself_alone(ada: Person, ben: Person, weekly: Ritual) -> None:
    mute(ada.pk, KIND)
    assert nudged(ada, weekly).state == State.CANCELLED
    assert nudged(ben, weekly).state == State.SENT
