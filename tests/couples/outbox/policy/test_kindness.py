"""Quiet hours, one letter for what comes together, a quarter of an hour between letters, one mail a day for a partner's
doings: decided when a mail is about to leave, for this person alone.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from couples import clock
from couples.accounts.models import Person
from couples.accounts.services import go_by
from couples.outbox import delivery, kinds, queue, tokens
from couples.outbox.compose import combined_mail
from couples.outbox.models import Channel, LastLetter, Message, State
from couples.outbox.policy import send_policy
from couples.outbox.queue import batch_lease, leases, mailbox_lease
from couples.outbox.services import choose, mute, suppress
from couples.quiet import Quiet
from tests.couples.outbox.mailserver import MailServer
from tests.couples.outbox.posting import EVENING, deliver_all, posted
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

#: Three kinds with templates that any mail can borrow: a time somebody chose, a partner's doing, and anything else.
CHOSEN, PARTNERS, OTHER, ACCOUNT = "password_changed", "email_changed", "account_exists", "login_code"
QUARTER = timedelta(minutes=15)
soon: dict[UUID, datetime] = {}


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those three, registered as kinds people can choose."""

    def coming(people: Any, since: datetime, until: datetime) -> Mapping[UUID, datetime]:
        return {person: at for person, at in soon.items() if person in people and since <= at <= until}

    soon.clear()
    made = (
        kinds.Kind(CHOSEN, path=lambda row: "/one/", mutable=True, label="Times", times="rituals:list", coming=coming),
        kinds.Kind(PARTNERS, path=lambda row: "/two/", mutable=True, label="Thanks", by_partner=True),
        kinds.Kind(OTHER, path=lambda row: "/three/", mutable=True, label="Other"),
    )
    for kind in made:
        monkeypatch.setitem(kinds._kinds, kind.key, kind)


def quiet(person: Person, start: str, end: str) -> None:
    hours = Quiet(time.fromisoformat(start), time.fromisoformat(end))
    choose(person, wanted={}, offered=[Channel.MAIL], quiet=hours)


def states(*rows: Message) -> list[State]:
    for row in rows:
        row.refresh_from_db()
    return [State(row.state) for row in rows]


