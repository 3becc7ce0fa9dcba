"""The gentle hint under a guideline while it is being written. It is never in anybody's way.

A line that could be used against one of the two says so to both. How to put it better is for whoever writes it.
"""

from collections.abc import Iterable
from dataclasses import replace

import regex

from journal.wording.clauses import without_names
from journal.wording.engine import MOST_READ, Hint, hints, read, straight
from journal.wording.guideline_rules import GENTLE, SAFETY

_AGREE = regex.compile(r"\bwe (?:both )?(?:agree|decide|want|promise)(?: that)?\b", regex.IGNORECASE)


def hint_for(line: str, *, names: Iterable[str] = (), writing: bool = False) -> Hint | None:
    """The one hint this line gets, if any. How it could be put better is said only to whoever is `writing` it."""
    nameless, both_named = without_names(straight(line[:MOST_READ]), names)
    text = read(nameless)
    found = next(hints(SAFETY, text), None)
    if found or not writing:
        return found
    gentle = [rule for rule in GENTLE if not (rule.key == "both" and both_named)]
    return next(hints(gentle, replace(text, unquoted=_AGREE.sub("", text.unquoted))), None)
