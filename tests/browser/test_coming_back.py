"""Words that come along, on a phone: from a file into a new space, and from the space that two had before."""

import re

from playwright.sync_api import expect

from couples import clock
from couples.accounts.models import Person
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from tests.browser.conftest import Phone, assert_accessible, both_ways
from tests.factories import make_couple
from tests.journal.brought.files import record, words_json, zipped

pytestmark = both_ways

BRING, LEAVE = re.compile("Bring along.*Thank-yous"), re.compile("Leave it.*Thank-yous")


def test_somebody_brings_their_words_along_and_removes_them(phone: Phone, couple: Couple, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/you/")
    hers.get_by_role("link", name="Bring words along").click()
    assert_accessible(hers)
    field = hers.get_by_label("Your file")
    field.set_input_files({"name": "cat.zip", "mimeType": "application/zip", "buffer": b"a cat"})
    hers.get_by_role("button", name="Bring them along").click()
    expect(hers.locator("#id_file_error")).to_contain_text("This isn’t a file from Nearer.")
    assert_accessible(hers)
    file = zipped(words_json(record(parts=[{"heading": "", "words": "You waited in the rain"}])))
    field.set_input_files({"name": "nearer-my-words.zip", "mimeType": "application/zip", "buffer": file})
    hers.get_by_role("button", name="Bring them along").click()
    expect(hers.get_by_text("Your own words are here now.")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("link", name="Thank-yous").click()
    expect(hers.get_by_text("You waited in the rain")).to_be_visible()
    assert_accessible(hers)
    hers.get_by_role("link", name="Bring words along").click()
    hers.get_by_role("button", name="Remove what I brought along").click()
    expect(hers.get_by_text("What you brought along is gone from here.")).to_be_visible()


def test_two_who_come_back_open_what_both_choose(phone: Phone, couple: Couple, ada: Person, ben: Person) -> None:
    thanks.send_first(couple, by=ben, text="You left the light on")
    Appreciation.objects.update(opened_at=clock.now())
    leaving.leave(couple, by=ada)
    make_couple(ben, ada)
    hers, his = phone(ada), phone(ben)
    for page in (hers, his):
        page.goto("/today/")
        page.get_by_role("link", name="were here before").click()
        expect(page.get_by_role("heading", level=1, name="From before")).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name=BRING).click()
        expect(page.get_by_role("button", name=LEAVE)).to_be_visible()
        assert_accessible(page)
    his.get_by_role("link", name="Thank-yous").click()
    assert_accessible(his)
    his.get_by_role("link", name="Thank-yous").click()
    expect(his.get_by_text("You left the light on")).to_be_visible()
    assert_accessible(his)
    hers.get_by_role("button", name=LEAVE).click()
    expect(hers.get_by_role("button", name=BRING)).to_be_visible()
    his.goto("/us/before/")
    expect(his.get_by_text("You chose this. Only you can see that.")).to_be_visible()
    his.get_by_role("button", name="Done for now").click()
    expect(his.get_by_role("heading", level=1)).to_be_visible()
