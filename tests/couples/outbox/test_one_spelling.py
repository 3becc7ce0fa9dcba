"""One mailbox, one spelling: at every field, in the database, in what providers report, and on the way out."""

import pytest
from anymail.signals import AnymailTrackingEvent, EventType
from django.db import connection
from django.test import Client
from django.urls import reverse

from couples import addresses, beyond_ascii
from couples.accounts.models import Person
from couples.outbox import bounces, providers
from couples.outbox.models import Message, State, Suppression
from couples.outbox.services import lift, post, suppress
from couples.space import services as space
from couples.space.errors import InvitingOneself
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import deliver_all
from tests.factories import PersonFactory

SAME = {
    "alex@example.org": ["Alex@Example.ORG", " alex@example.org ", "ａｌｅｘ@example.org", "ALEX@EXAMPLE。ORG"],
    "alex@xn--bcher-kva.example": ["alex@bücher.example", "ALEX@BÜCHER.example", "alex@XN--BCHER-KVA.example"],
    "alex@xn--fa-hia.example": ["alex@faß.example"],
    "o'brien+here@sub.example.co.uk": ["O'Brien+here@Sub.Example.co.uk"],
    "grüße@example.org": ["GRÜSSE@example.org".replace("SS", "ß"), "gru\u0308ße@example.org"],
}
NONE = [
    "",
    "ada",
    "@example.org",
    "ada@",
    "ada@example",
    "ada@localhost",
    "ada@[127.0.0.1]",
    "ada@127.0.0.1",
    "ada@[IPv6:::1]",
    '"ada@home"@example.org',
    "ada..b@example.org",
    ".ada@example.org",
    "ada b@example.org",
    "ada@exa mple.org",
    "ada@example..org",
    "ada@-example.org",
    "ada@exam_ple.org",
    "ada@xn--zzzzzzz--.example",
    "ada\u200b@example.org",
    "a\u202eda@example.org",
    "ada\x00@example.org",
    "ada\n@example.org",
    f"{'a' * 65}@example.org",
    f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.org",
]
BEYOND = "İ@example.org"


@pytest.mark.parametrize(("one", "other"), [(one, other) for one, others in SAME.items() for other in others])
def test_every_way_of_writing_a_mailbox_is_the_same_text(one: str, other: str) -> None:
    assert addresses.spelled(other) == one
    assert addresses.spelled(one) == one
    assert addresses.known(other) == one


@pytest.mark.parametrize("text", NONE, ids=ascii)
def test_what_mail_does_not_reach_is_no_address(text: str) -> None:
    with pytest.raises(addresses.NoAddress):
        addresses.spelled(text)
    assert addresses.known(text) == text.strip().lower()


def test_people_read_a_domain_in_its_own_letters() -> None:
    assert addresses.shown("alex@xn--bcher-kva.example") == "alex@bücher.example"
    assert addresses.shown("alex@example.org") == "alex@example.org"
    assert addresses.shown("not one") == "not one"


FIELDS = [
    ("account_signup", {"name": "Alex", "zone": "UTC"}, "email"),
    ("account_login", {"password": "something long enough"}, "login"),
    ("account_request_login_code", {}, "email"),
    ("account_reset_password", {}, "email"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "more", "field"), FIELDS)
