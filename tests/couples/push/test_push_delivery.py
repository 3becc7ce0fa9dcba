"""From a row to a lock screen: encrypted for one browser, signed by us, and saying nothing."""

import json
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person, Session
from couples.doorbell import LATER
from couples.outbox import channels, kinds
from couples.outbox import delivery as mail
from couples.outbox.models import MAX_ATTEMPTS, Channel, Message, State
from couples.outbox.policy import send_policy
from couples.outbox.services import mute, post
from couples.push import delivery, http, payloads, services, tasks, vapid
from couples.push.models import Device
from couples.push.statuses import Meaning, meaning
from couples.space.models import Couple, Membership
from rituals import services as rituals
from rituals.models import Ritual
from tests.couples.outbox.posting import deliver_all
from tests.couples.push.conftest import EVENING, SwitchOn
from tests.couples.push.posting import nudge, push_all, weekly
from tests.couples.push.service import PushService, unb64

pytestmark = pytest.mark.django_db


@pytest.fixture
def ritual(couple: Couple, ada: Person, frozen: Any) -> Ritual:
    return weekly(couple, ada)


@pytest.fixture
def message(ada: Person, ritual: Ritual, switch_on: SwitchOn) -> Message:
    switch_on(ada)
    found = nudge(ada, ritual, grace=timedelta(hours=2))
    assert found
    return found


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_push_says_one_sentence_that_fits_all_and_a_path(
    ada: Person, ritual: Ritual, message: Message, service: PushService, settings: Any
) -> None:
    push_all()
    (pushed,) = service.pushed
    assert set(pushed.said) == {"text", "path"}
    assert pushed.said["path"] == reverse("rituals:detail", args=[ritual.pk])
    for word in ("CANARY", "Ada", "Ben", "coffee", "couple", "partner", "ritual"):
        assert word not in pushed.said["text"]
    assert (now(message).state, now(message).attempts) == (State.SENT, 1)
    assert pushed.headers["Content-Encoding"] == "aes128gcm"
    assert pushed.headers["Urgency"] == "normal"


def test_who_we_are_is_signed_for_this_service_and_half_a_day(message: Message, service: PushService) -> None:
    push_all()
    (pushed,) = service.pushed
    assert pushed.claims["aud"] == service.origin
    assert pushed.claims["sub"] == "mailto:nearer@localhost"
    left = pushed.claims["exp"] - EVENING.timestamp()
    assert 0 < left <= 86_400
    assert pushed.key == unb64(vapid.public_key())


def test_every_push_is_as_long_as_every_other(
    ada: Person, ritual: Ritual, service: PushService, message: Message
) -> None:
    rituals.set_checkin(ritual.couple, by=ada, rule=ritual.rule)
    checkin = Ritual.objects.exclude(pk=ritual.pk).get()
    nudge(ada, checkin)
    push_all()
    assert len({each.said["path"] for each in service.pushed}) == 2
    assert {len(each.plain) for each in service.pushed} == {payloads.SIZE}


def test_it_lives_as_long_as_it_is_of_use_and_replaces_its_own_earlier_try(
    message: Message, service: PushService, frozen: Any
) -> None:
    service.answers["/wp/one"] = 503
    push_all()
    service.answers.clear()
    frozen.shift(timedelta(minutes=1))
    push_all()
    (pushed,) = service.pushed
    assert pushed.headers["TTL"] == str(119 * 60)
    assert pushed.headers["Topic"] == payloads.topic(message)
    assert len(pushed.headers["Topic"]) == 32


def test_a_push_service_cannot_tell_a_couple_by_its_topics(ada: Person, ben: Person, ritual: Ritual) -> None:
    told = {
        payloads.topic(Message(kind="nudge", person=one, occurrence=f"{ritual.pk}:2026-11-29")) for one in (ada, ben)
    }
    assert len(told) == 2


def test_every_device_is_told_once_over_one_connection(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService
) -> None:
    paths = [f"/wp/{n}" for n in range(4)]
    for path in paths:
        switch_on(ada, path)
    nudge(ada, ritual)
    push_all()
    push_all()
    assert sorted(each.path for each in service.pushed) == paths
    assert service.connections == 1


