"""What a mail provider reports, signed and in any order and twice; and the way back for whoever it is about."""

import itertools
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.outbox import bounces, kinds
from couples.outbox.models import MailReport, Mute, State, Suppression
from couples.outbox.services import is_muted, mute
from tests.couples.outbox.posting import deliver_all, posted
from tests.couples.outbox.reports import PASSWORD, SPEAKERS, Speaker
from tests.pages import words_of

pytestmark = [
    pytest.mark.django_db,
    # anymail no longer has an account there to try with; the form of these reports has not changed.
    pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid"),
]
ADA = "Ada@Example.org"  # as a provider may write it


@pytest.fixture(params=SPEAKERS)
def provider(request: pytest.FixtureRequest, settings: Any) -> Speaker:
    speaker = SPEAKERS[request.param]
    settings.MAIL_WEBHOOK, settings.ANYMAIL = request.param, {speaker.setting: speaker.secret}
    return speaker


def tell(speaker: Speaker, said: Any, **changed: str) -> int:
    body = json.dumps(said).encode()
    headers = speaker.sign(body) | changed
    outside = Client(enforce_csrf_checks=True)
    answer = outside.post("/mail/reports/", body, content_type="application/json", headers=headers)
    assert answer.content == b""
    return answer.status_code


def everything() -> tuple[list[Any], list[Any], list[Any]]:
    return (
        list(Suppression.objects.order_by("pk").values_list()),
        list(Mute.objects.order_by("pk").values_list()),
        list(MailReport.objects.order_by("pk").values_list()),
    )


def test_a_mailbox_that_is_gone_is_written_to_no_more(ada: Person, ben: Person, provider: Speaker) -> None:
    assert tell(provider, provider.kinds(ADA, 1)["gone"]) == 200
    assert Suppression.objects.get().address == "ada@example.org"
    to_ada, to_ben = posted(ada), posted(ben)
    deliver_all()
    for message in (to_ada, to_ben):
        message.refresh_from_db()
    assert (to_ada.state, to_ben.state) == (State.FAILED, State.SENT)
    assert bounces.trouble(ada) == "unreachable"
    assert bounces.trouble(ben) == ""
    assert not Mute.objects.exists()


def test_a_mailbox_that_is_full_today_is_written_to_tomorrow(ada: Person, provider: Speaker) -> None:
    assert tell(provider, provider.kinds(ADA, 1)["full"]) == 200
    assert everything() == ([], [], [])


@pytest.mark.parametrize("what", ["complaint", "unsubscribed"])
def test_who_wants_no_mail_gets_none_that_can_be_ended(ada: Person, ben: Person, provider: Speaker, what: str) -> None:
    if what not in (said := provider.kinds(ADA, 1)):
        assert provider is SPEAKERS["ses"]  # which knows nothing of leaving a list
        return
    assert tell(provider, said[what]) == 200
    assert {kind.key for kind in kinds.mutable() if is_muted(ada.pk, kind.key)} == {k.key for k in kinds.mutable()}
    assert bounces.trouble(ada) == what
    assert not Suppression.objects.exists()
    assert not Mute.objects.filter(person=ben).exists()
    code = posted(ada)  # account mail, which nobody can end
    deliver_all()
    code.refresh_from_db()
    assert code.state == State.SENT


def test_in_any_order_and_twice_it_comes_to_the_same(ada: Person, ben: Person, provider: Speaker) -> None:
    said = [
        *provider.kinds(ADA, 1).values(),
        provider.kinds("ben@example.org", 2)["complaint"],
    ]
    results = set()
    for order in itertools.islice(itertools.permutations(said), 0, 120, 17):
        for each in (*order, *order):
            assert tell(provider, each) == 200
        muted = frozenset(Mute.objects.values_list("person", "kind"))
        results.add((muted, frozenset(Suppression.objects.values_list("address", flat=True))))
        for model in (Mute, Suppression, MailReport):
            model._default_manager.all().delete()
        cache.clear()
    assert len(results) == 1


