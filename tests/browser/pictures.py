"""Pictures of every page, for people to look at: `bin/pictures` runs this file, and nothing else does.

Each page that tests/addresses.py knows is asked for by both partners and by somebody who is not signed in. It is
pictured by day and by night, on a phone and on a wide screen. What leads elsewhere or is no page is left out.

A page with something in its address shows one of everything (Ada and Ben). All others show what two people have after
eight months (Alex and Sam, journal/demo).
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from random import Random
from typing import Literal

from playwright.sync_api import Browser, Page

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.demo.making import BEFORE, tell_story
from tests.addresses import ADDRESSES, ALL, ONLY_SENT, World, at, world
from tests.browser.conftest import PATIENCE, PHONE, ROOT, Site, sign_in
from tests.factories import PersonFactory, make_couple

FOLDER = ROOT / "var" / "pictures"
WIDTHS = (PHONE["width"], 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: Signing out by its address would end the session that the next page needs. The quick exit leads elsewhere by itself,
#: and leaves its one empty page in the place of all that follow.
LEFT_OUT = {"account_logout", "away"}


def named_like(words: Collection[str]) -> list[str]:
    """The names of all pages, or of those with one of `words` in them."""
    names = sorted(set(ALL) - ONLY_SENT - LEFT_OUT)
    return [name for name in names if not words or any(word in name for word in words)]


def world_of(couple: Couple, ada: Person, ben: Person) -> World:
    return world(couple, ada, ben, "A walk by the river", many=2)


def of_eight_months() -> tuple[Person, Person]:
    with clock.as_of(clock.now() - BEFORE):
        alex, sam = PersonFactory(name="Alex"), PersonFactory(name="Sam")
        couple = make_couple(alex, sam)
    tell_story(couple, alex, sam, dice=Random(1))
    return alex, sam


def take(page: Page, folder: Path, ending: str, *, of: World, names: Collection[str]) -> None:
    """A file for each page that can be seen in this window, like `today.home-ada-dark-390.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = at(name, of)
        # Asked for without the window first: a file to keep would be a download, and no page.
        answer = page.context.request.get(path, max_redirects=0)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(path)
        width, height = (page.evaluate(f"document.documentElement.{each}") for each in ("clientWidth", "scrollHeight"))
        common = page.viewport_size
        # As high as all of it, so that the bar at its end covers nothing.
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"{name.replace(':', '.')}-{ending}.png")
        assert common
        page.set_viewport_size(common)


@contextmanager
def window(
    browser: Browser, site: Site, person: Person | None, scheme: Literal["light", "dark"], width: int
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": PHONE["height"]},
        is_mobile=width == PHONE["width"],
        color_scheme=scheme,
        timezone_id=person.zone if person else "UTC",
        locale="en-GB",
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    yield sign_in(page, site, person) if person else page
    context.close()


def test_pictures_of_every_page(pages: Site, chromium: Browser, couple: Couple, ada: Person, ben: Person) -> None:
    of = world_of(couple, ada, ben)
    names = named_like(os.environ.get("NEARER_PICTURES", "").split())
    alone, holding = [[name for name in names if (name in ADDRESSES) == held] for held in (False, True)]
    seen: dict[Person | None, list[str]] = dict.fromkeys(of_eight_months(), alone)
    seen |= {ada: holding, ben: holding, None: names}
    for (person, some), scheme, width in product(seen.items(), SCHEMES, WIDTHS):
        whose = person.name.lower() if person else "nobody"
        with window(chromium, pages, person, scheme, width) as page:
            take(page, FOLDER, f"{whose}-{scheme}-{width}", of=of, names=some)