@pytest.mark.parametrize("address", ["ada@[127.0.0.1]", '"ada@home"@example.org', BEYOND])
def test_every_field_refuses_it_kindly_and_nothing_is_mailed(
    page: str, more: dict[str, str], field: str, address: str
) -> None:
    answer = Client().post(reverse(page), {**more, field: address})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "doesn’t look like a whole address" in shown or "our email server doesn’t know" in shown
    assert 'aria-invalid="true"' in shown
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_signed_in_fields_refuse_it_too(ada: Person) -> None:
    client = Client()
    client.force_login(ada)
    client.post(reverse("today:begin"), {"called": "Ben"})
    for page, more in (("account_email", {"action_add": ""}), ("space:invitation", {})):
        answer = client.post(reverse(page), {"email": "ben@[127.0.0.1]", **more})
        assert "doesn’t look like a whole address" in answer.content.decode(), page
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_two_spellings_are_one_person() -> None:
    PersonFactory(email="alex@xn--bcher-kva.example")
    answer = Client().post(reverse("account_signup"), {"name": "Alex", "email": "alex@BÜCHER.example", "zone": "UTC"})
    assert answer.status_code == 303
    assert Message.objects.get().kind == "account_exists"
    assert Message.objects.get().address == "alex@xn--bcher-kva.example"
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_an_invitation_is_for_the_mailbox_however_it_was_written(ada: Person) -> None:
    ben: Person = PersonFactory(email="ben@xn--bcher-kva.example")
    couple = space.begin(by=ada, called="Ben")
    invitation = space.invite(couple, by=ada, email="Ben@Bücher.example")
    assert invitation.email == ben.email
    space.join(invitation, by=ben)
    alone = space.begin(by=PersonFactory(email="cleo@example.org"), called="X")
    with pytest.raises(InvitingOneself):
        space.invite(alone, by=ada, email="ADA@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize("reported", ["ALEX@bücher.example", "alex@XN--bcher-kva.example"])
def test_what_a_provider_reports_finds_the_person(reported: str) -> None:
    alex: Person = PersonFactory(email="alex@xn--bcher-kva.example")
    raw = {"Type": "HardBounce"}
    event = AnymailTrackingEvent(event_type=EventType.BOUNCED, recipient=reported, event_id="1", esp_event=raw)
    bounces.take_in(bounces.read(event, providers.PROVIDERS["postmark"]))
    assert Suppression.objects.get().address == alex.email
    assert bounces.trouble(alex) == "unreachable"
    suppress(reported, "again")
    assert Suppression.objects.count() == 1
    assert lift(reported)


@pytest.mark.django_db
def test_no_question_about_an_address_reads_every_row() -> None:
    """An `iexact` would: the index is on the text as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM couples_person WHERE email = 'ada@example.org'")
        assert "Index" in str(cursor.fetchall())
    assert Person.objects.create_user("ADA@Example.org", name="Ada").email == "ada@example.org"
    assert Person.objects.get_by_natural_key("Ada@EXAMPLE.org").name == "Ada"


@pytest.mark.django_db
class TestBeyondAscii:
    """A name before the @ that is not ASCII: only over a server that says SMTPUTF8."""

    ADDRESS = "grüße@example.org"

    def test_it_is_taken_at_the_field_once_the_server_has_said_so(self) -> None:
        beyond_ascii.note(True)
        answer = Client().post(reverse("account_request_login_code"), {"email": "Grüße@example.org"})
        assert answer.status_code == 302
        assert Message.objects.get().address == self.ADDRESS

    def test_it_travels_as_it_is(self, mail_server: MailServer) -> None:
        post(kind="unknown_account", address=self.ADDRESS)
        deliver_all()
        assert beyond_ascii.is_offered()
        assert mail_server.recipients == [[self.ADDRESS]]
        assert mail_server.accepted[0]["To"] == self.ADDRESS

    def test_a_server_without_it_refuses_for_good_and_nobody_else_gets_it(
        self, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from couples.outbox.transport import smtp  # noqa: PLC0415

        plain = smtp._Plain.has_extn
        monkeypatch.setattr(smtp._Plain, "has_extn", lambda self, name: name != "smtputf8" and plain(self, name))
        post(kind="unknown_account", address=self.ADDRESS)
        post(kind="unknown_account", address="plain@example.org")
        deliver_all()
        assert not beyond_ascii.is_offered()
        assert mail_server.recipients == [["plain@example.org"]]
        assert Message.objects.get(address=self.ADDRESS).state == State.FAILED
        assert not Suppression.objects.exists(), "the mailbox may be there"
