"""A memory written on one phone and read on the other, with and without scripts."""

from playwright.sync_api import FilePayload, expect

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.browser.conftest import Phone, assert_accessible, both_ways
from tests.journal.memories.photos import from_a_camera

pytestmark = both_ways
SUPPER = "Our first supper at the new table. We had no chairs."
NONE: FilePayload = {"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": b"Supper"}
SENT: FilePayload = {"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": from_a_camera((640, 480))}


def test_a_memory_is_written_and_both_find_it_in_their_story(
    phone: Phone, couple: Couple, ada: Person, ben: Person
) -> None:
    hers = phone(ada)
    hers.goto("/us/story/")
    hers.get_by_role("link", name="Write a memory").click()
    hers.get_by_label("What do you remember?").fill(SUPPER)
    hers.get_by_role("button", name="Save it for both").click()
    expect(hers.get_by_text("Choose the year.").first).to_be_visible()
    assert_accessible(hers)
    hers.get_by_label("Year").select_option("2019")
    hers.get_by_label("Month").select_option("06")
    hers.get_by_label("A photograph").set_input_files(files=[NONE])
    hers.get_by_role("button", name="Save it for both").click()
    expect(hers.get_by_text("This is no photograph that Nearer can read.").first).to_be_visible()
    expect(hers.get_by_label("What do you remember?")).to_have_value(
        "Our first supper at the new table. We had no chairs."
    )
    hers.get_by_label("A photograph").set_input_files(files=[SENT])
    hers.get_by_label("What the photograph shows").fill("Two cups on a table")
    hers.get_by_role("button", name="Save it for both").click()
    expect(hers.get_by_role("heading", name="June 2019")).to_be_visible()
    assert_accessible(hers)
    his = phone(ben)
    his.goto("/us/story/")
    expect(his.get_by_role("heading", name="June 2019")).to_be_visible()
    expect(his.get_by_text("We had no chairs.")).to_be_visible()
    expect(his.get_by_text("Some day that month")).to_be_visible()
    shown = his.get_by_role("img", name="Two cups on a table")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("(image) => image.naturalWidth") == 640
    assert_accessible(his)
