"""What two send in one instant is made once, or twice where it is two things; never an error of ours for either."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from couples import clock
from couples.accounts.models import Person
from couples.outbox import services as outbox
from couples.outbox.models import Mute, Suppression
from couples.push import services as push
from couples.push.models import Device
from couples.space import services as space
from couples.space.models import Couple, Invitation, InvitationRefusal, Membership
from couples.space.pausing import services as pausing
from couples.space.pausing.models import Holiday, Pause
from journal.agreements import services as agreements
from journal.agreements.errors import AgreementError
from journal.agreements.models import Agreement, Guideline
from journal.depth import Depth
from journal.openings import depth as opening_depth
from journal.openings.models import OpeningDepth
from journal.questions import services as questions
from journal.questions.models import QuestionDepth
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.calendar import services as feeds
from rituals.calendar.models import CalendarFeed
from rituals.models import OccurrenceChange, Preparation, Ritual
from rituals.occurrences import preparer
from tests.at_once import at_once
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6
SUBSCRIPTION = {"endpoint": "https://push.example.com/one", "p256dh": "p", "auth": "a"}


def switched_on(person: Person) -> Callable[[], Any]:
    return partial(push.add, person, session_key=f"of {person.name}", subscription=SUBSCRIPTION, agent="Firefox/1")


def test_a_browser_switched_on_by_two_accounts_at_once_tells_one(ada: Person, ben: Person) -> None:
    for _ in range(ROUNDS):
        at_once(switched_on(ada), switched_on(ben), switched_on(ada))
        assert Device.objects.count() == 1


def test_signing_up_twice_at_once_makes_one_account(db: None) -> None:
    for number in range(ROUNDS):
        cache.clear()
        address = f"new{number}@example.org"
        told: list[int] = []
        at_once(*[partial(signs_up, address, told)] * 2)
        assert get_user_model().objects.filter(email=address).count() <= 1
        assert set(told) <= {303, 429}


def signs_up(address: str, told: list[int]) -> None:
    sent = {"name": "Ada", "email": address, "zone": "Europe/Berlin"}
    told.append(Client(raise_request_exception=False).post("/account/signup/", sent).status_code)


def test_two_who_move_to_one_address_at_once_are_answered_alike(
    ada: Person, ben: Person, couple: Couple, client_for: Callable[[Person], Client]
) -> None:
    for number in range(ROUNDS):
        cache.clear()
        told: list[int] = []
        clients = [client_for(person) for person in (ada, ben, ada)]
        for client in clients:
            client.raise_request_exception = False
        sent = {"email": f"other{number}@example.org", "action_add": "1"}
        at_once(*[partial(moves, client, sent, told) for client in clients])
        assert set(told) <= {302, 429}
    assert EmailAddress.objects.filter(verified=True, user__in=[ada, ben]).count() == 2


def moves(client: Client, sent: dict[str, str], told: list[int]) -> None:
    told.append(client.post("/account/email/", sent).status_code)


def test_whatever_there_is_one_of_is_made_once(ada: Person, ben: Person, couple: Couple) -> None:
    for _ in range(ROUNDS):
        each_once(ada, ben, couple)


def each_once(ada: Person, ben: Person, couple: Couple) -> None:
    both = (ada, ben)
    ritual = rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18)), zone="Europe/Berlin", minutes=30)
    on = clock.today(ada) + timedelta(days=3)
    membership = Membership.objects.get(person=ada)
    twice: list[tuple[Callable[..., Any], type[Any]]] = [
        (partial(pausing.pause, ada, back_on=None), Pause),
        (partial(feeds.renew, membership), CalendarFeed),
        (partial(outbox.suppress, "gone@example.org", "gone"), Suppression),
        (partial(outbox.mute, ada.pk, "nudge"), Mute),
        (partial(agreements.agreement_of, couple), Agreement),
        (partial(rituals.skip, ritual, on=on, by=ada), OccurrenceChange),
        (partial(preparer.prepare, ritual, on=on, person=ada), Preparation),
    ]
    for act, made in twice:
        at_once(act, act, act)
        assert made._default_manager.count() == 1, made
        made._default_manager.all().delete()
    each: list[tuple[Callable[[Person], Any], type[Any], int]] = [
        (lambda person: pausing.begin_holiday(couple, by=person, back_on=on), Holiday, 1),
        (lambda person: rituals.set_checkin(couple, by=person, rule=Rule(time(20))), Ritual, 2),
        (lambda person: opening_depth.choose(couple, by=person, depth=Depth.LIGHT), OpeningDepth, 2),
        (lambda person: questions.choose_depth(couple, by=person, depth=1), QuestionDepth, 2),
    ]
    ritual.delete()
    for act_by, made, count in each:
        at_once(*[partial(act_by, person) for person in (*both, *both)])
        assert made._default_manager.count() == count, made
        made._default_manager.all().delete()


def test_a_line_both_add_under_one_operation_is_one_line_or_two(ada: Person, ben: Person, couple: Couple) -> None:
    for _ in range(ROUNDS):
        same = uuid4()
        at_once(
            *[partial(agreements.add_line, couple, by=person, text=person.name, op_id=same) for person in (ada, ben)],
            refused=AgreementError,
        )
    assert ROUNDS <= Guideline.objects.count() <= 2 * ROUNDS


def test_two_invited_by_two_who_refuse_for_good_at_once(ada: Person, ben: Person) -> None:
    for _ in range(ROUNDS):
        invited = [
            space.invite(space.begin(by=person, called="You"), by=person, email="no@example.org")
            for person in (ada, ben)
        ]
        at_once(*[partial(space.decline, each, for_good=True) for each in (*invited, *invited)])
        assert InvitationRefusal.objects.count() == 1
        InvitationRefusal.objects.all().delete()
        Invitation.objects.all().delete()


def test_beginning_twice_at_once_begins_one_space(ada: Person) -> None:
    for _ in range(ROUNDS):
        person = PersonFactory()
        at_once(*[partial(space.begin, by=person, called="You")] * 3)
        assert Membership.objects.filter(person=person).count() == 1
