"""Ada on her phone and her laptop, Ben on his, one line, a bad connection: in the end all see the same, and all of it.

Words are each typed once. None that nobody took out may be missing, none may be there twice, and whatever came in
meanwhile, a caret stays between the same words and undo takes back one's own.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count
from random import Random

from playwright.sync_api import Page, Route

from couples.accounts.models import Person
from journal.agreements import services
from journal.agreements.models import Choice, Guideline, Overlap
from tests.browser.badline import BadLine
from tests.browser.merging import LOOK, ONE_STRETCH, START, Fault, planted
from tests.browser.places import Place

REST = 60.0
#: Words a line may have before many are taken out at once: past a guideline's limit it is refused, and stays unsaved.
MOST, MANY = 150, 20
#: A busy machine may rest for longer than the editor's pause between two letters: then a word is several steps.
STEPS_OF_A_WORD = 3
SOONER: Fault = ("ask", "20_000", "3_000")
#: What can be put back, and the moves that lead to where it shows.
FAULTS: dict[str, tuple[Fault, Sequence[str]]] = {
    "A1 a caret becomes a selection": (ONE_STRETCH, ["several", "several", "write"]),
    "A2 words typed before the scripts": (
        ("guideline-line", "tidy(this.area.defaultValue)", "tidy(this.area.value)"),
        ["early", "write"],
    ),
    "A2 words on a page that goes before its scripts": (
        ("early", "localStorage.setItem(key, JSON.stringify(copy));", ""),
        ["too early", "write"],
    ),
    "A3 never answered": (("ask", "signal: AbortSignal.timeout(longest), ", ""), ["write", "pause"]),
    "A5 undo is dead": (
        (
            "guidelines/line-text",
            "for (const steps of [this.#undo, this.#redo]) rebase(steps, change);",
            "this.#undo = [];",
        ),
        ["write", "undo"],
    ),
    "A6 a lost hint": (
        ("guidelines/list-beat", "this.#timer = setInterval(() => this.#ask(), BEAT);", ""),
        ["write", "pause"],
    ),
    "A7 a new line": (
        ("guidelines/field-copies", "copyOf(person, area).pickUp(", "false && copyOf(person, area).pickUp("),
        ["new line"],
    ),
    "A9 no copy": (
        (
            "guidelines/line-saving",
            "return this.copy.keep({ text: line.area.value, base: line.sync.base, pending: line.sync.pending });",
            "return true;",
        ),
        ["write", "reload"],
    ),
}
SCRIPTS = "**/js/guidelines/editor*.js"
PICK = """(area, dice) => {
  const words = [...area.value.matchAll(/\\w+/g)];
  const word = words[Math.floor(dice * words.length)];
  const at = word ? word.index + word[0].length : 0;
  area.focus();
  area.setSelectionRange(at, at);
  return [area.value, at, word?.[0] ?? ""];
}"""
#: From one word to another; says which words are gone.
TAKE = """(area, [first, last]) => {
  const [start, end] = [first, last].map((word) => area.value.search(new RegExp(`\\\\b${word}\\\\b`)));
  if (start < 0 || end < start) return [];
  area.focus();
  area.setSelectionRange(start, end + last.length);
  const words = area.value.slice(start, end + last.length).match(/\\w+/g);
  return document.execCommand("delete") ? words : [];
}"""
#: The words right before and right after the key, with nothing of another page's in between.
AROUND_UNDO = """area => {
  globalThis.aroundUndo = [];
  for (const capture of [true, false]) {
    const look = ({ key }) => {
      if (key !== "z") return;
      aroundUndo.push(area.value);
      removeEventListener("keydown", look, capture);
    };
    addEventListener("keydown", look, capture);
  }
}"""
FREEZE = "milliseconds => { const end = Date.now() + milliseconds; while (Date.now() < end); }"
REV = "area => area.closest('guideline-line').sync?.rev ?? `${area.form.elements.base_rev.value}, without scripts`"
AT_REST = "area => area.closest('guideline-line').busy ? null : area.value"


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@dataclass
class Pen:
    page: Page
    id: str
    typed: set[str] = field(default_factory=set)


@dataclass
class Outcome:
    """`rest`: seconds until all showed the same after the last fault."""

    steps: int = 0
    typed: int = 0
    asked: int = 0
    rest: float = 0.0
    met: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.steps > 0 and not self.wrong


class Evening:
    def __init__(self, pages: Sequence[Page], line: Guideline, by: Person, connection: BadLine, seed: int) -> None:
        self.dice, self.line, self.by, self.connection = Random(seed), line, by, connection
        self.pens = [Pen(page, f"#words-{line.pk}") for page in pages]
        self.names = (f"w{number}" for number in count())
        self.taken: set[str] = set()
        self.log: list[str] = []
        self.typed_at: dict[str, int] = {}
        self.outcome = Outcome()
        self.moves: dict[str, Callable[[Pen], None]] = {
            "write": self.write,
            "several": self.several,
            "take": self.take,
            "undo": self.undo,
            "reload": self.reload,
            "early": self.early,
            "too early": self.too_early,
            "new line": self.new_line,
            "freeze": self.freeze,
            "pause": self.pause,
            "away": self.away,
        }

    def play(self, moves: Sequence[str], *, steps: int = 10**6, seconds: float = 10**6) -> None:
        ends = time.monotonic() + seconds
        while self.outcome.steps < steps and time.monotonic() < ends and not self.outcome.wrong:
            move, pen = self.dice.choice(moves), self.dice.choice(self.pens)
            if len(words_of(pen.page.locator(pen.id).input_value())) > MOST and self.dice.random() < 0.5:
                move = "take"
            self.log.append(f"{move} on {self.pens.index(pen)} of rev {self._rev_on(pen)}")
            self.moves[move](pen)
            self.outcome.steps += 1
            if self.dice.random() < 0.2:
                self.settle()

    def word(self, pen: Pen) -> str:
        word = next(self.names)
        pen.typed.add(word)
        self.typed_at[word] = len(self.log) - 1
        pen.page.keyboard.type(f" {word} ")  # parted from both sides: the word before it may go meanwhile
        self.outcome.typed += 1
        return word

    def write(self, pen: Pen) -> None:
        """The caret rests somewhere while others write, and then a key is pressed."""
        area = pen.page.locator(pen.id)
        asked = self._asked()
        text, at, _ = area.evaluate(PICK, self.dice.random())
        pen.page.wait_for_timeout(self.dice.choice([0, 300, 1500]))
        now, start, end = area.evaluate(LOOK)
        alone = len(set(words_of(text))) == len(words_of(text)) and len(set(words_of(now))) == len(words_of(now))
        if alone and asked == self._asked():
            self._wrong(Place(text, at, at).wrong_in(now, start, end))
        self.word(pen)

    def several(self, pen: Pen) -> None:
        """Words at several places in one pause."""
        for _ in range(3):
            pen.page.locator(pen.id).evaluate(PICK, self.dice.random())
            self.word(pen)

    def take(self, pen: Pen) -> None:
        area = pen.page.locator(pen.id)
        words = words_of(area.input_value())
        if len(words) > 8:
            first = self.dice.randrange(len(words))
            several = MANY if len(words) > MOST else 1
            self.taken |= set(area.evaluate(TAKE, [words[first], words[min(first + several, len(words)) - 1]]))

    def undo(self, pen: Pen) -> None:
        area = pen.page.locator(pen.id)
        area.evaluate(PICK, self.dice.random())
        word = self.word(pen)
        asked = self._asked()
        pen.page.wait_for_timeout(self.dice.choice([0, 1500]))
        for _ in range(STEPS_OF_A_WORD):
            before, after = self._undone(pen)
            self.taken |= before ^ after
            foreign = (before - after) - pen.typed
            if foreign and asked == self._asked():
                self._wrong(f"undo took {foreign}, after {'; '.join(self.log[-4:])}")
            if word not in after:
                break
        if asked == self._asked():
            self._wrong("" if word not in after else f"undo left {word}")
        self.taken.add(word)

    def _undone(self, pen: Pen) -> tuple[set[str], set[str]]:
        """The words right before and right after one press of the key."""
        pen.page.locator(pen.id).evaluate(AROUND_UNDO)
        pen.page.keyboard.press("Control+z")
        before, after = pen.page.evaluate("() => aroundUndo")
        return set(words_of(before)), set(words_of(after))

    def reload(self, pen: Pen) -> None:
        pen.page.reload()

    def early(self, pen: Pen, *, stays: bool = True) -> None:
        """Typed on the page before its scripts are there. Or the page goes before they come."""
        held: list[Route] = []
        pen.page.route(SCRIPTS, lambda route: route.continue_() if held else held.append(route))
        pen.page.evaluate("() => void setTimeout(() => location.reload())")
        while not held:
            pen.page.wait_for_timeout(20)
        area = pen.page.locator(pen.id)
        area.evaluate(PICK, self.dice.random())
        self.word(pen)
        if stays:
            held[0].continue_()
        else:
            held[0].abort()  # Firefox would not ask for the same file again while this one is open
            pen.page.reload()
        pen.page.unroute(SCRIPTS)

    def too_early(self, pen: Pen) -> None:
        self.early(pen, stays=False)

    def new_line(self, pen: Pen) -> None:
        new = pen.page.locator("#new-line")
        word = next(self.names)
        new.fill(word)
        pen.page.reload()
        pen.page.wait_for_function("() => customElements.get('guideline-list')")
        self._wrong("" if word in new.input_value() else "a new line is gone")
        new.fill("")

    def freeze(self, pen: Pen) -> None:
        pen.page.evaluate(FREEZE, self.dice.randint(200, 1500))

    def pause(self, pen: Pen) -> None:
        pen.page.wait_for_timeout(self.dice.randint(500, 2000))

    def away(self, pen: Pen) -> None:
        """The server is not there for a moment."""
        self.connection.away = True
        pen.page.wait_for_timeout(self.dice.randint(500, 2000))
        self.connection.away = False

    def settle(self) -> None:
        """Whatever both were asked: they write, together, every word of either wording once."""
        for overlap in Overlap.objects.open().filter(line=self.line).select_related("line__couple"):
            earlier, later = (words_of(text) for text in services.wordings(overlap))
            self.taken |= set(earlier) ^ set(later)
            rev = overlap.line.rev
            services.settle(overlap, by=self.by, choice=Choice.THIRD, seen_rev=rev, text=together(earlier, later))
            self.outcome.asked += 1

    def rest(self, seconds: float = REST) -> Outcome:
        """Nothing goes wrong any more, and nobody writes: soon all three show what the server has."""
        self.connection.bad, self.connection.away = 0.0, False
        started = time.monotonic()
        shown: list[str | None] = []
        while time.monotonic() - started < seconds:
            self.settle()
            shown = [pen.page.locator(pen.id).evaluate(AT_REST) for pen in self.pens]
            self.line.refresh_from_db()
            if shown == [self.line.text] * len(self.pens):
                break
            self.pens[0].page.wait_for_timeout(250)
        else:
            self._wrong(f"they see {shown}, and there is {self.line.text!r}")
        self.outcome.rest = round(time.monotonic() - started, 1)
        self.outcome.met = dict(self.connection.met)
        found = Counter(words_of(self.line.text))
        typed = set(words_of(START)).union(*(pen.typed for pen in self.pens))
        lost, twice = typed - self.taken - set(found), {word for word in found if found[word] > 1}
        for word in lost:
            at = self.typed_at.get(word, 0)
            self._wrong(f"lost: {word}, typed by {'; then '.join(self.log[at : at + 4])}. {self._trail(word)}")
        self._wrong(f"twice: {twice}" if twice and not self.outcome.asked else "")
        return self.outcome

    def _trail(self, word: str) -> str:
        """The last that was saved with the word, and what was saved next."""
        saved = list(self.line.revisions.order_by("rev"))
        last = max((n for n, each in enumerate(saved) if word in words_of(each.text)), default=None)
        if last is None:
            return "never saved"
        return " | ".join(f"{each.rev}: {each.text} (sent {each.sent})" for each in saved[last : last + 2])

    def _rev_on(self, pen: Pen) -> str:
        return str(pen.page.locator(pen.id).evaluate(REV))

    def _asked(self) -> tuple[int, int]:
        return self.outcome.asked, Overlap.objects.open().filter(line=self.line).count()

    def _wrong(self, what: str) -> None:
        if what:
            self.outcome.wrong.append(what)


def together(earlier: Sequence[str], later: Sequence[str]) -> str:
    """Every word of both, once, and each at its place."""
    words: list[str] = []
    for _, start, end, its_start, its_end in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        words += [*earlier[start:end], *later[its_start:its_end]]
    return " ".join(dict.fromkeys(words))


EVERYTHING = [
    *["write"] * 10,
    *["several"] * 2,
    *["take"] * 3,
    *["undo"] * 2,
    *["reload"] * 2,
    "early",
    "too early",
    "new line",
    "freeze",
    *["pause"] * 2,
    "away",
]


def opened(pages: Sequence[Page], *faults: Fault) -> None:
    for page in pages:
        for fault in faults:
            planted(page, fault)
        page.goto("/guidelines/")
        page.wait_for_function("() => customElements.get('guideline-line')")
