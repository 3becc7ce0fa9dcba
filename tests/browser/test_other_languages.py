"""Pages in longer words, and from right to left, on the narrowest phone: nothing is cut, nothing is wider."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import DjangoDbBlocker

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.addresses import ALL, ONLY_SENT, at, world
from tests.browser.conftest import AXE, OpenPhone, Site, found_by_axe, running, sign_in
from tests.pseudo import LONGER, RIGHT_TO_LEFT

NARROW: ViewportSize = {"width": 320, "height": 640}
#: Where a file comes, or after which there would be one empty page for all others.
ELSEWHERE = {"away", "worker", "manifest", "healthz", "process", "metrics", "rituals:download", "offline"}
OPEN = ["welcome", "about", "account_login", "account_signup", "account_request_login_code", "account_reset_password"]
#: Each text that is wider than a box that hides the rest, or stands outside the phone. All that is folded is opened.
CUT = """() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const apart = ".visually-hidden, .brand-name, .exit, .skip, [hidden], svg, textarea, input, select";
    const found = new Set();
    if (document.documentElement.scrollWidth > innerWidth) found.add(`page: ${document.documentElement.scrollWidth}`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, box = text.parentElement;
        if (!text.data.trim() || box.closest(apart) || !box.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const { left, right } = range.getBoundingClientRect();
        const cut = getComputedStyle(box).overflowX !== "visible" && box.scrollWidth > box.clientWidth + 1;
        const outside = left < -1 || right > innerWidth + 1;
        if (cut || outside) found.add(`${box.className || box.localName}: ${text.data.trim()}`);
    }
    return [...found];
}"""
#: A heading too narrow for its words: what must be seen.
PLANT = "() => Object.assign(document.querySelector('h1').style, { inlineSize: '4px', overflow: 'hidden' })"


@pytest.fixture(scope="module")
def abroad(
    django_db_setup: None,
    static_files: Path,
    django_db_blocker: DjangoDbBlocker,
    catalogues: Path,
) -> Iterator[Site]:
    """The web process, with two more languages."""
    more = {"DJANGO_SETTINGS_MODULE": "tests.pseudo_settings", "NEARER_PSEUDO": str(catalogues)}
    with django_db_blocker.unblock(), running(static_files, "memory://", more=more) as site:
        yield site


def test_no_page_is_cut_in_longer_words_or_from_right_to_left(
    transactional_db: None,
    abroad: Site,
    open_phone: OpenPhone,
    ada: Person,
    ben: Person,
    couple: Couple,
    ada_client: Client,
) -> None:
    theirs = world(couple, ada, ben, "Words", many=1)
    paths = [at(name, theirs) for name in sorted(set(ALL) - ONLY_SENT - ELSEWHERE)]
    paths = [path for path in paths if is_page(ada_client, path)]
    assert len(paths) > 40
    page = open_phone(abroad)
    page.set_viewport_size(NARROW)
    found: dict[str, list[str]] = {}
    for language in (LONGER, RIGHT_TO_LEFT):
        page.set_extra_http_headers({"Accept-Language": language})
        found |= {f"{language} {path}": cut_on(page, path) for path in map(reverse, OPEN)}
    sign_in(page, abroad, ada)
    for language in (LONGER, RIGHT_TO_LEFT):
        Person.objects.filter(pk__in=[ada.pk, ben.pk]).update(locale=language)
        found |= {f"{language} {path}": cut_on(page, path) for path in paths}
        expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.evaluate(PLANT)
    assert page.evaluate(CUT) != []
    page.context.close()
    assert {path: cut for path, cut in found.items() if cut} == {}


def is_page(client: Client, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def cut_on(page: Page, path: str) -> list[str]:
    page.goto(path, wait_until="domcontentloaded")
    found: list[str] = page.evaluate(CUT)
    return found


@pytest.mark.long_run
def test_nor_does_axe_find_anything_on_them(
    transactional_db: None, abroad: Site, open_phone: OpenPhone, ada: Person, ben: Person, couple: Couple
) -> None:
    """By day and by night, on a phone and on a wide screen, as either of the two reads them."""
    theirs = world(couple, ada, ben, "Words", many=1)
    found: dict[str, list[str]] = {}
    for person, language in ((ada, LONGER), (ben, RIGHT_TO_LEFT)):
        Person.objects.filter(pk=person.pk).update(locale=language)
        client = Client()
        client.force_login(person)
        paths = [at(name, theirs) for name in sorted(set(ALL) - ONLY_SENT - ELSEWHERE)]
        page = sign_in(open_phone(abroad), abroad, person)
        for path, wide in product([path for path in paths if is_page(client, path)], (False, True)):
            page.set_viewport_size({"width": 1280 if wide else 390, "height": 844})
            cut_on(page, path)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found[f"{language} {wide} {scheme} {path}"] = found_by_axe(page, AXE)
        page.context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
