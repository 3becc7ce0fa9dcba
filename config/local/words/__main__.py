"""`python -m config.local.words`: names every string that breaks a rule, unless allowed.tsv says why it may."""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from config.local.words.grades import grade
from config.local.words.rules import RULES
from config.local.words.strings import Said, every

ALLOWED = Path(__file__).with_name("allowed.tsv")
HARDEST, HARDEST_HALF = 9.0, 6.0
#: Fewer words say nothing of how hard a page is.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Allowed:
    rule: str
    path: str
    #: How the string begins.
    words: str
    reason: str

    def covers(self, rule: str, said: Said) -> bool:
        return self.rule == rule and self.path == said.path and said.words.startswith(self.words)


def allowed(path: Path = ALLOWED) -> list[Allowed]:
    with path.open(encoding="utf-8", newline="") as rows:
        return [Allowed(**row) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]


def broken(said: Iterable[Said], exceptions: Iterable[Allowed]) -> Iterator[str]:
    """Each string that breaks a rule, and each exception that nothing needs any more."""
    unused = set(exceptions)
    needed = list(unused)
    for each in said:
        for rule in (rule for rule in RULES if rule.is_about(each.path)):
            for found in rule.finds(each.words):
                covering = [exception for exception in needed if exception.covers(rule.name, each)]
                unused.difference_update(covering)
                if not covering:
                    yield f"{each}\n    {rule.name}: “{found}”. Instead: {rule.instead}."
    yield from (f"{ALLOWED.name}: nothing needs this any more: {each.rule}, {each.words}" for each in unused)


def grades(said: Iterable[Said]) -> dict[str, float]:
    """By file: a page, a mail, a form, a theme of questions."""
    together = defaultdict(list)
    for each in said:
        together[each.path].append(each.words)
    measured = {path: grade(words) for path, words in together.items()}
    return {path: found for path, (found, words) in measured.items() if words >= ENOUGH}


def hard(found: dict[str, float]) -> Iterator[str]:
    for path, hardness in found.items():
        if hardness > HARDEST:
            yield f"{path}: grade {hardness:.1f}; none is over {HARDEST:.0f}. Shorter words, shorter sentences."
    if found and (half := median(found.values())) > HARDEST_HALF:
        yield f"Half of the pages are over grade {half:.1f}; it is {HARDEST_HALF:.0f} at most."


def main() -> int:
    said = list(every())
    found = grades(said)
    problems = [*broken(said, allowed()), *hard(found)]
    print("\n".join(problems))
    print(f"{len(said)} strings; grade: median {median(found.values()):.1f}, highest {max(found.values()):.1f}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
