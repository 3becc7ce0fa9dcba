"""A wide screen: what belongs together stands side by side, and no line is too long to read."""

from typing import Any

from playwright.sync_api import Browser

from couples.accounts.models import Person
from couples.space.models import Couple
from tests.addresses import World, at
from tests.browser import pictures
from tests.browser.conftest import Site, assert_accessible

#: Letters in a line; more, and the eye loses the way back to the next one.
MOST = 70
#: The longest line of each text on the page, as it is broken here.
LINES = """() => [...document.querySelectorAll(":is(main, aside) :is(p, li, dd, blockquote)")].map((text) => {
  const lines = new Map();
  for (const node of text.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    for (const word of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const { top, height } = range.getBoundingClientRect();
      if (height) lines.set(Math.round(top), `${lines.get(Math.round(top)) ?? ""} ${word[0]}`.trim());
    }
  }
  return [...lines.values()].sort((one, other) => other.length - one.length)[0] ?? "";
})"""


#: Whether the first of each stand next to each other. Asked at once: a page may draw a part of it anew meanwhile.
BESIDE = """(pair) => {
  const [left, right] = pair.map((each) => document.querySelector(each).getBoundingClientRect());
  return left.right <= right.left && right.top < left.bottom;
}"""


def test_a_wide_screen_sets_side_by_side_what_belongs_together(
    pages: Site, chromium: Browser, couple: Couple, ada: Person, ben: Person
) -> None:
    of: World = pictures.world_of(couple, ada, ben)
    long: dict[str, Any] = {}
    pairs = {
        "about": None,
        "today:home": None,
        "agreements:history": ["#versions-title", "#changes-title"],
        "agreements:home": ["#guidelines-state", "aside .contents"],
        "visions:home": [".pair > .said", ".pair > .said + .said"],
        "listening:page": [".talking > .said", ".turn"],
    }
    with pictures.window(chromium, pages, ada, "light", 1280) as page:
        for name, pair in pairs.items():
            page.goto(at(name, of))
            long |= {f"{name}: {line}": len(line) for line in page.evaluate(LINES) if len(line) > MOST}
            assert pair is None or page.evaluate(BESIDE, pair), name
            assert_accessible(page)
    with pictures.window(chromium, pages, None, "dark", 1280) as page:
        page.goto("/")
        long |= {f"welcome: {line}": len(line) for line in page.evaluate(LINES) if len(line) > MOST}
        assert page.evaluate(BESIDE, [".middle", ".inside"])
        assert_accessible(page)
    assert long == {}
