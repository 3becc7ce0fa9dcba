"""`bin/pictures`, for one page and one person: tests/browser/pictures.py does the same for all."""

from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.browser import pictures
from tests.browser.conftest import Site


def test_a_page_is_pictured_by_day_and_night_on_both_widths(
    pages: Site, chromium: Browser, couple: Couple, ada: Person, ben: Person, tmp_path: Path
) -> None:
    of = pictures.world_of(couple, ada, ben)
    # The calendar feed is a file, and signing in is not for her who has: neither is pictured.
    names = [*pictures.named_like(["today:talk", "rituals:feed"]), "account_login"]
    for scheme, width in product(pictures.SCHEMES, pictures.WIDTHS):
        with pictures.window(chromium, pages, ada, scheme, width) as page:
            pictures.take(page, tmp_path, f"ada-{scheme}-{width}", of=of, names=names)
    taken = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert set(taken) == {
        f"today.talk-ada-{scheme}-{width}.png" for scheme in ("light", "dark") for width in (390, 1280)
    }
    assert {name: int.from_bytes(data[16:20]) for name, data in taken.items()} == {
        name: 390 if "390" in name else 1280 for name in taken
    }
    assert len(set(taken.values())) == len(taken)


def test_pictures_know_every_page() -> None:
    assert {"welcome", "today:home", "checkins:start", "account_login"} <= set(pictures.named_like([]))
    assert pictures.named_like(["story:us"]) == ["story:us"]
    # After either of these the next pages would be pictures of something else.
    assert not {"away", "account_logout"} & set(pictures.named_like([]))
