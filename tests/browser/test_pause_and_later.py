"""A pause of one's own, a holiday for both, and a nudge put off: on two phones, with and without scripts."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from couples import clock
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from couples.space.models import Couple
from rituals import services
from rituals.cadence import Rule
from rituals.nudges.mail import KIND
from rituals.snooze.tokens import later_token
from tests.browser.conftest import Phone, assert_accessible, both_ways

pytestmark = both_ways


def test_one_pauses_in_silence_and_either_ends_the_holiday(phone: Phone, ada: Person, ben: Person) -> None:
    hers, his = phone(ada), phone(ben)
    hers.goto("/you/")
    hers.get_by_role("link", name="Pause nudges").click()
    mine, both = hers.locator("form", has=hers.locator("#id_mine-back_on")), hers.locator("#id_holiday-back_on")
    mine.locator("input[type=date]").fill("2020-01-01")
    hers.get_by_role("button", name="Pause just for me").click()
    expect(hers.get_by_text("That day has passed.").first).to_be_visible()
    assert_accessible(hers)
    hers.locator("#id_mine-back_on").fill("")
    hers.get_by_role("button", name="Pause just for me").click()
    expect(hers.get_by_text("Your nudges are paused until you start them again.")).to_be_visible()
    his.goto("/pause/")
    expect(his.get_by_role("button", name="Pause just for me")).to_be_visible()
    until = clock.today(ada) + timedelta(days=5)
    both.fill(until.isoformat())
    hers.get_by_role("button", name="Pause for both of us").click()
    assert_accessible(hers)
    his.goto("/today/")
    expect(his.get_by_text("Nudges are paused for both of you")).to_be_visible()
    his.get_by_role("link", name="Change it").click()
    his.get_by_role("button", name="Start nudges again now").click()
    assert_accessible(his)
    his.get_by_role("button", name="Undo").click()
    expect(his.get_by_role("button", name="Start nudges again now")).to_be_visible()


@pytest.fixture
def rang(couple: Couple, ada: Person) -> Message:
    """Her own ring of an hour ago, for a time that comes only once a month."""
    ago = clock.now() - timedelta(minutes=1)
    rule = Rule(time(12), monthday=(clock.today(ada) - timedelta(days=2)).day)
    ritual = services.add(couple, by=ada, title="A long talk", rule=rule, zone="Europe/Berlin", minutes=60)
    return Message.objects.create(
        kind=KIND,
        person=ada,
        about=ritual.pk,
        occurrence=f"{ritual.pk}:{clock.today(ada)}",
        due_at=ago,
        next_try_at=ago,
        state=State.SENT,
    )


def test_what_has_rung_is_put_off_from_its_page(phone: Phone, ada: Person, ben: Person, rang: Message) -> None:
    hers, his = phone(ada), phone(ben)
    for page in (hers, his):
        page.goto(f"/rituals/{rang.about}/")
    expect(his.get_by_text("Nudge me later")).to_have_count(0)
    hers.get_by_text("Nudge me later").click()
    assert_accessible(hers)
    hers.get_by_role("button", name="In a week").click()
    expect(hers.get_by_text("You’ll be nudged again on")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("button", name="Undo").click()
    expect(hers.get_by_text("Nudge me later")).to_be_visible()


def test_what_has_rung_is_put_off_from_the_mail_without_signing_in(phone: Phone, ada: Person, rang: Message) -> None:
    assert rang.about
    nobody = phone(None)
    nobody.goto(f"/rituals/later/{later_token(ada.pk, rang.about, rang.on)}/")
    assert_accessible(nobody)
    nobody.get_by_role("button", name="In an hour").click()
    expect(nobody.get_by_role("heading", name="You’ll be nudged again then.")).to_be_visible()
    assert_accessible(nobody)
