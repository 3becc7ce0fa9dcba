"""One person's marks, as their own encrypted document holds them. Pure.

A *not now* is not among them. It is the same as no mark: nobody can be shown, ordered or made to take along what is
not there, not even from this person's own phone.

A mark counts from the next drawing on, for three or four more after that: it ends by itself between its 21st and its
35th day. What counts in the list of the current week stands beside the marks, as they were at the drawing, less what
was taken back since. So the list is the same whenever and by whomever it is looked at.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from couples import characters
from journal.touch.menu import THINGS


class Mark(models.TextChoices):
    YES = "yes", _("Yes")
    ASK = "ask", _("Ask me first")


NOT_NOW = "not"
#: Own things, and how long one may be.
MOST_OWN, LONGEST_OWN = 20, 100
OWN = "own-"


def lasts() -> int:
    """How many lists a mark that is made now will outlive."""
    return secrets.choice((3, 4))


@dataclass(frozen=True, slots=True)
class Sheet:
    """`marks`: each thing's mark, and the last list it counts in. `counting`: those in the list of `week`."""

    marks: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    week: int = 0
    counting: Mapping[str, str] = field(default_factory=dict)
    #: Their time zone when they first marked something. A move shows nowhere (T5).
    zone: str = "UTC"

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        marks = {key: (mark, until) for key, (mark, until) in stored.get("marks", {}).items()}
        return cls(**{**stored, "marks": marks})

    @property
    def is_empty(self) -> bool:
        return not (self.marks or self.own)

    @property
    def stored(self) -> dict[str, Any]:
        marks = {key: list(each) for key, each in self.marks.items()}
        return {"marks": marks, "own": self.own, "week": self.week, "counting": self.counting, "zone": self.zone}

    def counts_in(self, week: int) -> dict[str, str]:
        """The marks that count in that week's list, which is no week before the last change."""
        return dict(self.counting) if week == self.week else self.now(week)

    def now(self, week: int) -> dict[str, str]:
        """The marks as their person sees them. What has ended is not among them."""
        return {key: mark for key, (mark, until) in self.marks.items() if until >= week and self.has(key)}

    def ending(self, week: int) -> list[str]:
        """Things whose mark ends with the next drawing."""
        return [key for key, (_mark, until) in self.marks.items() if until == week and self.has(key)]

    def has(self, key: str) -> bool:
        return key in THINGS or key in self.own

    def words(self, key: str) -> str:
        return str(THINGS[key].words) if key in THINGS else self.own.get(key, "")

    def called(self, key: str) -> str:
        """What both sheets call the thing: their own things are one if they say the same."""
        return key if key in THINGS else OWN + plain(self.own[key])

    # -- changes: each gives another sheet --------------------------------------------------------------------------

    def begin(self, week: int, zone: str = "UTC") -> Self:
        """Before the first change of a week: what counts in its list is written down."""
        if week == self.week:
            return self
        if not self.week:
            return replace(self, week=week, zone=zone)
        marks = {key: each for key, each in self.marks.items() if each[1] >= week}
        return replace(self, marks=marks, counting=self.counts_in(week), week=week)

    def mark(self, key: str, mark: str) -> Self:
        """A weaker mark, or none, takes the thing off the current list at once. A stronger one waits for the next."""
        marks, counting = dict(self.marks), dict(self.counting)
        if mark not in Mark.values:
            marks.pop(key, None)
            counting.pop(key, None)
        elif self.has(key):
            marks[key] = (mark, self.week + lasts())
            if (counting.get(key), mark) == (Mark.YES, Mark.ASK):
                del counting[key]
        return replace(self, marks=marks, counting=counting)

    def keep(self, keys: Collection[str]) -> Self:
        """These marks, as far as they are still there, begin again."""
        kept = {key: (mark, self.week + lasts()) for key, (mark, _until) in self.marks.items() if key in keys}
        return replace(self, marks={**self.marks, **kept})

    def add(self, key: str, words: str) -> Self:
        """An own thing, with a yes. The same words again, or one too many, change nothing."""
        known = {plain(each) for each in self.own.values()}
        if plain(words) in known or len(self.own) >= MOST_OWN:
            return self
        return replace(self, own={**self.own, key: words}).mark(key, Mark.YES)

    def remove(self, key: str) -> Self:
        gone = self.mark(key, NOT_NOW)
        return replace(gone, own={each: words for each, words in self.own.items() if each != key})


def plain(words: str) -> str:
    """As two people would agree that they wrote the same: case, space and punctuation do not count."""
    kept = "".join(each if each.isalnum() else " " for each in characters.tidy(words).casefold())
    return " ".join(kept.split())
