"""Two phones make one page for a therapist: each alone, with scripts and without."""

from uuid import uuid4

from playwright.sync_api import expect

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.assessments import services as assessments
from journal.visions import services as visions
from tests.browser.conftest import Phone, assert_accessible, both_ways

HOPE = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes"}


@both_ways
def test_a_page_both_have_released(couple: Couple, ada: Person, ben: Person, phone: Phone) -> None:
    for person in (ada, ben):
        assessments.share(couple, by=person, topic="work", values={"words": f"Long weeks, says {person.name}"})
        visions.keep(couple, by=person, id=uuid4(), values=HOPE | {"words": f"A garden, says {person.name}"})
    for person in (ada, ben):
        visions.seal(couple, by=person)
    hers, his = phone(ada), phone(ben)
    for page, wish in ((hers, "How do we rest together?"), (his, "Less hurry")):
        page.goto("/support/")
        page.get_by_role("link", name="Make notes to take along").click()
        assert_accessible(page)
        page.get_by_label("One thing I’d like help with").fill(wish)
        page.get_by_label("Long weeks, says").check()
        page.get_by_role("button", name="Look at it first").click()
        expect(page.get_by_role("heading", name="What your partner would see")).to_be_visible()
        expect(page.get_by_text(wish)).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name="Release my part").click()
        expect(page.get_by_role("button", name="Take back my part")).to_be_visible()
        assert_accessible(page)
    hers.reload()
    for page in (hers, his):
        for words in ("How do we rest together?", "Less hurry", "Long weeks, says Ada", "Long weeks, says Ben"):
            expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_text("A garden")).to_have_count(0)
    hers.get_by_role("button", name="Print it").click()
    expect(hers.get_by_text("Only what is below goes on paper.")).to_be_visible()
    assert hers.title() == "Notes · Nearer"
    assert_accessible(hers)
    his.reload()
    expect(his.get_by_text("One of you has a copy now")).to_be_visible()
    his.get_by_role("button", name="Take back my part").click()
    expect(his.get_by_label("One thing I’d like help with")).to_have_value("Less hurry")
    hers.goto("/support/along/")
    expect(hers.get_by_text("You released your part.")).to_be_visible()
    expect(hers.get_by_text("Less hurry")).to_have_count(0)
