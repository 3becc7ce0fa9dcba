"""What a practice tells the rest of the house: each says it once, as `PRACTICE` in its own `practice.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples.access import CoupleRequest
from couples.accounts.models import Person
from couples.outbox.kinds import Kind
from couples.space.models import Couple
from journal.handed_on import Takes
from journal.own_words import Words
from journal.story_lines import Chapter
from journal.waiting import Waiting, Waits
from rituals.practices import Link

if TYPE_CHECKING:
    from journal.listening.sources import Source


class Place(StrEnum):
    """The five places, as they are named in addresses and icons."""

    TODAY = "today"
    TOGETHER = "together"
    TALK = "talk"
    US = "us"
    YOU = "you"

    @property
    def label(self) -> Promise:
        return {
            Place.TODAY: _("Today"),
            Place.TOGETHER: _("Together"),
            Place.TALK: _("Talk"),
            Place.US: _("Us"),
            Place.YOU: _("You"),
        }[self]


class Row(NamedTuple):
    """One line of a list that leads somewhere. `page` is a url name that takes nothing."""

    title: "str | Promise"
    note: "str | Promise"
    page: str


class Asked(NamedTuple):
    """A question somebody may have, and its answer in two or three short sentences."""

    asks: "str | Promise"
    says: "str | Promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """`key` is the name of its package and of its addresses; it is stored, so it never changes."""

    key: str
    #: Where its addresses begin.
    path: str
    #: Which place is lit on its pages. Its row stands there too, unless `row_at` says where else.
    place: Place
    row_at: Place | None = None
    #: The url name of its first page, within its own addresses.
    home: str = "home"
    title: "str | Promise"
    note: "str | Promise"
    #: Folded at the end of its first page, and a page of its own for anybody.
    help: tuple[Asked, Asked, Asked]
    #: The url names of further pages, within its own addresses, that it is folded at the end of.
    help_on: tuple[str, ...] = ()
    #: Live hints after which Today looks again.
    topics: tuple[str, ...] = ()
    #: How listening finds what this practice has opened to both.
    listen_to: "Source | None" = None
    #: What may wait for one person, for Today to say.
    waits: Waits | None = None
    #: What Today says before all else, as long as it is so: one sentence, one thing to do. It asks the database
    #: nothing: what it needs to know comes with the couple (`beside_couple`).
    first: "Callable[[CoupleRequest], Waiting | None] | None" = None
    #: A relation of the couple that every page knows of, with one row at most (couples/access.py).
    beside_couple: str = ""
    #: The kinds of mail it sends. Two practices may share one.
    kinds: tuple[Kind, ...] = ()
    #: Takes words that another practice hands on, from whoever presses (`journal.handed_on`).
    takes_words: Takes | None = None
    #: Where a ritual that leads here leads.
    ritual: Link | None = None
    #: Whether something that one of the two wrote waits for the other to join (couples/space/first_note.py).
    waits_for_who_joins: Callable[[Couple], bool] | None = None
    #: Follows somebody, this person, joining (couples/moments.py).
    joined: Callable[[Couple, Person], None] | None = None
    #: Follows somebody who lives by another clock from now on (couples/moments.py).
    moved: Callable[[Person], None] | None = None
    #: Follows one of the two leaving, in the same transaction: stops what is on its way. Most have nothing to stop, as
    #: nothing is written in a closed couple (docs/LEAVING.md).
    closed: Callable[[Couple], None] | None = None
    #: Its line on Us under what the two have written, and its line for what only the reader can see.
    written: Row | None = None
    kept: Row | None = None
    #: What one person takes along of it. Never empty: whoever leaves takes all their words (G2).
    export: tuple[Words, ...]
    #: What it tells of their story, if anything.
    story: tuple[Chapter, ...] = ()
    #: The package of its addresses, when it is none of journal's.
    package: str = ""

    @property
    def urls(self) -> str:
        return f"{self.package or f'journal.{self.key}'}.urls"

    @property
    def help_page(self) -> str:
        return f"help-{self.key}"

    @property
    def row(self) -> Row:
        return Row(self.title, self.note, f"{self.key}:{self.home}")