def test_the_partner_is_told_on_their_own_devices_only(
    ada: Person, ben: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService
) -> None:
    switch_on(ada, "/wp/ada")
    switch_on(ben, "/wp/ben")
    nudge(ada, ritual)
    push_all()
    assert [each.path for each in service.pushed] == ["/wp/ada"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_row_with_it(
    ada: Person, message: Message, service: PushService, status: int
) -> None:
    service.answers["/wp/one"] = status
    push_all()
    assert not Device.objects.exists()
    assert now(message).state == State.CANCELLED


def test_one_device_gone_keeps_nothing_from_the_other(
    ada: Person, message: Message, switch_on: SwitchOn, service: PushService
) -> None:
    switch_on(ada, "/wp/two")
    service.answers["/wp/one"] = 410
    push_all()
    assert [each.path for each in service.pushed] == ["/wp/two"]
    assert now(message).state == State.SENT


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_later_and_later_until_it_is_too_late(
    message: Message, service: PushService, frozen: Any, status: int
) -> None:
    service.answers["/wp/one"] = status
    waits = []
    while now(message).state == State.PENDING:
        push_all()
        waits.append((now(message).next_try_at - clock.now()) // timedelta(minutes=1))
        frozen.move_to(now(message).next_try_at)
    assert waits[:6] == [1, 2, 4, 8, 16, 32]
    assert (now(message).state, now(message).error) == (State.MISSED, f"push {status}")
    assert Device.objects.count() == 1


def test_a_service_that_names_a_time_is_asked_then(message: Message, service: PushService) -> None:
    service.answers["/wp/one"] = 429
    service.answer_headers["Retry-After"] = "1800"
    push_all()
    assert now(message).next_try_at == EVENING + timedelta(minutes=30)


def test_a_retry_reaches_only_who_was_not_reached(
    ada: Person, message: Message, switch_on: SwitchOn, service: PushService, frozen: Any
) -> None:
    switch_on(ada, "/wp/two")
    service.answers["/wp/two"] = 500
    push_all()
    assert now(message).state == State.PENDING
    service.answers.clear()
    frozen.shift(timedelta(minutes=1))
    push_all()
    assert [each.path for each in service.pushed] == ["/wp/one", "/wp/two"]
    assert now(message).state == State.SENT


def test_what_a_dead_worker_had_pushed_is_not_pushed_again(
    ada: Person, message: Message, switch_on: SwitchOn, service: PushService, frozen: Any, monkeypatch: Any
) -> None:
    switch_on(ada, "/wp/two")

    class Killed(BaseException):
        pass

    def die(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_settle", die)
        with pytest.raises(Killed):
            push_all()
    assert len(service.pushed) == 2
    frozen.shift(timedelta(minutes=5))
    push_all()
    assert len(service.pushed) == 2
    assert now(message).state == State.SENT


@pytest.mark.parametrize("status", [307, 400, 403, 413])
def test_what_no_later_try_would_mend_is_failed_and_said(message: Message, service: PushService, status: int) -> None:
    service.answers["/wp/one"] = status
    service.answer_headers["Location"] = f"{service.origin}/elsewhere"
    push_all()
    assert (now(message).state, now(message).error) == (State.FAILED, f"push {status}")
    assert service.pushed == []


def silent(request: BaseHTTPRequestHandler) -> None:
    """Says nothing until the other end hangs up."""
    request.rfile.read(1)


def trickling(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then: never silent for as long as a socket's own timeout, never done."""
    try:
        while True:
            request.wfile.write(b"H")
            request.wfile.flush()
            request.connection.settimeout(0.05)
            try:
                if not request.connection.recv(1):
                    return
            except TimeoutError:
                continue
    except OSError:
        return


def flooding(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 100_000)


@pytest.mark.parametrize("behaviour", [silent, trickling], ids=["silent", "trickling"])
def test_a_service_that_stalls_is_left_in_time(
    message: Message, service: PushService, monkeypatch: pytest.MonkeyPatch, behaviour: Any
) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.3)
    service.answers["/wp/one"] = behaviour
    push_all()
    assert (now(message).state, now(message).attempts, now(message).refusals) == (State.PENDING, 1, 1)


def test_a_long_answer_is_not_read_to_its_end(message: Message, service: PushService) -> None:
    service.answers["/wp/one"] = flooding
    push_all()
    assert now(message).state == State.SENT


def test_a_service_that_cannot_be_reached_is_asked_once_a_round(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def refuse(address: Any, timeout: float) -> Any:
        asked.append(address)
        raise ConnectionRefusedError

    for path in ("/wp/one", "/wp/two"):
        switch_on(ada, path)
    message = nudge(ada, ritual)
    monkeypatch.setattr("couples.push.http.socket.create_connection", refuse)
    push_all()
    assert message
    assert len(asked) == 1
    assert (now(message).state, now(message).error) == (State.PENDING, "ConnectionRefusedError")


def test_a_line_the_service_dropped_meanwhile_is_taken_up_again(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService
) -> None:
    switch_on(ada, "/wp/one")
    switch_on(ada, "/wp/two")

    def take_and_hang_up(request: BaseHTTPRequestHandler) -> None:
        request.send_response(201)
        request.send_header("Content-Length", "0")
        request.end_headers()
        request.close_connection = True

    service.answers["/wp/one"] = take_and_hang_up
    message = nudge(ada, ritual)
    push_all()
    assert message
    assert [each.path for each in service.pushed] == ["/wp/two"]
    assert now(message).state == State.SENT


# -- the last look ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["revoked", "signed out", "session gone", "left", "muted", "retired", "late", "no key"])
def test_it_is_not_pushed_once_it_is_not_wanted(
    ada: Person, ritual: Ritual, message: Message, service: PushService, frozen: Any, settings: Any, why: str
) -> None:
    expected = State.CANCELLED
    if why == "revoked":
        services.remove(Device.objects.get())
    elif why == "signed out":
        Session.objects.all().delete()
    elif why == "session gone":
        Session.objects.update(expire_date=clock.now())
    elif why == "left":
        Membership.objects.filter(person=ada).update(left_at=clock.now())
    elif why == "muted":
        mute(ada.pk, "nudge", channel=Channel.PUSH)
    elif why == "retired":
        rituals.retire(ritual)
    elif why == "no key":
        settings.VAPID_KEY = ""
    else:
        frozen.shift(timedelta(hours=2))
        expected = State.MISSED
    push_all()
    assert now(message).state == expected
    assert service.connections == 0


@pytest.mark.parametrize("why", ["revoked", "left", "signed out"])
def test_what_ends_while_others_are_told_ends_before_the_next(
    ada: Person, message: Message, switch_on: SwitchOn, service: PushService, why: str
) -> None:
    """Each device is looked at again once the line to it stands: no queue is long enough to outlive a leaving (P1)."""
    switch_on(ada, "/wp/two")

    def end() -> None:
        if why == "left":
            Membership.objects.filter(person=ada).update(left_at=clock.now())
        elif why == "revoked":
            Device.objects.all().delete()
        else:
            Session.objects.all().delete()

    real = http.Connections._sent

    def sent(*args: Any) -> http.Answer:
        answer = real(*args)
        end()
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http.Connections, "_sent", sent)
        patch.setattr(send_policy.SendPolicy, "is_stale", True)  # as after two seconds
        push_all()
    assert len(service.pushed) == 1


def test_signing_out_in_a_browser_ends_it_there_at_once(
    ada: Person, message: Message, switch_on: SwitchOn, service: PushService
) -> None:
    browser = Client()
    browser.force_login(ada)
    switch_on(ada, "/wp/here", session_key=str(browser.session.session_key))
    browser.post(reverse("account_logout"))
    push_all()
    assert [each.path for each in service.pushed] == ["/wp/one"]
    assert Device.objects.count() == 1


# -- rows -------------------------------------------------------------------------------------------------------------


def test_without_a_device_there_is_no_row(ada: Person, ritual: Ritual) -> None:
    assert nudge(ada, ritual) is None


def test_who_switched_a_kind_off_on_devices_still_gets_its_mail(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, mailoutbox: list[Any]
) -> None:
    switch_on(ada)
    mute(ada.pk, "nudge", channel=Channel.PUSH)
    assert nudge(ada, ritual) is None
    deliver_all()
    assert len(mailoutbox) == 1


def test_no_mail_at_all_leaves_the_push(ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService) -> None:
    switch_on(ada)
    mute(ada.pk, "nudge")
    nudge(ada, ritual)
    deliver_all()
    push_all()
    assert len(service.pushed) == 1


def test_codes_and_account_notices_are_mailed_only(ada: Person, switch_on: SwitchOn) -> None:
    switch_on(ada)
    post(kind="login_code", person=ada, params={"code": "ABCD-1234"})
    post(kind="password_changed", person=ada)
    assert not Message.objects.filter(channel=Channel.PUSH).exists()


def test_mail_workers_leave_pushes_alone_and_the_other_way_round(
    ada: Person, message: Message, service: PushService, mailoutbox: list[Any]
) -> None:
    ids = list(Message.objects.values_list("pk", flat=True))
    assert len(ids) == 2
    mail.deliver(ids)
    assert (len(mailoutbox), len(service.pushed)) == (1, 0)
    delivery.deliver(ids)
    assert (len(mailoutbox), len(service.pushed)) == (1, 1)


def test_what_a_turn_is_too_short_for_is_handed_on(
    message: Message, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    knocks: list[tuple[list[str], int]] = []
    monkeypatch.setattr(
        "couples.doorbell.knock", lambda task, ids, *, expires, priority: knocks.append((ids, priority))
    )
    with monkeypatch.context() as none:
        none.setattr(delivery, "TIME_SLICE", timedelta())
        tasks.deliver([str(message.pk)])
    assert service.pushed == []
    assert knocks == [([str(message.pk)], LATER)]
    tasks.deliver(knocks[0][0])
    assert (len(service.pushed), len(knocks)) == (1, 1)


def test_a_poisoned_row_is_dead_after_five_tries_and_harms_nobody(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService, frozen: Any
) -> None:
    switch_on(ada)
    poison = Message.objects.create(kind="no-such-kind", channel=Channel.PUSH, person=ada, occurrence="x")
    for n in range(1, MAX_ATTEMPTS + 3):
        nudge(ada, ritual, on=f"2026-11-{n:02}")
        push_all()
        frozen.shift(timedelta(hours=1))
    assert (now(poison).state, now(poison).error) == (State.DEAD, "UnknownKind")
    assert len(service.pushed) == MAX_ATTEMPTS + 2


def test_nothing_of_a_device_can_be_read_in_the_database(ada: Person, message: Message, service: PushService) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM couples_device d")
        ((row,),) = cursor.fetchall()
    keys = service.browsers["/wp/one"].subscription(service.origin)
    assert json.loads(row)["browser"] == "firefox"
    for secret in keys.values():
        assert secret not in row
        assert secret.encode().hex() not in row


# -- kindness ---------------------------------------------------------------------------------------------------------


def test_quiet_hours_are_quiet_on_devices_too(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService, frozen: Any
) -> None:
    switch_on(ada)
    Person.objects.filter(pk=ada.pk).update(quiet_from=time(21), quiet_until=time(22))  # 20:30 UTC is 21:30 in Berlin
    message = nudge(ada, ritual, grace=timedelta(hours=2))
    assert message
    push_all()
    assert service.pushed == []
    assert (now(message).state, now(message).attempts) == (State.PENDING, 0)
    frozen.shift(timedelta(minutes=30))
    push_all()
    assert len(service.pushed) == 1


def test_what_quiet_hours_outlast_is_not_pushed_late(
    ada: Person, ritual: Ritual, switch_on: SwitchOn, service: PushService
) -> None:
    switch_on(ada)
    Person.objects.filter(pk=ada.pk).update(quiet_from=time(21), quiet_until=time(7))
    message = nudge(ada, ritual, grace=timedelta(hours=2))
    assert message
    push_all()
    assert (now(message).state, service.pushed) == (State.MISSED, [])


def test_what_the_partner_did_is_pushed_once_a_day(
    ada: Person, switch_on: SwitchOn, monkeypatch: pytest.MonkeyPatch, frozen: Any
) -> None:
    switch_on(ada)
    theirs = kinds.Kind("theirs", path=lambda message: "/", mutable=True, by_partner=True)
    monkeypatch.setitem(kinds._kinds, "theirs", theirs)
    for _ in range(3):
        post(kind="theirs", person=ada)
    assert Message.objects.filter(channel=Channel.PUSH).count() == 1
    frozen.shift(timedelta(hours=3))  # past midnight in Berlin
    post(kind="theirs", person=ada)
    assert Message.objects.filter(channel=Channel.PUSH).count() == 2


def test_devices_are_a_channel_to_choose_once_there_is_one(ada: Person, switch_on: SwitchOn) -> None:
    assert channels.of(ada) == [Channel.MAIL]
    switch_on(ada)
    assert channels.of(ada) == [Channel.MAIL, Channel.PUSH]


# -- every status -----------------------------------------------------------------------------------------------------

YES, FOR_NOW = [200, 201, 202, 204], [406, 408, 425, 429, 500, 501, 502, 503, 504]
FOR_GOOD = [400, 402, 405, 411, 412, 413, 414, 415, 422, 301, 302, 307, 308]


def test_every_status_there_is_means_something_and_these_mean_what_they_should() -> None:
    said = {status: meaning(status) for status in range(200, 600)}
    assert {status for status, each in said.items() if each is Meaning.GONE} == {404, 410}
    assert {status for status, each in said.items() if each is Meaning.NOT_OURS} == {401, 403}
    assert {said[status] for status in YES} == {Meaning.TAKEN}
    assert {said[status] for status in FOR_NOW} == {Meaning.LATER}
    assert {said[status] for status in FOR_GOOD} == {Meaning.REFUSED}


@pytest.mark.parametrize("status", [200, 202, 204])
def test_whatever_way_it_says_yes_it_is_taken_once(message: Message, service: PushService, status: int) -> None:
    service.answers["/wp/one"] = status
    push_all()
    assert (now(message).state, Device.objects.get().took) == (State.SENT, message.pk)


@pytest.mark.parametrize("status", [400, 405, 413, 415, 307])
def test_what_is_refused_for_good_fails_and_the_device_is_told_of(
    ada_client: Client, message: Message, service: PushService, status: int
) -> None:
    service.answers["/wp/one"] = status
    push_all()
    assert (now(message).state, now(message).error) == (State.FAILED, f"push {status}")
    assert Device.objects.get().refused == status
    page = ada_client.get(reverse("push:list")).content.decode()
    assert "data-lost" in page
    assert "nothing reaches it any more" in page


@pytest.mark.parametrize("status", [401, 403])
def test_a_signature_that_is_not_believed_is_said_and_mended_by_the_next_that_is(
    ada: Person, ada_client: Client, ritual: Ritual, message: Message, service: PushService, status: int, caplog: Any
) -> None:
    service.answers["/wp/one"] = status
    push_all()
    assert (now(message).state, Device.objects.get().refused) == (State.FAILED, status)
    assert "NEARER_VAPID_KEY" in caplog.text
    assert "data-lost" in ada_client.get(reverse("push:list")).content.decode()
    service.answers.clear()  # the operator has mended it
    following = nudge(ada, ritual, on="2026-12-06")
    assert following
    push_all()
    assert (now(following).state, Device.objects.get().refused) == (State.SENT, None)
    assert "data-lost" not in ada_client.get(reverse("push:list")).content.decode()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["1800", "Mon, 23 Nov 2026 21:00:00 GMT"])
def test_when_to_come_again_is_heeded_as_seconds_and_as_a_date(
    message: Message, service: PushService, status: int, said: str
) -> None:
    service.answers["/wp/one"] = status
    service.answer_headers["Retry-After"] = said
    push_all()
    assert now(message).next_try_at == EVENING + timedelta(minutes=30)
    assert Device.objects.get().refused is None


def test_another_key_of_the_server_reaches_nobody_and_the_page_says_so(
    ada_client: Client, message: Message, service: PushService, settings: Any
) -> None:
    settings.VAPID_KEY = vapid.new_key()
    push_all()
    assert service.pushed == []
    assert now(message).state == State.CANCELLED
    assert "data-lost" in ada_client.get(reverse("push:list")).content.decode()


def test_switched_on_once_more_it_is_told_again(
    ada: Person, ada_client: Client, message: Message, service: PushService, switch_on: SwitchOn, settings: Any
) -> None:
    settings.VAPID_KEY = vapid.new_key()
    switch_on(ada)
    assert "data-lost" not in ada_client.get(reverse("push:list")).content.decode()
    push_all()
    assert len(service.pushed) == 1


def test_the_partner_is_told_nothing_of_it(
    ada: Person, ben_client: Client, message: Message, service: PushService
) -> None:
    service.answers["/wp/one"] = 403
    before = ben_client.get(reverse("push:list")).content.decode().count("data-device")
    push_all()
    assert ben_client.get(reverse("push:list")).content.decode().count("data-device") == before == 0
