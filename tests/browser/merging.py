"""Row 8: a caret or a selection, the partner's change, and a key pressed. Where the key lands is judged by `places`."""

from dataclasses import dataclass, field
from itertools import count
from random import Random
from urllib.request import urlopen
from uuid import uuid4

from playwright.sync_api import Page, Route

from couples.accounts.models import Person
from journal.agreements import services
from journal.agreements.models import Choice, Guideline, Overlap
from tests.browser.places import Place, between_words, edited, some_place

START = "one two three four five six seven eight"
#: A script of ours as it travels, a piece of it, and what stands there instead: a fault put back.
Fault = tuple[str, str, str]
ONE_STRETCH: Fault = (
    "guidelines/line-text",
    "function diff(was, is) {",
    "function diff(was, is) { const one = []; replace(one, was, is); if (one.length) return one;",
)


def planted(page: Page, fault: Fault) -> None:
    """From the next loading on, the page has it."""
    script, old, new = fault

    def changed(route: Route) -> None:
        with urlopen(route.request.url) as answer:  # noqa: S310  our own server's
            source = answer.read().decode()
        assert old in source, f"{old!r} is not in {script} any more"
        route.fulfill(body=source.replace(old, new), content_type="text/javascript")

    page.route(f"**/{script}*.js", changed)


@dataclass
class Outcome:
    """`wrong`: keys that landed elsewhere. `fault_seen`: the fault planted first was found."""

    trials: int = 0
    asked: int = 0
    fault_seen: bool = False
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.fault_seen and self.trials > 0 and not self.wrong


class Merging:
    """Ada's page, open at one line, and Ben, who saves."""

    def __init__(self, page: Page, line: Guideline, ben: Person, dice: Random) -> None:
        self.page, self.line, self.ben, self.dice = page, line, ben, dice
        self.names = (f"w{number}" for number in count())
        self.area = page.locator(f"#words-{line.pk}")
        self.outcome = Outcome()

    def opened(self) -> None:
        with self.page.expect_response(lambda answer: "/guidelines/lines/" in answer.url):  # live: it has caught up
            self.page.goto("/guidelines/")
        self.area.focus()

    def trial(self) -> None:
        """Ben's change meets a caret at rest, or a word of hers that is on its way."""
        # On a slow machine the key just taken back was saved first: then its undoing is on its way.
        self.page.wait_for_function(RESTS, arg=self.area.get_attribute("id"))
        self.line.refresh_from_db()
        before = self.line.text
        writes = self.dice.random() < 0.4
        place = (between_words if writes else some_place)(before, self.dice)
        self.area.evaluate(SELECT, [place.start, place.end])
        mine = ""
        if writes:
            mine = next(self.names)
            self.page.keyboard.type(f" {mine} ")
            at = place.start + len(mine) + 2
            place = Place(f"{before[: place.start]} {mine} {before[place.start :]}", at, at)
        theirs = edited(before, self.dice, self.names)
        services.revise(self.line, by=self.ben, text=theirs, base_rev=self.line.rev, op_id=uuid4())
        if mine:
            self.area.evaluate(SAVE)
        self.page.wait_for_function(SHOWS, arg=[self.area.get_attribute("id"), mine, theirs])
        if self._was_asked():
            return
        self.press(place, mine)
        self.outcome.trials += 1

    def press(self, place: Place, mine: str) -> None:
        text, start, end = self.area.evaluate(LOOK)
        wrong = place.wrong_in(text, start, end)
        self.page.keyboard.type("X")
        now = self.area.input_value()
        if now != f"{text[:start]}X{text[end:]}":
            wrong = f"X made {now!r} of {text!r} at {start}, {end}"
        if wrong:
            self.outcome.wrong.append(wrong)
        self.page.keyboard.press("Control+z")  # her own step, and all of it: each word stays one of its kind
        # What she typed a moment before is the same step, where nothing of Ben's came in between.
        without = text.replace(f" {mine} ", "", 1) if mine else text
        if self.area.input_value() not in (text, without):
            self.outcome.wrong.append(f"taking it back made {self.area.input_value()!r} of {text!r}")

    def _was_asked(self) -> bool:
        """Both changed the same words: that is no merge. They agree on a new line, and go on."""
        asked = Overlap.objects.open().filter(line=self.line).select_related("line__couple").first()
        if asked is None:
            return False
        self.outcome.asked += 1
        rev, words = asked.line.rev, " ".join(next(self.names) for _ in range(8))
        services.settle(asked, by=self.ben, choice=Choice.THIRD, seen_rev=rev, text=words)
        self.page.wait_for_function(SHOWS, arg=[self.area.get_attribute("id"), "", words])
        self.area.focus()
        return True


def merged(page: Page, line: Guideline, ben: Person, *, count: int, seed: int) -> Outcome:
    """First with the old fault, which has to be seen; then `count` times without."""
    planted(page, ONE_STRETCH)
    faulty = Merging(page, line, ben, Random(seed))
    faulty.opened()
    while not faulty.outcome.wrong and faulty.outcome.trials < MOST_UNSEEN:
        faulty.trial()
    page.unroute_all()
    sound = Merging(page, line, ben, Random(seed))
    sound.names = faulty.names
    sound.opened()
    sound.outcome.fault_seen = bool(faulty.outcome.wrong)
    while sound.outcome.trials < count:
        sound.trial()
    return sound.outcome


MOST_UNSEEN = 60
SELECT = "(area, at) => area.setSelectionRange(...at)"
SAVE = "() => dispatchEvent(new Event('online'))"
LOOK = "area => [area.value, area.selectionStart, area.selectionEnd]"
RESTS = "id => !document.getElementById(id).closest('guideline-line').busy"
#: All is saved, and the page shows these words, or what they were merged to, with a word of its own.
SHOWS = """([id, mine, theirs]) => {
  const area = document.getElementById(id);
  const { busy, sync } = area.closest("guideline-line");
  if (busy) return false;
  return mine ? sync.base.overlap || !sync.base.op : area.value === theirs;
}"""
