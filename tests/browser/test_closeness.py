"""Closeness on two phones: marks of one's own, the list of both, what is taken back, and asking for one thing."""

from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from couples import clock
from couples.accounts.models import Person
from journal.touch.chance import week_of
from journal.touch.matching import dice_of, on_list
from journal.touch.models import Marks
from tests.browser.conftest import Phone, both_ways
from tests.browser.test_break import looked_at
from tests.factories import PersonFactory, make_couple

THINGS = ("Sit close on the sofa", "Warm cold feet on each other", "Let our knees touch under the table")
FOUR = (*THINGS, "Put our foreheads together for a moment")
KEYS = ("sofa", "cold-feet", "knees", "foreheads")


def two_whom_chance_leaves_alone() -> tuple[Person, Person]:
    """Chance goes by the couple's id, and the pages are another process: here it cannot be told what to do."""
    while True:
        one, other = (PersonFactory(name=name) for name in ("Mia", "Tom"))
        dice, now = dice_of(make_couple(one, other)), clock.now()
        if all(on_list(KEYS, at, dice, [one.tzinfo] * 2) == [*KEYS] for at in (now, now + timedelta(minutes=20))):
            return one, other


@transaction.atomic
def hour_comes() -> None:
    """As if all that is marked had been marked the week before."""
    for row in Marks.objects.all():
        row.sheet["week"] = week_of(clock.now())
        row.sheet["counting"] = {key: mark for key, (mark, _until) in row.sheet["marks"].items()}
        row.save()


def marks(page: Page, *things: str, as_: str = "Yes") -> None:
    page.goto("/closeness/marks/")
    for thing in things:
        page.get_by_role("group", name=thing).get_by_label(as_).check()
    page.get_by_role("button", name="Save my marks").click()
    expect(page.get_by_role("heading", name="What you would both like")).to_be_visible()


def looks(page: Page, scripts: bool) -> None:
    if scripts:
        looked_at(page)


@both_ways
def test_what_both_would_like_is_there_and_gone_within_seconds(phone: Phone, request: pytest.FixtureRequest) -> None:
    scripts = "no scripts" not in request.node.name
    hers, his = map(phone, two_whom_chance_leaves_alone())
    for page in (hers, his):
        marks(page, *FOUR)
        expect(page.get_by_text("There’s no list right now.")).to_be_visible()
    marks(hers, FOUR[3], as_="Ask me first")
    hers.goto("/closeness/marks/")
    expect(hers.get_by_role("group", name=FOUR[3]).get_by_label("Ask me first")).to_be_checked()
    looks(hers, scripts)
    hour_comes()
    for page in (hers, his):
        page.goto("/closeness/")
    looks(his, scripts)
    hers.get_by_text("Take something back").click()
    hers.get_by_label("One thing").select_option(THINGS[0])
    hers.get_by_role("button", name="Take it back").click()
    expect(hers.get_by_text("You took it back. Nobody is told.")).to_be_visible()
    if not scripts:
        his.reload()
    expect(his.get_by_role("listitem").filter(has_text=THINGS[0])).to_have_count(0, timeout=20_000)


@both_ways
def test_one_thing_is_asked_and_answered_and_taken_back(
    phone: Phone, ada: Person, ben: Person, request: pytest.FixtureRequest
) -> None:
    scripts = "no scripts" not in request.node.name
    hers, his = phone(ada), phone(ben)
    hers.goto("/closeness/asking/")
    looks(hers, scripts)
    hers.get_by_label("In my own words").fill("Is it all right if I take your hand on the way?")
    hers.get_by_role("button", name="Ask Ben").click()
    expect(hers.get_by_text("Silence is not a yes.")).to_be_visible()
    his.goto("/today/")
    his.get_by_text("Ada asks you something.").click()
    looks(his, scripts)
    # What is written goes with one answer alone, so nobody writes it for nothing.
    words = his.get_by_label("Your own words")
    expect(words).to_be_hidden()
    his.get_by_label("Something else").check()
    expect(words).to_be_visible()
    his.get_by_label("Yes").check()
    expect(words).to_be_hidden()
    his.get_by_role("button", name="Answer Ada").click()
    expect(his.get_by_text("You said yes to Ada.")).to_be_visible()
    hers.goto("/closeness/")
    expect(hers.get_by_text("Ben says yes.")).to_be_visible()
    looks(hers, scripts)
    his.get_by_role("button", name="Take my answer back").click()
    expect(his.get_by_text("You said yes to Ada.")).to_have_count(0)
    if not scripts:
        hers.reload()
    expect(hers.get_by_text("Ben says yes.")).to_have_count(0, timeout=20_000)
