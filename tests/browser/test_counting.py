"""The page counts words as the server does, in whatever way they are written."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from couples import characters
from couples.accounts.models import Person
from tests.browser.conftest import Phone

COUNTED = "async (texts) => { const { signs } = await import('/static/js/characters.js'); return texts.map(signs); }"
ODD = st.sampled_from(" \t\n\r\ufeff\u0301\u0323\u0344\x85\x1c\u200b\u2800👩\u200d🚀\u1100\u1161\u11a8é")
TEXTS = st.lists(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), ODD)), min_size=20, max_size=60)
NAMED = ["e\u0301" * 600, "\u0344" * 40, "a" + "\u0301\u0323" * 200, " \ufeff\x85 a b \u3000", "a\r\nb\rc", "👩‍❤️‍👩"]


def test_both_count_alike(phone: Phone, ada: Person) -> None:
    hers = phone(ada)
    hers.goto("/today/")
    assert counted(hers, NAMED) == [characters.count(each) for each in NAMED]

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(TEXTS)
    def alike(texts: list[str]) -> None:
        assert counted(hers, texts) == [characters.count(each) for each in texts]

    alike()


def counted(page: Page, texts: list[str]) -> list[int]:
    told: list[int] = page.evaluate(COUNTED, texts)
    return told


def test_six_hundred_letters_with_a_mark_each_fit_where_they_are_typed_and_where_they_are_kept(
    phone: Phone, ada: Person
) -> None:
    hers = phone(ada)
    hers.goto("/thanks/new/")
    area = hers.locator("textarea").first
    area.fill("e\u0301" * 1_000)
    expect(hers.locator(".field-error")).to_have_count(0)
    area.fill("e\u0301" * 1_001)
    expect(hers.locator(".field-error")).to_have_count(1)
    area.fill("e\u0301" * 1_000)
    hers.get_by_role("button", name="Send").click()
    expect(hers.get_by_text("é" * 1_000)).to_be_visible()