def test_what_is_not_signed_changes_nothing(ada: Person, provider: Speaker) -> None:
    body = json.dumps(provider.kinds(ADA, 1)["gone"]).encode()
    if provider is SPEAKERS["mailgun"]:  # signs inside
        said = provider.kinds(ADA, 1)["gone"]
        said["signature"]["signature"] = "0" * 64
        assert tell(provider, said) == 403
        del said["signature"]
        assert tell(provider, said) == 403
    else:
        for name, value in provider.sign(body).items():
            assert tell(provider, provider.kinds(ADA, 1)["gone"], **{name: value[:-3] + "AAA"}) in {400, 401, 403}
            assert tell(provider, provider.kinds(ADA, 1)["gone"], **{name: ""}) in {400, 401, 403}
        nothing = Client().post("/mail/reports/", body, content_type="application/json")
        assert nothing.status_code in {401, 403}
    assert everything() == ([], [], [])


def test_what_is_signed_for_one_provider_is_nothing_to_another(ada: Person, provider: Speaker) -> None:
    others = [speaker for speaker in SPEAKERS.values() if speaker.setting != provider.setting]
    for other in others:
        assert tell(other, other.kinds(ADA, 1)["gone"]) in {400, 401, 403}
    assert everything() == ([], [], [])


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b"null", b'"a"', b'{"events": 3}', b"\xff"])
def test_nonsense_is_refused_without_repeating_it(
    ada: Person, provider: Speaker, said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {} if provider is SPEAKERS["ses"] else provider.sign(said)
    answer = Client().post("/mail/reports/", said + b" ", content_type="application/json", headers=headers)
    assert answer.status_code in {200, 400, 401, 403}  # an empty list is a report of nothing
    assert everything() == ([], [], [])


def test_without_a_provider_there_is_no_such_address(ada: Person) -> None:
    speaker = SPEAKERS["postmark"]
    said = json.dumps(speaker.kinds(ADA, 1)["gone"]).encode()
    answer = Client().post("/mail/reports/", said, content_type="application/json", headers=speaker.sign(said))
    assert answer.status_code == 404
    assert everything() == ([], [], [])


def test_somebody_we_do_not_know_is_nobody(ada: Person, provider: Speaker) -> None:
    assert tell(provider, provider.kinds("nobody@example.org", 1)["complaint"]) == 200
    assert not Mute.objects.exists()
    assert not Suppression.objects.exists()


def test_a_log_names_no_address(ada: Person, provider: Speaker, caplog: pytest.LogCaptureFixture) -> None:
    for said in provider.kinds(ADA, 1).values():
        tell(provider, said)
        tell(provider, said, Authorization="Basic bm9ib2R5", Signature="no")
    assert "example.org" not in caplog.text.lower()


@pytest.mark.parametrize("provider", ["mailgun"], indirect=True)
def test_a_signed_token_carries_one_report(ada: Person, ben: Person, provider: Speaker) -> None:
    """Mailgun signs a token and not what stands around it."""
    harmless, harmful = provider.kinds(ADA, 1)["full"], provider.kinds("ben@example.org", 2)["gone"]
    assert tell(provider, harmless) == 200
    assert tell(provider, harmful | {"signature": harmless["signature"]}) == 200
    assert everything() == ([], [], [])


@pytest.mark.parametrize("provider", ["ses"], indirect=True)
def test_amazon_is_asked_for_the_password_and_confirmed_by_hand(
    provider: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    hello = {"Type": "SubscriptionConfirmation", "MessageId": "1", "TopicArn": "arn:aws:sns:eu-west-1:1:mail"}
    good, bad = "https://sns.eu-west-1.amazonaws.com/?Token=1", "https://sns.eu-west-1.amazonaws.com.evil.example/"
    assert tell(provider, hello | {"SubscribeURL": bad}) == 200
    assert "evil" not in caplog.text
    assert tell(provider, hello | {"SubscribeURL": good}) == 200
    assert good in caplog.text
    body = json.dumps(hello).encode()
    headers = provider.sign(body)
    del headers["Authorization"]
    asked = Client().post("/mail/reports/", body, content_type="application/json", headers=headers)
    assert (asked.status_code, asked.headers["WWW-Authenticate"]) == (401, "Basic")


# -- the way back -----------------------------------------------------------------------------------------------------


@pytest.fixture
def postmark(settings: Any) -> Speaker:
    settings.MAIL_WEBHOOK, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": PASSWORD}
    return SPEAKERS["postmark"]


PAGES = ["you", "rituals:list"]


def test_it_is_said_to_that_person_alone_and_can_be_lifted(
    ada: Person, ada_client: Client, ben_client: Client, postmark: Speaker
) -> None:
    before = {page: words_of(ben_client.get(reverse(page))) for page in PAGES}
    gone = postmark.kinds(ADA, 1)["gone"]
    tell(postmark, gone)
    for page in PAGES:
        assert "Emails to you are coming back" in words_of(ada_client.get(reverse(page)))
        assert words_of(ben_client.get(reverse(page))) == before[page]
    answer = ada_client.post(reverse("mail-again"), follow=True)
    assert "Emails will come to your address again" in words_of(answer)
    assert "Emails to you are coming back" not in words_of(answer)
    message = posted(ada)
    deliver_all()
    message.refresh_from_db()
    assert message.state == State.SENT
    tell(postmark, gone)  # the same report, told again much later
    assert bounces.trouble(ada) == ""
    tell(postmark, postmark.kinds(ADA, 2)["gone"])  # and one of a later mail
    assert bounces.trouble(ada) == "unreachable"


def test_a_complaint_is_lifted_without_what_was_ended_before(
    ada: Person, ada_client: Client, postmark: Speaker
) -> None:
    first, *rest = [kind.key for kind in kinds.mutable()]
    mute(ada.pk, first)
    tell(postmark, postmark.kinds(ADA, 1)["complaint"])
    assert all(is_muted(ada.pk, key) for key in (first, *rest))
    ada_client.post(reverse("mail-again"))
    assert is_muted(ada.pk, first)
    assert not any(is_muted(ada.pk, key) for key in rest)
    assert bounces.trouble(ada) == ""


def test_who_switches_everything_on_again_is_told_nothing_more(ada: Person, postmark: Speaker) -> None:
    tell(postmark, postmark.kinds(ADA, 1)["complaint"])
    Mute.objects.filter(person=ada).delete()
    assert bounces.trouble(ada) == ""


def test_not_again_and_again(ada: Person, ada_client: Client, postmark: Speaker) -> None:
    told = []
    for id in range(5):
        tell(postmark, postmark.kinds(ADA, id)["gone"])
        told.append(ada_client.post(reverse("mail-again")).status_code)
    assert told == [303, 303, 303, 429, 429]
    assert bounces.trouble(ada) == "unreachable"


def test_only_for_an_address_that_was_confirmed(ada: Person, ada_client: Client, postmark: Speaker) -> None:
    tell(postmark, postmark.kinds(ADA, 1)["gone"])
    ada.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]  # allauth brings no types
    answer = ada_client.post(reverse("mail-again"))
    assert answer.headers["Location"] == reverse("account_email")
    assert bounces.trouble(ada) == "unreachable"


def test_nobody_lifts_it_for_another(ada: Person, ben_client: Client, client: Client, postmark: Speaker) -> None:
    tell(postmark, postmark.kinds(ADA, 1)["gone"])
    ben_client.post(reverse("mail-again"))
    assert client.post(reverse("mail-again")).status_code == 303
    assert bounces.trouble(ada) == "unreachable"
