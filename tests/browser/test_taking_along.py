"""Somebody takes their words along on a phone: asks, waits, downloads once; with and without scripts."""

import json
import zipfile

from playwright.sync_api import expect

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations import services as thanks
from journal.export import services
from journal.export.models import Archive
from tests.browser.conftest import Phone, assert_accessible, both_ways

pytestmark = both_ways


def test_somebody_takes_their_words_along(phone: Phone, couple: Couple, ada: Person) -> None:
    thanks.send_first(couple, by=ada, text="You made tea")
    hers = phone(ada)
    hers.goto("/you/")
    hers.get_by_role("link", name="Take your words with you").click()
    expect(hers.get_by_role("heading", level=1, name="Take your words with you")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("button", name="Make my file").click()
    expect(hers.get_by_role("heading", name="Your file is being made")).to_be_visible()
    expect(hers.get_by_role("progressbar")).to_be_visible()
    assert_accessible(hers)
    services.make(Archive.objects.get().pk)
    if hers.evaluate("Boolean(window.htmx)"):
        expect(hers.get_by_role("heading", name="Your file is ready")).to_be_visible()
    else:
        hers.get_by_role("link", name="Look again").click()
    assert_accessible(hers)
    with hers.expect_download() as downloading:
        hers.get_by_role("button", name="Download it").click()
    assert downloading.value.suggested_filename == "nearer-my-words.zip"
    with zipfile.ZipFile(downloading.value.path()) as file:
        assert file.testzip() is None
        assert "You made tea" in file.read("words.html").decode()
        assert json.loads(file.read("words.json"))["you"]["name"] == "Ada"
    hers.goto("/you/along/")
    expect(hers.get_by_text("You downloaded your file.")).to_be_visible()
    assert_accessible(hers)
