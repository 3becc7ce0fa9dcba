"""From the invitation's page into the couple: what each reader is offered, and joining at once after the code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.consent import texts
from couples.outbox import kinds
from couples.outbox.models import Message
from couples.space import services
from couples.space.models import Couple, Invitation, Membership
from journal.appreciations.services import send_first, take_back
from tests.factories import PersonFactory, make_couple
from tests.pages import words_of

pytestmark = pytest.mark.django_db

CODE, NOTE = reverse("account_email_verification_sent"), reverse("appreciations:first-note")
TODAY, SIGNING = reverse("today:home"), "/guidelines/signing/"
DETAILS = {"name": "Ben", "zone": "Europe/Berlin", "agrees": str(texts.CURRENT)}


@pytest.fixture
def evening() -> Any:
    with time_machine.travel(clock.now(), tick=False) as now:
        yield now


@pytest.fixture
def inviter(evening: Any) -> Person:
    person: Person = PersonFactory(name="Ada", email="ada@example.org")
    couple = services.begin(by=person, called="Bear")
    send_first(couple, by=person, text="CANARY kettle")
    evening.shift(60)
    return person


@pytest.fixture
def invitation(inviter: Person) -> Invitation:
    return services.invite(Couple.objects.get(memberships__person=inviter), by=inviter, email="ben@example.org")


@pytest.fixture
def link(invitation: Invitation) -> str:
    return reverse("space:welcome", args=[invitation.token])


def code() -> str:
    params = Message.objects.filter(kind__in=["verify_code", "account_exists"]).latest("created_at").params
    assert params
    return str(params["code"])


def joined(client: Client, link: str) -> Any:
    client.post(f"{link}joining/", DETAILS)
    return client.post(CODE, {"code": code(), "next": link})


def test_the_page_says_who_and_that_a_note_waits_and_nothing_of_the_note(link: str) -> None:
    page = words_of(Client().get(link))
    assert "Ada would like to try Nearer with you." in page
    assert "Ada wrote you a note. It opens when you join." in page
    assert "CANARY" not in page
    assert "Bear" not in page, "what Ada calls him is hers"
    for press in ("Join and read the note", "No, thank you"):
        assert page.index(press) < page.index("What it is")


def test_no_note_is_promised_that_is_not_there(link: str, invitation: Invitation) -> None:
    from journal.appreciations.models import Appreciation  # noqa: PLC0415  only this test looks at the row

    take_back(Appreciation.objects.get())
    page = words_of(Client().get(link))
    assert "note" not in page.replace('href="/notes/"', "")
    assert "Join Ada" in page
    ben = Client()
    assert joined(ben, link)["Location"] == NOTE
    assert ben.get(NOTE)["Location"] == TODAY


def test_joining_follows_the_code_at_once_and_the_note_stands_alone(link: str, inviter: Person) -> None:
    ben = Client()
    answer = ben.post(f"{link}joining/", DETAILS)
    assert answer["Location"].startswith(CODE)
    page = words_of(ben.get(answer["Location"]))
    assert "ben@example.org" in page
    assert ">Join<" in page.replace("\n", "").replace(" ", "")
    assert not Person.objects.filter(email="ben@example.org").exists(), "nothing is made before the code"
    answer = ben.post(CODE, {"code": code(), "next": link})
    assert answer["Location"] == NOTE
    page = words_of(ben.get(NOTE))
    assert "Ada wrote you this." in page
    assert "CANARY kettle" in page
    assert "Write Ada one too" in page
    assert 'class="places"' not in page
    assert {each.person.name for each in Membership.objects.all()} == {"Ada", "Ben"}


def test_a_name_that_is_missing_is_asked_for_beside_the_field_and_nothing_is_mailed(link: str) -> None:
    answer = Client().post(f"{link}joining/", {"name": " ", "zone": "Mars/Base"})
    assert answer.status_code == 422
    assert 'id="id_name_error"' in words_of(answer)
    assert not Message.objects.filter(kind="verify_code").exists()


def test_signing_in_by_joining_is_fresh_for_five_minutes(link: str, evening: Any) -> None:
    ben = Client()
    joined(ben, link)
    evening.shift(timedelta(minutes=4, seconds=59))
    assert ben.get(SIGNING).status_code == 200
    evening.shift(timedelta(seconds=2))
    assert ben.get(SIGNING)["Location"].startswith(reverse("confirm"))


def test_an_address_that_has_an_account_looks_the_same_and_its_person_finds_a_way(
    link: str, evening: Any
) -> None:  # S6
    new = Client()
    first = [new.post(f"{link}joining/", DETAILS), new.get(CODE, {"next": link})]
    ben = PersonFactory(name="Ben", email="ben@example.org")
    evening.shift(1)
    known = Client()
    second = [known.post(f"{link}joining/", DETAILS), known.get(CODE, {"next": link})]
    assert [(each.status_code, words_of(each)) for each in first] == [
        (each.status_code, words_of(each)) for each in second
    ]
    assert Message.objects.latest("created_at").kind == "account_exists"
    assert known.post(CODE, {"code": code(), "next": link}).status_code == 303
    assert not Membership.objects.filter(person=ben).exists(), "its code is in no mail"
    page = words_of(known.get(reverse("account_login"), {"next": link}))
    assert 'value="ben@example.org"' in page, "not typed again"
    known.force_login(ben)
    assert "Join and read the note" in words_of(known.get(link))
    assert known.post(f"{link}membership/")["Location"] == NOTE


def test_opened_twice_and_pressed_twice_it_is_one_couple(link: str, inviter: Person) -> None:
    one, two = Client(), Client()
    codes: list[str] = []
    for client in (one, two):
        client.post(f"{link}joining/", DETAILS)
        sent = [str((each.params or {})["code"]) for each in Message.objects.filter(kind="verify_code")]
        codes += [code for code in sent if code not in codes]  # both in one instant: by nothing else is one the newer
    first, second = codes
    assert two.post(CODE, {"code": second, "next": link})["Location"] == NOTE
    assert one.post(CODE, {"code": first, "next": link}).status_code == 303
    assert Membership.objects.count() == 2
    assert two.post(f"{link}membership/")["Location"] == NOTE, "a second press leads to the same place"
    assert two.post(f"{link}joining/", DETAILS).status_code == 404
    assert client_of(inviter).post(f"{link}membership/").status_code == 404


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("ending", ["revoked", "declined", "expired"])
def test_an_invitation_that_ends_while_the_code_is_typed_lets_nobody_in(
    ending: str, link: str, invitation: Invitation, evening: Any
) -> None:
    ben = Client()
    ben.post(f"{link}joining/", DETAILS)
    if ending == "revoked":
        services.revoke(invitation)
    elif ending == "declined":
        services.decline(invitation, for_good=False)
    else:
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now())
    assert ben.post(CODE, {"code": code(), "next": link})["Location"] == link
    assert Membership.objects.count() == 1
    assert "CANARY" not in words_of(ben.get(NOTE, follow=True))


def test_two_invitations_at_once_and_one_couple(link: str, evening: Any) -> None:
    """Two people invited the same address. The first code decides; the other invitation is not used up."""
    other = PersonFactory(name="Other", email="other@example.org")
    second = services.invite(services.begin(by=other, called="B"), by=other, email="ben@example.org")
    ben = Client()
    joined(ben, link)
    page = words_of(ben.get(reverse("space:welcome", args=[second.token])))
    assert "You already share a space with someone." in page
    assert "Other would like to try Nearer with you." in page
    assert ben.post(reverse("space:membership", args=[second.token]))["Location"] == TODAY
    assert services.find_open(second.token) == second


def test_a_no_is_one_press_and_can_be_taken_back_and_the_inviter_learns_of_neither(
    link: str, inviter: Person, invitation: Invitation
) -> None:
    page = reverse("space:invitation")
    before = words_of(client_of(inviter).get(page))
    answer = Client().post(f"{link}refusal/")
    assert "That’s fine." in words_of(answer)
    assert Invitation.objects.get(pk=invitation.pk).declined_at
    assert words_of(client_of(inviter).get(page)) == before
    assert Client().post(f"{link}refusal/undo/")["Location"] == link
    assert Invitation.objects.open().get() == invitation
    assert words_of(client_of(inviter).get(page)) == before
    assert "We won’t email invitations" in words_of(Client().post(f"{link}refusal/", {"for_good": "on"}))
    Client().post(f"{link}refusal/undo/")
    assert not services.mail_is_welcome(invitation), "no for good is no more mail, whatever else is undone"


def test_whoever_comes_back_after_a_no_is_shown_the_way_in(link: str, inviter: Person, invitation: Invitation) -> None:
    """The code shows that the address is theirs. Who only has the link sees nothing of a no."""
    Client().post(f"{link}refusal/")
    ben = Client()
    ben.post(f"{link}joining/", DETAILS)
    assert ben.post(CODE, {"code": code(), "next": link})["Location"] == link
    page = ben.get(link)
    assert "You can still join." in words_of(page)
    assert f'action="{link}refusal/undo/"' in page.content.decode()
    for other in (Client(), client_of(inviter), client_of(PersonFactory())):
        assert "You can still join." not in words_of(other.get(link))
    assert ben.post(f"{link}refusal/undo/")["Location"] == link
    assert "You can still join." not in words_of(ben.get(link))
    ben.post(f"{link}membership/")
    assert Membership.objects.count() == 2


def test_a_no_cannot_be_undone_once_the_invitation_is_over(link: str, invitation: Invitation) -> None:
    Client().post(f"{link}refusal/")
    services.revoke(invitation)
    assert Client().post(f"{link}refusal/undo/").status_code == 404
    assert not Invitation.objects.open().exists()


def test_the_inviter_is_told_once_and_neutrally(link: str, inviter: Person) -> None:
    ben = Client()
    joined(ben, link)
    told = Message.objects.get(person=inviter)
    assert told.kind == "opened"
    path = kinds.get("opened").path
    assert path
    assert path(told) == TODAY
    assert not Message.objects.filter(person__email="ben@example.org").exists()


def test_today_says_that_the_other_is_here_and_has_the_note_for_three_days(
    link: str, inviter: Person, evening: Any, client_for: Callable[[Person], Client]
) -> None:
    ada, ben = client_for(inviter), Client()
    joined(ben, link)
    page = words_of(ada.get(TODAY))
    assert "Ben is here, and has your note." in page
    assert "CANARY kettle" in page
    ben.get(NOTE)
    assert words_of(ada.get(TODAY)) == page, "whether it was read shows nowhere"
    assert "is here, and has your note" not in words_of(ben.get(TODAY))
    evening.shift(timedelta(days=3, seconds=1))
    assert "is here" not in words_of(ada.get(TODAY))


def test_another_couple_never_sees_the_note(link: str, invitation: Invitation) -> None:
    joined(Client(), link)
    stranger = PersonFactory(email="stranger@example.org")
    make_couple(stranger, PersonFactory(email="partner@example.org"))
    assert client_of(stranger).get(NOTE)["Location"] == TODAY
