"""Beginning, inviting, joining, declining: who gets in, who doesn't, and what nobody learns."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox import compose
from couples.outbox.models import Message, State
from couples.space import services
from couples.space.errors import AlreadyInvited, AlreadyPaired, InvitationGone, InvitingOneself
from couples.space.models import Couple, Invitation, InvitationRefusal, Membership
from tests.factories import PersonFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone() -> Person:
    person: Person = PersonFactory(name="Ada", email="ada.alone@example.org")
    return person


@pytest.fixture
def beginning(alone: Person) -> Couple:
    return services.begin(by=alone, called="Ben")


@pytest.fixture
def invitation(alone: Person, beginning: Couple) -> Invitation:
    return services.invite(beginning, by=alone, email="Ben.New@example.org")


@pytest.fixture
def newcomer() -> Person:
    person: Person = PersonFactory(name="Ben", email="ben.new@example.org")
    return person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_begin_twice_gives_the_same_couple(alone: Person, beginning: Couple) -> None:
    assert services.begin(by=alone, called="Someone else") == beginning
    assert Couple.objects.get(pk=beginning.pk).called == "Ben"


def test_token_is_not_in_the_database(invitation: Invitation) -> None:
    token = invitation.token
    assert len(token) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM couples_invitation")
        row = cursor.fetchone()
    assert token.encode() not in repr(row).encode()
    assert not any(isinstance(value, (bytes, memoryview)) and token.encode() in bytes(value) for value in row)


def test_invited_person_joins_and_both_are_one_couple(invitation: Invitation, newcomer: Person, alone: Person) -> None:
    client = client_of(newcomer)
    page = client.get(reverse("space:welcome", args=[invitation.token]))
    assert "Ada would like to try Nearer with you." in page.content.decode()
    assert Membership.objects.filter(person=newcomer).count() == 0  # reading changed nothing
    answer = client.post(reverse("space:membership", args=[invitation.token]))
    assert answer.status_code == 303
    assert Invitation.objects.get(pk=invitation.pk).token == ""  # used up, so not kept
    assert set(Membership.objects.current().filter(couple=invitation.couple).values_list("person_id", flat=True)) == {
        alone.pk,
        newcomer.pk,
    }


@pytest.mark.parametrize("ending", ["accepted", "declined", "revoked", "expired", "wrong", "another address"])
def test_every_closed_invitation_shows_the_same_page(
    ending: str, invitation: Invitation, newcomer: Person, alone: Person
) -> None:  # S11
    token, reader = invitation.token, newcomer
    if ending == "accepted":
        services.join(invitation, by=newcomer)
        reader = PersonFactory(email="third@example.org")
    elif ending == "declined":
        services.decline(invitation, for_good=False)
    elif ending == "revoked":
        services.revoke(invitation)
    elif ending == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    elif ending == "wrong":
        token = "A" * 43
    else:
        reader = PersonFactory(email="else@example.org")
    answer = client_of(reader).post(reverse("space:membership", args=[token]))
    assert answer.status_code == 404
    words = re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken": )"[^"]+"', "", answer.content.decode())
    assert "This invitation doesn’t work here." in words
    assert "Ada" not in words
    assert Membership.objects.filter(person=reader).count() == 0


def test_a_no_is_never_told_to_the_inviter(invitation: Invitation, alone: Person, beginning: Couple) -> None:
    page = reverse("space:invitation")
    before = client_of(alone).get(page).content
    client = Client()
    answer = client.post(reverse("space:refusal", args=[invitation.token]), {"for_good": "on"})
    assert "nobody is told" in answer.content.decode()
    after = client_of(alone).get(page).content
    strip = re.compile(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"')
    assert strip.sub(b"", before) == strip.sub(b"", after)
    with pytest.raises(AlreadyInvited):
        services.invite(beginning, by=alone, email=invitation.email)


def test_the_link_shows_and_takes_the_same_after_a_no_until_its_day(invitation: Invitation, alone: Person) -> None:
    """The inviter can copy it, and look at it signed in, signed out or with another account of theirs."""
    readers = [Client(), client_of(alone), client_of(PersonFactory(email="other.account@example.org"))]
    token = invitation.token

    def told() -> list[tuple[int, str]]:
        asked = [reader.get(reverse("space:welcome", args=[token])) for reader in readers]
        asked += [reader.post(reverse("space:membership", args=[token])) for reader in readers]
        return [(answer.status_code, words_of(answer)) for answer in asked]

    before = told()
    refusal = Client().post(reverse("space:refusal", args=[token]), {})
    assert told() == before
    again = readers[0].post(reverse("space:refusal", args=[token]), {})
    assert (again.status_code, words_of(again)) == (refusal.status_code, words_of(refusal))
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now())
    assert readers[0].get(reverse("space:welcome", args=[token])).status_code == 404


def test_signed_in_with_another_address_nobody_is_offered_what_will_be_refused(
    invitation: Invitation, newcomer: Person, couple: Couple, ben: Person
) -> None:
    welcome = reverse("space:welcome", args=[invitation.token])
    join = reverse("space:membership", args=[invitation.token])
    assert join in words_of(client_of(newcomer).get(welcome))
    other = PersonFactory(email="else@example.org")
    page = words_of(client_of(other).get(welcome))
    assert join not in page
    assert f"You are signed in as {other.email}" in page
    assert "Ask Ada to send a new invitation there." in page
    page = words_of(client_of(ben).get(welcome))
    assert join not in page
    assert "You already share a space with someone." in page
    page = words_of(client_of(invitation.invited_by).get(welcome))
    assert join not in page
    assert "This is what your invitation opens." in page


def test_what_is_not_open_leads_to_today_only_whoever_has_one(couple: Couple, ben: Person) -> None:
    nothing = reverse("space:welcome", args=["A" * 43])
    assert 'href="/today/"' in words_of(client_of(ben).get(nothing))
    alone = words_of(client_of(PersonFactory(email="else@example.org")).get(nothing))
    assert 'href="/today/"' not in alone
    assert reverse("today:begin") in alone


def test_refusing_for_good_stops_the_mail_and_keeps_no_address(invitation: Invitation) -> None:
    assert services.mail_is_welcome(invitation)
    services.decline(invitation, for_good=True)
    assert not services.mail_is_welcome(invitation)
    assert invitation.email not in InvitationRefusal.objects.get().address_digest


def test_inviting_oneself_or_when_paired_or_twice_is_refused_kindly(
    alone: Person, beginning: Couple, invitation: Invitation, newcomer: Person
) -> None:
    with pytest.raises(InvitingOneself):
        services.invite(beginning, by=alone, email="ADA.alone@example.org")
    answer = client_of(alone).post(reverse("space:invitation"), {"email": invitation.email})
    assert answer.status_code == 422
    assert "already invited this address" in answer.content.decode()
    services.join(invitation, by=newcomer)
    with pytest.raises(AlreadyPaired):
        services.invite(beginning, by=alone, email="third@example.org")


def test_a_new_invitation_ends_the_last_and_mails_an_address_once_a_day(
    invitation: Invitation, alone: Person, beginning: Couple
) -> None:
    services.revoke(invitation)
    again = services.invite(beginning, by=alone, email=invitation.email)
    assert "We email only so many invitations a day" in words_of(client_of(alone).get(reverse("space:invitation")))
    with pytest.raises(InvitationGone):
        services.find_open(invitation.token)
    assert services.find_open(again.token) == again
    assert Message.objects.filter(kind="invitation", address=invitation.email).count() == 1
    with time_machine.travel(clock.now() + timedelta(days=1)):
        services.revoke(again)
        services.invite(beginning, by=alone, email=invitation.email)
    assert Message.objects.filter(kind="invitation", address=invitation.email).count() == 2


def test_somebody_paired_cannot_join_another(invitation: Invitation, newcomer: Person) -> None:
    services.join(invitation, by=newcomer)
    other = PersonFactory(email="other@example.org")
    second = services.invite(services.begin(by=other, called="Ben"), by=other, email=newcomer.email)
    answer = client_of(newcomer).post(reverse("space:membership", args=[second.token]), follow=True)
    assert "already share a space" in answer.content.decode()
    assert Membership.objects.current().get(person=newcomer).couple_id == invitation.couple_id
    assert services.find_open(second.token) == second  # and it was not used up


def test_two_who_invited_each_other_can_still_meet(invitation: Invitation, newcomer: Person) -> None:
    own = services.begin(by=newcomer, called="Ada")
    theirs = services.invite(own, by=newcomer, email="ada.alone@example.org")
    services.join(invitation, by=newcomer)
    assert Membership.objects.current().get(person=newcomer).couple_id == invitation.couple_id
    with pytest.raises(InvitationGone):
        services.find_open(theirs.token)


def test_database_refuses_a_third_member_and_a_second_couple(
    invitation: Invitation, newcomer: Person, alone: Person
) -> None:  # S11
    services.join(invitation, by=newcomer)
    third = PersonFactory(email="third@example.org")
    for slot in (1, 2, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(couple=invitation.couple, person=third, slot=slot)
    elsewhere = services.begin(by=third, called="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(couple=elsewhere, person=alone, slot=2)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_accept_one_invitation_and_one_gets_in(invitation: Invitation, newcomer: Person) -> None:
    def try_to_join(_: int) -> bool:
        try:
            services.join(Invitation.objects.get(pk=invitation.pk), by=newcomer)
        except (InvitationGone, AlreadyPaired):
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_to_join, range(24))) == 1
    assert Membership.objects.filter(couple=invitation.couple).count() == 2


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.PENDING, "The email has the subject"),
        (State.SENT, "The email has the subject"),
        (State.FAILED, "didn’t get through"),
        (State.DEAD, "didn’t get through"),
        (State.MISSED, "didn’t get through"),
        (State.CANCELLED, "The email has the subject"),
    ],
)
def test_the_inviter_is_told_of_a_mail_that_came_to_nothing_but_not_of_a_no(
    state: State, said: str, invitation: Invitation, alone: Person
) -> None:
    page = reverse("space:invitation")
    before = words_of(client_of(alone).get(page))
    Message.objects.filter(kind="invitation").update(state=state)
    after = words_of(client_of(alone).get(page))
    assert said in after
    assert "so many invitations a day" not in after, "that is another thing"
    assert (after == before) == (said == "The email has the subject")


def test_the_inviter_is_told_the_subject_and_sender_the_mail_has(invitation: Invitation, alone: Person) -> None:
    sent = compose.letter([Message.objects.get(kind="invitation")])
    page = html.unescape(words_of(client_of(alone).get(reverse("space:invitation"))))
    assert f"The email has the subject “{sent.subject}” and comes from {sent.from_email}." in page
    assert f"subject “{sent.subject}”. It’s from me." in page
    assert f"{settings.PUBLIC_URL}{reverse('space:welcome', args=[invitation.token])}</textarea>" in page
    services.revoke(invitation)
    before = html.unescape(words_of(client_of(alone).get(reverse("space:invitation"))))
    assert f"The email has the subject “{sent.subject}” and comes from {sent.from_email}." in before