def words(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


# -- quiet hours ------------------------------------------------------------------------------------------------------
# It is 20:30 UTC: half past nine in the evening in Berlin, where Ada is, half past three in New York, where Ben is.


def test_what_falls_into_quiet_hours_waits_until_they_end(
    ada: Person, ben: Person, mail_server: MailServer, frozen: Any
) -> None:  # T4
    quiet(ada, "21:00", "22:15")
    quiet(ben, "21:00", "22:15")
    hers, his = posted(ada, CHOSEN), posted(ben, CHOSEN)
    deliver_all()
    assert states(hers, his) == [State.PENDING, State.SENT]
    assert hers.next_try_at == datetime(2026, 11, 23, 21, 15, tzinfo=UTC)
    assert hers.attempts == 0  # waiting is no failing
    frozen.move_to(hers.next_try_at)
    deliver_all()
    assert states(hers) == [State.SENT]


def test_what_would_be_too_late_by_then_is_missed_and_never_sent_late(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    quiet(ada, "21:00", "07:00")
    nudge = posted(ada, CHOSEN, grace=timedelta(hours=2), params={"code": "X"})
    deliver_all()
    assert states(nudge) == [State.MISSED]
    assert nudge.params is None
    assert mail_server.accepted == []


@pytest.mark.parametrize("kind", [ACCOUNT, "unknown_account"])
def test_mail_about_the_account_comes_at_any_hour_and_as_often_as_asked_for(
    ada: Person, mail_server: MailServer, frozen: Any, kind: str
) -> None:
    quiet(ada, "21:00", "07:00")
    rows = [posted(ada, kind, params={"code": "ABCD-1234"}) for _ in range(2)]
    deliver_all()
    assert states(*rows) == [State.SENT, State.SENT]
    assert len(mail_server.accepted) == 2
    assert not LastLetter.objects.exists()


def test_other_hours_hold_at_once_for_what_was_held_back(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    quiet(ada, "21:00", "07:00")
    row = posted(ada, OTHER)
    deliver_all()
    choose(ada, wanted={}, offered=[Channel.MAIL], quiet=None)
    deliver_all()
    assert states(row) == [State.SENT]


def test_quiet_hours_follow_a_person_to_another_zone(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    quiet(ada, "21:00", "07:00")
    row = posted(ada, OTHER)
    deliver_all()
    go_by(ada, zone="America/New_York")
    deliver_all()
    assert states(row) == [State.SENT]


# -- together, and a quarter of an hour apart -------------------------------------------------------------------------


def test_what_is_due_together_leaves_as_one_letter(
    ada: Person, ben: Person, mail_server: MailServer, frozen: Any
) -> None:
    first = posted(ada, CHOSEN, due_at=EVENING - timedelta(minutes=1))
    second, third, his = posted(ada, OTHER), posted(ada, CHOSEN), posted(ben, CHOSEN)
    deliver_all()
    assert states(first, second, third, his) == [State.SENT] * 4
    hers, single = sorted(mail_server.accepted, key=lambda mail: str(mail["To"]))
    assert hers["To"] == "ada@example.org"
    assert hers["Subject"] == "A quiet minute, if you have one"
    assert hers["Message-ID"] == f"<{first.pk}@testserver>"
    for body in (words(hers), words(hers, "html")):
        assert body.count("http://testserver/one/") == 2
        assert body.count("http://testserver/three/") == 1
        assert "9:29 pm" in body
        assert "9:30 pm" in body
    assert single["Message-ID"] == f"<{his.pk}@testserver>"
    assert single["Subject"] == "Your password was changed"
    assert {row.sent_at for row in (first, second, third)} == {clock.now()}


def test_a_letter_says_times_in_the_hours_of_whoever_gets_it(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    Person.objects.filter(pk=ada.pk).update(hours="24")
    posted(ada, CHOSEN), posted(ada, OTHER)
    deliver_all()
    (mail,) = mail_server.accepted
    for body in (words(mail), words(mail, "html")):
        assert "21:30: " in body
        assert " pm" not in body


def test_a_letter_says_no_time_of_what_nobody_chose_a_time_for(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    posted(ada, PARTNERS), posted(ada, OTHER)
    deliver_all()
    (mail,) = mail_server.accepted
    for body in (words(mail), re.sub(r"<style>.*?</style>", "", words(mail, "html"), flags=re.DOTALL)):
        assert not re.search(r"\d{1,2}:\d\d|\b[ap]m\b", body.replace("http:", ""))


def test_a_joined_letter_stops_all_of_its_kinds_in_one_press_or_each(ada: Person, mail_server: MailServer) -> None:
    posted(ada, CHOSEN), posted(ada, OTHER), posted(ada, OTHER)
    deliver_all()
    (mail,) = mail_server.accepted
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(mail["List-Unsubscribe"]).strip("<> \r\n").split("/")[-3]
    assert tokens.read_unsubscribe(token) == (ada.pk, [CHOSEN, OTHER])
    assert re.findall(r"Stop: (\w+)", words(mail)) == ["Times", "Other"]
    links = {link.rstrip("/") for link in re.findall(r'href="([^"]+)"', words(mail, "html"))}
    assert links == {link.rstrip("/") for link in re.findall(r"http\S+", words(mail))}


def test_the_next_one_waits_a_quarter_of_an_hour_and_takes_along_what_came_meanwhile(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    first = posted(ada, OTHER)
    deliver_all()
    frozen.shift(timedelta(minutes=5))
    second = posted(ada, OTHER)
    deliver_all()
    frozen.shift(timedelta(minutes=5))
    third = posted(ada, OTHER)
    deliver_all()
    assert states(first, second, third) == [State.SENT, State.PENDING, State.PENDING]
    assert {second.next_try_at, third.next_try_at} == {EVENING + QUARTER}
    frozen.move_to(EVENING + QUARTER)
    deliver_all()
    assert states(second, third) == [State.SENT, State.SENT]
    assert len(mail_server.accepted) == 2


def test_two_people_do_not_wait_for_each_other(ada: Person, ben: Person, mail_server: MailServer, frozen: Any) -> None:
    posted(ada, OTHER)
    deliver_all()
    his = posted(ben, OTHER)
    deliver_all()
    assert states(his) == [State.SENT]


def test_whatever_a_knock_names_the_rest_due_to_that_person_comes_along(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    first, second = posted(ada, OTHER), posted(ada, CHOSEN)
    delivery.deliver([second.pk])
    assert states(first, second) == [State.SENT, State.SENT]
    assert len(mail_server.accepted) == 1


def test_a_clock_that_was_set_back_holds_nothing_up(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    posted(ada, OTHER)
    deliver_all()
    frozen.move_to(EVENING - timedelta(days=1))
    row = posted(ada, OTHER)
    deliver_all()
    assert states(row) == [State.SENT]


def test_muting_one_part_leaves_the_others_of_the_letter(ada: Person, mail_server: MailServer) -> None:
    muted, other, third = posted(ada, CHOSEN), posted(ada, OTHER), posted(ada, PARTNERS)
    mute(ada.pk, CHOSEN)
    deliver_all()
    assert states(muted, other, third) == [State.CANCELLED, State.SENT, State.SENT]
    (mail,) = mail_server.accepted
    assert "/one/" not in words(mail)
    assert mail["Message-ID"] == f"<{other.pk}@testserver>"


# -- what somebody chose comes first ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [PARTNERS, OTHER])
def test_what_comes_shortly_before_a_chosen_time_waits_for_it_and_leaves_with_it(
    ada: Person, mail_server: MailServer, frozen: Any, kind: str
) -> None:
    soon[ada.pk] = EVENING + timedelta(minutes=10)
    early = posted(ada, kind)
    deliver_all()
    assert states(early) == [State.PENDING]
    frozen.move_to(soon.pop(ada.pk) + timedelta(seconds=5))
    nudge = posted(ada, CHOSEN)
    delivery.deliver([nudge.pk])
    assert states(early, nudge) == [State.SENT, State.SENT]
    assert len(mail_server.accepted) == 1


def test_when_that_nudge_does_not_come_it_leaves_by_itself(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    soon[ada.pk] = EVENING + timedelta(minutes=10)
    early = posted(ada, OTHER)
    deliver_all()
    frozen.move_to(soon.pop(ada.pk) + send_policy.SKEW)
    deliver_all()
    assert states(early) == [State.SENT]


def test_when_nobody_can_say_what_is_coming_nobody_waits(
    ada: Person, mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> Any:
        raise LookupError

    monkeypatch.setitem(kinds._kinds, CHOSEN, kinds.Kind(CHOSEN, mutable=True, coming=broken))
    row = posted(ada, OTHER)
    deliver_all()
    assert states(row) == [State.SENT]


def test_it_does_not_wait_for_what_is_further_off_or_would_make_it_too_late(
    ada: Person, ben: Person, mail_server: MailServer, frozen: Any
) -> None:
    soon[ada.pk], soon[ben.pk] = EVENING + timedelta(minutes=20), EVENING + timedelta(minutes=10)
    hers, his = posted(ada, OTHER), posted(ben, OTHER, grace=timedelta(minutes=5))
    deliver_all()
    assert states(hers, his) == [State.SENT, State.SENT]


# -- at most one mail a day for what the partner does (P8) ------------------------------------------------------------


def test_a_second_one_of_the_day_waits_for_the_morning_and_all_of_them_come_as_one(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    first = posted(ada, PARTNERS, grace=timedelta(days=2))
    deliver_all()
    frozen.shift(timedelta(hours=1))
    later = [posted(ada, PARTNERS, grace=timedelta(days=2)) for _ in range(2)]
    deliver_all()
    assert states(first, *later) == [State.SENT, State.PENDING, State.PENDING]
    morning = datetime(2026, 11, 24, 7, tzinfo=UTC)  # eight o'clock in Berlin
    assert {row.next_try_at for row in later} == {morning}
    frozen.move_to(morning - timedelta(hours=1))
    nudge = posted(ada, CHOSEN)
    deliver_all()
    assert states(nudge, *later) == [State.SENT, State.SENT, State.SENT], "another date: they leave with what does"
    assert len(mail_server.accepted) == 2


def test_the_rest_of_the_day_waits_out_quiet_hours_too_and_is_cancelled_when_nobody_wants_it(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    posted(ada, PARTNERS)
    deliver_all()
    quiet(ada, "23:00", "09:30")
    frozen.shift(timedelta(minutes=30))
    late, unwanted = posted(ada, PARTNERS, grace=timedelta(days=2)), posted(ada, OTHER, grace=timedelta(days=2))
    deliver_all()
    assert late.state == State.PENDING
    states(late, unwanted)
    assert late.next_try_at == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert unwanted.state == State.SENT  # it has no partner in it
    mute(ada.pk, PARTNERS)
    frozen.move_to(late.next_try_at)
    deliver_all()
    assert states(late) == [State.CANCELLED]


def test_a_nudge_after_a_partners_mail_still_comes_and_does_not_bring_another(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    posted(ada, PARTNERS)
    deliver_all()
    frozen.shift(QUARTER)
    partners, nudge = posted(ada, PARTNERS, grace=timedelta(days=2)), posted(ada, CHOSEN)
    deliver_all()
    assert states(partners, nudge) == [State.PENDING, State.SENT]


def test_a_nudge_the_server_refused_does_not_give_the_partner_another_mail_today(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    posted(ada, PARTNERS)
    deliver_all()
    frozen.shift(QUARTER)
    mail_server.to_rcpt = ["450 4.2.0 later"]
    nudge = posted(ada, CHOSEN)
    deliver_all()
    partners = posted(ada, PARTNERS, grace=timedelta(days=2))
    deliver_all()
    assert states(nudge, partners) == [State.PENDING, State.PENDING]
    assert partners.next_try_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert len(mail_server.accepted) == 1


# -- tried again ------------------------------------------------------------------------------------------------------


def test_a_letter_nobody_heard_the_end_of_is_the_same_letter_again(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:  # E4
    rows = [posted(ada, CHOSEN), posted(ada, OTHER)]
    assert mailbox_lease.lease(rows, partner_on=None)  # and then the worker died, perhaps after the last line of DATA
    frozen.shift(timedelta(minutes=1))
    late = posted(ada, OTHER)
    deliver_all()
    assert states(*rows, late) == [State.PENDING] * 3
    frozen.shift(timedelta(minutes=2))
    deliver_all()
    assert states(*rows, late) == [State.SENT, State.SENT, State.PENDING]
    (mail,) = mail_server.accepted
    assert mail["Message-ID"] == f"<{rows[0].pk}@testserver>"
    frozen.shift(QUARTER)
    deliver_all()
    assert states(late) == [State.SENT]
    assert mail_server.accepted[-1]["Message-ID"] == f"<{late.pk}@testserver>"


def test_even_without_the_row_it_was_named_after(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    first, other = posted(ada, CHOSEN), posted(ada, OTHER)
    assert mailbox_lease.lease([first, other], partner_on=None)
    mute(ada.pk, CHOSEN)
    frozen.shift(timedelta(minutes=3))
    deliver_all()
    assert states(first, other) == [State.CANCELLED, State.SENT]
    assert mail_server.accepted[0]["Message-ID"] == f"<{first.pk}@testserver>"


def test_a_letter_the_server_refused_for_now_holds_up_nothing_else(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    mail_server.to_rcpt = ["450 4.2.0 later"]
    first = posted(ada, PARTNERS)
    deliver_all()
    assert states(first) == [State.PENDING]
    assert (first.refusals, first.attempts) == (1, 1)
    second = posted(ada, PARTNERS)
    deliver_all()
    assert states(first, second) == [State.PENDING, State.SENT]


def test_all_rows_of_a_letter_share_what_the_server_said(ada: Person, mail_server: MailServer, frozen: Any) -> None:
    mail_server.to_rcpt = ["550 5.1.1 nobody here"]
    rows = [posted(ada, CHOSEN), posted(ada, OTHER)]
    deliver_all()
    assert states(*rows) == [State.FAILED, State.FAILED]


def test_a_poisoned_part_is_given_up_and_the_rest_of_the_letter_leaves(
    ada: Person, mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(row: Message) -> str:
        raise LookupError

    monkeypatch.setitem(kinds._kinds, OTHER, kinds.Kind(OTHER, path=broken, mutable=True))
    poison, good = posted(ada, OTHER, grace=timedelta(days=1)), posted(ada, CHOSEN)
    deliver_all()
    assert states(poison, good) == [State.PENDING, State.SENT]
    assert (poison.error, poison.attempts) == ("LookupError", 1)
    for _ in range(6):
        frozen.shift(timedelta(hours=1))
        deliver_all()
    assert states(poison) == [State.DEAD]


def test_an_error_in_the_joined_letter_itself_is_counted_against_all_of_it(
    ada: Person, mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(rows: Any) -> Any:
        raise LookupError

    monkeypatch.setattr(combined_mail, "words", broken)
    rows = [posted(ada, OTHER), posted(ada, CHOSEN)]
    deliver_all()
    assert states(*rows) == [State.PENDING, State.PENDING]
    frozen.shift(timedelta(hours=1))
    deliver_all()
    frozen.shift(timedelta(hours=1))
    deliver_all()  # by themselves by now: what cannot leave together may leave alone
    assert State.SENT in states(*rows)


def test_a_row_that_keeps_ending_its_worker_leaves_its_letter(
    ada: Person, mail_server: MailServer, frozen: Any
) -> None:
    rows = sorted([posted(ada, OTHER), posted(ada, OTHER)], key=lambda row: row.pk)
    Message.objects.update(attempts=2, letter=rows[0].pk)
    deliver_all()
    assert states(*rows) == [State.SENT, State.PENDING]
    frozen.shift(QUARTER)
    deliver_all()
    assert states(*rows) == [State.SENT, State.SENT]
    assert [mail["Message-ID"] for mail in mail_server.accepted] == [f"<{row.pk}@testserver>" for row in rows]


# -- at the last moment -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["mute", "quiet", "suppress"])
def test_what_is_chosen_while_a_letter_is_on_its_way_still_counts(
    ada: Person, ben: Person, mail_server: MailServer, frozen: Any, what: str
) -> None:
    """The server takes its time with the first letter; before the second one's words leave it is asked again."""
    first, second = posted(ben, OTHER, due_at=EVENING - timedelta(minutes=1)), posted(ada, OTHER)
    third = posted(ada, CHOSEN)

    def slow(mail: EmailMessage) -> None:
        frozen.shift(send_policy.FRESH * 2)

    def choice() -> None:
        if what == "mute":
            mute(ada.pk, OTHER)
        elif what == "quiet":
            quiet(ada, "21:00", "07:00")
        else:
            suppress(ada.email, "550 5.1.1")

    mail_server.on_data = slow
    look = leases.still_ours

    def looked(*rows: Message) -> None:
        if any(row.person_id == ada.pk for row in rows):
            choice()
        look(*rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "still_ours", looked)
        deliver_all()
    assert states(first) == [State.SENT]
    told = {
        "mute": [State.CANCELLED, State.SENT],
        "quiet": [State.PENDING, State.PENDING],
        "suppress": [State.FAILED, State.FAILED],
    }
    assert states(second, third) == told[what]
    assert len(mail_server.accepted) == (2 if what == "mute" else 1)


def queries(count: int) -> int:
    for _ in range(count):
        posted(PersonFactory(), OTHER)
    with CaptureQueriesContext(connection) as asked:
        deliver_all()
    assert Message.objects.filter(state=State.PENDING).count() == 0
    return len([each for each in asked if "SAVEPOINT" not in each["sql"]])


def test_many_letters_are_asked_about_and_leased_as_one(
    mail_server: MailServer, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_lease, "MOST", 20)
    # Of these, a mark for each: on disk before the next one's words leave (E9).
    assert [queries(1), queries(20), queries(21)] == [9 + 1, 9 + 20, 10 + 21]
    assert len(mail_server.accepted) == 42


def test_holding_back_costs_no_query_a_row(mail_server: MailServer, frozen: Any) -> None:
    counts = []
    for more in (1, 49):
        for _ in range(more):
            person = PersonFactory()
            quiet(person, "21:00", "07:00")
            posted(person, OTHER)
        with CaptureQueriesContext(connection) as asked:
            deliver_all()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert mail_server.accepted == []
