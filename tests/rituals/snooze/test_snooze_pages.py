"""Putting off from Today, from a page and from the mail: for oneself alone, and nothing of it shows to the other."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from couples import clock as now
from couples.accounts.models import Person
from couples.live.hints import person_channel
from couples.outbox.models import Message
from couples.outbox.tokens import unsubscribe
from couples.space.models import Couple, Membership
from journal.checkins import services as checkins
from rituals.models import Ritual
from rituals.nudges.engine import ring
from rituals.nudges.mail import KIND
from rituals.snooze.services import Until
from rituals.snooze.tokens import later_token, read_later
from tests.couples.outbox.posting import deliver_all
from tests.pages import words_of
from tests.rituals.conftest import EVENING, ON, checkin_at, rung, time_together, utc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# -- in the app -------------------------------------------------------------------------------------------------------


def test_the_partner_sees_nothing_of_it(
    ada_client: Client,
    ben_client: Client,
    ada: Person,
    weekly: Ritual,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    detail = reverse("rituals:detail", args=[weekly.pk])
    seen = ("/today/", "/rituals/", f"{detail}change/")
    before = [words_of(ben_client.get(url)) for url in seen]
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = ada_client.post(reverse("rituals:snooze", args=[weekly.pk]), {"until": "tonight"})
    assert (answer.status_code, answer["Location"]) == (303, detail)
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}
    assert [words_of(ben_client.get(url)) for url in seen] == before
    assert "You’ll be nudged again" not in words_of(ben_client.get(detail))
    assert "You’ll be nudged again on Monday, 23 November, 9 pm" in words_of(ada_client.get(detail))
    ada_client.post(reverse("rituals:snooze-removal", args=[weekly.pk]))
    assert "You’ll be nudged again" not in words_of(ada_client.get(detail))


def test_a_check_in_is_put_off_from_today_and_from_its_page(ada_client: Client, checkin: Ritual) -> None:
    later_url = reverse("rituals:snooze", args=[checkin.pk])
    assert "/check-in/#later" in words_of(ada_client.get("/today/"))
    page = words_of(ada_client.get("/check-in/"))
    assert 'id="later"' in page
    assert later_url in page
    assert ada_client.post(later_url, {"until": "hour"})["Location"] == "/check-in/"
    assert "You’ll be nudged again on Monday, 23 November, 8 pm" in words_of(ada_client.get("/check-in/"))


def test_today_leads_there_only_once_it_has_rung(ada_client: Client, ben_client: Client, checkin: Ritual) -> None:
    """Seven in the evening where Ada is, one in the afternoon where Ben is."""
    assert "#later" in words_of(ada_client.get("/today/"))
    assert "#later" not in words_of(ben_client.get("/today/"))


def test_nothing_is_offered_once_it_is_answered(
    ada_client: Client, couple: Couple, ada: Person, checkin: Ritual
) -> None:
    checkins.seal(couple, by=ada, on=ON, values={"line": "Here."})
    for page in ("/today/", "/check-in/"):
        assert "Nudge me later" not in words_of(ada_client.get(page))


def test_an_old_page_that_puts_off_what_is_over_is_told_so(ada_client: Client, weekly: Ritual, clock: Any) -> None:
    clock.move_to(utc("2026-11-24T12:00"))
    ada_client.force_login(Person.objects.get(name="Ada"))
    answer = ada_client.post(reverse("rituals:snooze", args=[weekly.pk]), {"until": "hour"}, follow=True)
    assert "There’s nothing to put off any more." in words_of(answer)


# -- from the mail, signed out ----------------------------------------------------------------------------------------


def links(mail: EmailMessage) -> list[str]:
    return [word.removeprefix("http://testserver") for word in str(mail.body).split() if "/rituals/later/" in word]


def link(mail: EmailMessage) -> str:
    return links(mail)[0]


def test_the_mail_offers_it_in_words_and_in_html(ada: Person, weekly: Ritual, mailoutbox: list[Any]) -> None:
    mail = next(mail for mail in mailoutbox if mail.to == ["ada@example.org"])
    assert link(mail) in mail.alternatives[0][0]


def test_a_mail_of_several_offers_it_for_each(
    client: Client, couple: Couple, ada: Person, clock: Any, mailoutbox: list[Any]
) -> None:
    coffee, evening = time_together(couple, ada, "19:00", days=[0]), checkin_at(couple, ada, "19:00")
    clock.move_to(EVENING)
    ring(EVENING)
    deliver_all()
    [mail] = [mail for mail in mailoutbox if mail.to == ["ada@example.org"]]
    one, other = links(mail)
    assert {read_later(url.split("/")[-2])[1] for url in (one, other)} == {coffee.pk, evening.pk}
    assert all(url in mail.alternatives[0][0] for url in (one, other))
    client.post(one, {"until": "tonight"})
    [again] = Message.objects.filter(state="pending")
    assert (again.person_id, again.about) == (ada.pk, read_later(one.split("/")[-2])[1])


def test_the_link_works_without_signing_in_and_looking_changes_nothing(
    client: Client, ada: Person, weekly: Ritual, mailoutbox: list[EmailMessage]
) -> None:
    url = link(next(mail for mail in mailoutbox if mail.to == ["ada@example.org"]))
    page = words_of(client.get(url))
    assert rung(ada) == [("Ada", "2026-11-23 18:00", "sent")]
    assert all(str(until.label) in page for until in (Until.HOUR, Until.TONIGHT, Until.TOMORROW))
    assert not any(word in page for word in ("Coffee", "Ada", "Ben", "Berlin", " pm", str(weekly.pk)))
    answer = client.post(url, {"until": "tonight"})
    assert "You’ll be nudged again then." in words_of(answer)
    assert rung() == [
        ("Ada", "2026-11-23 18:00", "sent"),
        ("Ben", "2026-11-23 18:00", "sent"),
        ("Ada", "2026-11-23 20:00", "pending"),
    ]


def test_a_page_left_open_too_long_says_so_and_offers_what_is_left(
    client: Client, ada: Person, weekly: Ritual, clock: Any
) -> None:
    url = reverse("rituals:later", args=[later_token(ada.pk, weekly.pk, ON)])
    clock.move_to(utc("2026-11-23T19:45"))
    answer = client.post(url, {"until": "tonight"})
    assert answer.status_code == 422
    assert "There’s nothing to put off any more." in words_of(answer)
    clock.move_to(utc("2026-11-25T12:00"))
    assert "That one has passed." in words_of(client.get(url))


def test_a_link_that_is_wrong_or_no_longer_theirs_leads_nowhere(client: Client, ada: Person, weekly: Ritual) -> None:
    good = later_token(ada.pk, weekly.pk, ON)
    Membership.objects.filter(person=ada).update(left_at=now.now())
    pages = set()
    for token in (good, good[:-1], "x", unsubscribe(ada.pk, KIND)):
        url = reverse("rituals:later", args=[token])
        for answer in (client.get(url), client.post(url, {"until": "hour"})):
            assert answer.status_code == 404
            pages.add(words_of(answer))
    assert len(pages) == 1
    assert len(rung(ada)) == 1


def test_the_link_is_no_way_past_forgery_checks(ada: Person, weekly: Ritual) -> None:
    url = reverse("rituals:later", args=[later_token(ada.pk, weekly.pk, ON)])
    assert Client(enforce_csrf_checks=True).post(url, {"until": "hour"}).status_code == 403
    assert len(rung(ada)) == 1
