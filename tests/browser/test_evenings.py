"""Three phones, a bad connection, and one line, briefly; `bin/bench trust --row 8` plays it for ten minutes each."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from tests.browser.badline import bad_line
from tests.browser.conftest import PHONE, Site, both_makes, sign_in
from tests.browser.evenings import EVERYTHING, FAULTS, SOONER, Evening, opened
from tests.browser.merging import START

BAD = 0.2


@pytest.fixture
def evening(pages: Site, make: Browser, couple: Couple, ada: Person, ben: Person) -> Iterator[Evening]:
    line = services.add_line(couple, by=ada, text=START, op_id=uuid4())
    with bad_line(pages.url, seed=1) as connection, ExitStack() as stack:
        site = replace(pages, url=connection.url)

        def phone(person: Person) -> Page:
            context = stack.enter_context(make.new_context(base_url=site.url, viewport=PHONE))  # type: ignore[arg-type]
            return sign_in(context.new_page(), site, person)

        yield Evening([phone(person) for person in (ada, ada, ben)], line, ben, connection, seed=1)


@both_makes
def test_whatever_the_connection_does_all_see_the_same_and_no_word_is_lost(evening: Evening) -> None:
    opened([pen.page for pen in evening.pens], SOONER)
    evening.connection.bad = BAD
    evening.play(EVERYTHING, steps=15)
    outcome = evening.rest()
    assert outcome.holds, outcome
    assert outcome.met


#: The quickest to be seen; `-m long_run` plays all of them.
SHORT = "A7 a new line"
PLANTED = [pytest.param("chromium", name, marks=[] if name == SHORT else pytest.mark.long_run) for name in FAULTS]


@pytest.mark.parametrize(("make", "name"), [*PLANTED, ("firefox", SHORT)], indirect=["make"])
def test_each_fault_put_back_is_found(evening: Evening, name: str) -> None:
    fault, moves = FAULTS[name]
    opened([pen.page for pen in evening.pens], *([] if name.startswith("A3") else [SOONER]), fault)
    for _ in range(8):
        evening.connection.bad = 0.0 if name.startswith("A1") else 0.4  # it needs no bad line, but merges
        evening.play(moves, steps=evening.outcome.steps + 8)
        evening.pause(evening.pens[0])  # what they wrote leaves, while the connection is bad
        if evening.outcome.wrong or evening.rest(seconds=12).wrong:
            break
    assert not evening.outcome.holds, "it was not seen"
