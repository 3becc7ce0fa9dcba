"""What a mail looks like: neutral outside, whole inside, and the same for everybody who can see the envelope."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.test import override_settings

from couples import clock
from couples.accounts.adapter import KINDS
from couples.accounts.models import AddressChange, Everything, Person
from couples.erasing import services as erasing
from couples.outbox import kinds
from couples.outbox.models import Message, State
from couples.outbox.services import post
from couples.space import services as space
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal import opened
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.review import services as review
from journal.agreements.signing.digest import digest
from journal.breaks import nudges as returning
from journal.breaks import services as breaks
from journal.breaks.models import Break
from journal.questions import services as questions
from journal.talks import nudges as talks
from journal.talks.models import FirstBy, Talk
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all
from tests.factories import PersonFactory
from tests.plain_letters import in_plain_letters, is_plain
from tests.pseudo import LONGER

pytestmark = pytest.mark.django_db

CANARY = "canary-in-the-mine"
ADDRESS_KINDS = ["email_added", "email_changed", "email_restored"]
ONCE = ["space_closed", "erasing"]
MUTABLE = ["break", "nudge", "opened", "questions", "review", "talk"]
EVERY_KIND = [*sorted(set(KINDS.values())), "confirm_code", "invitation", *ADDRESS_KINDS, *ONCE, *MUTABLE]
REMOTE = re.compile(r"<(img|link|script|iframe|video|audio|object)\b|url\(|@import", re.IGNORECASE)


@pytest.fixture
def weekly(ada: Person, couple: Couple) -> Ritual:
    return rituals.add(
        couple, by=ada, title=CANARY, rule=Rule(time(19, 0), frozenset({6})), zone="Europe/Berlin", minutes=30
    )


@pytest.fixture
def mailed(
    couple: Couple, ada: Person, ben: Person, weekly: Ritual, mail_server: MailServer
) -> Callable[[str], EmailMessage]:
    """Posts one mail of a kind as the app would, and gives what arrived."""

    def mail(kind: str) -> EmailMessage:
        if kind == "invitation":
            inviter: Person = PersonFactory(name=CANARY, email=f"{CANARY}@example.org")
            alone = space.begin(by=inviter, called=CANARY)
            space.invite(alone, by=inviter, email="ada@example.org")
        elif kind == "nudge":
            post(kind="nudge", person=ada, about=weekly.pk, occurrence=f"{weekly.pk}:2026-11-29")
        elif kind == "opened":
            opened.tell_partner(couple, by=ben, at="visions:home", id=uuid4())
        elif kind == "questions":
            questions.ask(couple, by=ben, id=uuid4(), text=CANARY)
        elif kind == "review":
            review_due(couple, ada)
        elif kind == "break":
            break_over(couple, ada, ben)
        elif kind == "talk":
            talk_due(couple, ada)
        elif kind == "email_changed":
            change = AddressChange.objects.create(person=ada, before=ada.email, after=f"{CANARY}@example.org")
            post(kind=kind, person=ada, about=change.pk)
        elif kind == "erasing":
            erasing.ask(ada, what=Everything.WORDS, here=None)
        elif kind == "space_closed":
            leaving.leave(couple, by=ben, tell=True)
        else:
            post(kind=kind, person=ada, params={"code": "ABCD-1234"} if kind.endswith("code") else None)
        deliver_all()
        (arrived,) = mail_server.accepted
        return arrived

    return mail


def review_due(couple: Couple, person: Person) -> None:
    """The day both wanted to look at their guidelines again is today, for this one of the two."""
    agreements.add_line(couple, by=person, text=CANARY, op_id=uuid4())
    signed = digest(agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order()))
    for member in Person.objects.filter(memberships__couple=couple):
        agreements.sign(couple, by=member, name=CANARY, digest=signed)
    review.look_again(couple, by=person, on=clock.today(person) + timedelta(days=1))
    Message.objects.filter(kind="review", person=person).update(due_at=clock.now(), next_try_at=clock.now())


def break_over(couple: Couple, person: Person, other: Person) -> None:
    """Its time has come for this one; the other one is back already."""
    taken = breaks.take(couple, by=other, id=uuid4(), until_at=clock.now() + timedelta(minutes=15))
    breaks.ready(taken, by=other, seen=0)
    Break.objects.update(until_at=clock.now())
    returning.ring()


def talk_due(couple: Couple, person: Person) -> None:
    """The time that one of the two proposed is now."""
    at = clock.now()
    talk = Talk(couple=couple, begun_by=person, speaker=person, first=person, first_by=FirstBy.COIN, meet_at=at)
    talk.subject = CANARY
    talk.save()
    post(kind="talk", person=person, occurrence=f"{talks.TIME}:{talk.pk}:{at.isoformat()}", about=talk.pk, due_at=at)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def test_every_kind_there_is_is_looked_at() -> None:
    assert set(EVERY_KIND) == set(kinds._kinds)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_mail_is_neutral_outside_and_whole_inside(kind: str, mailed: Callable[[str], EmailMessage]) -> None:  # E5
    mail = mailed(kind)
    assert mail["From"] == "Nearer <nearer@localhost>"
    assert mail["To"] == "ada@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{Message.objects.get(kind=kind, state=State.SENT).pk}@testserver>"
    assert not mail["Cc"]
    assert not mail["Bcc"]
    everything = "\n".join([*map(str, mail.values()), body(mail, "plain"), body(mail, "html")])
    for private in (CANARY, "Ben", "ben@", "Ada,", "Hello Ada"):
        assert private not in everything
    assert not REMOTE.search(body(mail, "html"))
    assert "{{" not in everything
    assert "{%" not in everything


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_text_and_html_say_the_same(kind: str, mailed: Callable[[str], EmailMessage]) -> None:
    mail = mailed(kind)
    shown = re.sub(r"<style>.*?</style>", "", body(mail, "html"), flags=re.DOTALL)
    links = {link.rstrip("/") for link in re.findall(r'href="([^"]+)"', shown)}
    assert links == {link.rstrip("/") for link in re.findall(r"http\S+", body(mail, "plain"))}
    # Sentence by sentence; only what leads into a bare link in the text is a link's own words in HTML.
    for sentence in re.findall(r"<p[^>]*>([^<]+)</p>", shown):
        assert sentence.strip() in body(mail, "plain")
    assert "style=" in shown  # mail programs drop style elements
    assert "prefers-color-scheme: dark" in body(mail, "html")


@pytest.mark.parametrize("kind", sorted({*EVERY_KIND} - {"invitation"}))
def test_a_mail_is_in_the_language_of_whoever_gets_it(
    kind: str, mailed: Callable[[str], EmailMessage], spoken: None, ada: Person
) -> None:
    Person.objects.update(locale=LONGER)
    mail = mailed(kind)
    assert f'lang="{LONGER}"' in body(mail, "html")
    shown = re.sub(r"https?://\S+|ABCD-1234", "", f"{mail['Subject']}\n{body(mail, 'plain')}")
    assert [line for line in shown.splitlines() if is_plain(line)] == []
    assert in_plain_letters(body(mail, "html")) == []


def test_a_nudge_leads_to_its_page_and_offers_one_way_to_stop(
    mailed: Callable[[str], EmailMessage], weekly: Ritual
) -> None:
    mail = mailed("nudge")
    link, later, stop, choices = re.findall(r"http\S+", body(mail, "plain"))
    assert later.startswith("http://testserver/rituals/later/")
    assert link == f"http://testserver/rituals/{weekly.pk}/"
    assert str(mail["List-Unsubscribe"]).strip() == f"<{stop}>"
    assert choices.endswith("/choices/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("kind", [kind for kind in EVERY_KIND if kind not in MUTABLE])
def test_what_one_asked_for_cannot_be_switched_off(kind: str, mailed: Callable[[str], EmailMessage]) -> None:
    assert mailed(kind)["List-Unsubscribe"] is None


@override_settings(PUBLIC_URL="https://nearer.example.org:8443")
def test_links_and_ids_are_of_the_public_address(mailed: Callable[[str], EmailMessage], weekly: Ritual) -> None:
    mail = mailed("nudge")
    assert f"https://nearer.example.org:8443/rituals/{weekly.pk}/" in body(mail, "plain")
    assert str(mail["Message-ID"]).endswith("@nearer.example.org>")


def test_what_is_written_into_a_mail_cannot_become_html(ada: Person, mail_server: MailServer) -> None:
    post(kind="login_code", person=ada, params={"code": '<b title="x">&'})
    deliver_all()
    (mail,) = mail_server.accepted
    assert "<b " not in body(mail, "html")
    assert '<b title="x">&' in body(mail, "plain")
