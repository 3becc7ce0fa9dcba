"""What a practice lets one person take along, and erase: their own words, and with these, to take along, what both
signed and what is open to both now (G2, G3).

A practice says it as `Words`, one for each kind of thing somebody writes there. `journal/export` reads the rows and
makes the archive, `journal/erasing` erases: a practice neither opens files nor looks at who asks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from couples.accounts.models import Person
from couples.erasing.eraser import Eraser
from couples.space.models import Couple, CoupleOwned, Membership
from journal.entries import Entry, PrivateToOne

#: How the data in an archive names itself. A change that an older reader would misunderstand raises the version.
FORMAT: Final = "nearer-words"
VERSION: Final = 1


class State(StrEnum):
    """Who could read it when it was taken along. Stands in archives, so a name never changes."""

    DRAFT = "draft"
    SEALED = "sealed"
    PRIVATE = "private"
    OPEN = "open"


class Part(NamedTuple):
    """One piece of what somebody wrote, under a heading of ours or none."""

    heading: "str | Promise"
    words: str


class Picture(NamedTuple):
    """A photograph that belongs to somebody's words. Its bytes are read when they are asked for."""

    #: In an archive.
    name: str
    #: Where its reader sees it here.
    url: str
    width: int
    height: int
    alt: str
    #: JPEGs: for a whole screen, and for a page.
    whole: Callable[[], bytes]
    small: Callable[[], bytes]


class Along(NamedTuple):
    """What of it may be put on the notes that two people take to someone who helps (journal/summary): things both can
    read, and the words of one of them. Whose they are, and what they answered, is said by its `Words`.
    """

    rows: Callable[[Couple], "QuerySet[Any, Any]"]
    parts: Callable[[Any], Iterable[Part]]


def could_be_read(row: CoupleOwned) -> bool:
    """Whether the other one could read it. What opened while its author was alone, nobody could."""
    if isinstance(row, Entry):
        return row.is_open and Membership.objects.filter(couple=row.couple_id).count() > 1
    return not isinstance(row, PrivateToOne)


def take_out(eraser: Eraser, row: CoupleOwned) -> None:
    """An entry that the other could read stays as a place without words; anything else goes whole.

    Raises MoreGoesWithIt where something of others hangs on what would go: then the practice says its own `erase`.
    """
    if isinstance(row, Entry) and could_be_read(row):
        eraser.blank(row)
    else:
        eraser.delete(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`key` stands in archives beside the practice's, so it never changes."""

    key: str
    label: "str | Promise"
    model: type[CoupleOwned]
    #: What this person may take along. With whatever `title`, `parts` and `more` read of other tables.
    rows: Callable[[Couple, Person], "QuerySet[Any, Any]"]
    #: What the words were an answer to, in the reader's language; "" for nothing.
    title: Callable[[Any], str]
    #: The words as somebody reads them. Empty ones are left out.
    parts: Callable[[Any], Iterable[Part]]
    #: Columns as they are stored, for whoever takes the row along. A person becomes “you” or “other”.
    fields: tuple[str, ...] = ()
    #: Columns for their author alone: when something was begun or given is nobody else's business (S13).
    own: tuple[str, ...] = ()
    #: What belongs to it in other tables, for the data.
    more: Callable[[Any], dict[str, Any]] = lambda row: {}
    #: The photograph that belongs to it, if any.
    picture: "Callable[[Any], Picture | None] | None" = None
    #: None, where nothing of it may.
    along: Along | None = None
    #: The column with whose words they are; "" for words of both.
    by: str = "author"
    #: The columns that say when, the first that is not empty. Rows come in this order.
    when: tuple[str, ...] = ("opened_at", "created_at")
    #: Whether that is known to the day. Else its `title` says when, as exactly as somebody knows.
    is_day_known: Callable[[Any], bool] = lambda row: True
    #: The address of the page where it stands; "" for the practice's first page.
    page: Callable[[Any], str] = lambda row: ""
    #: Whether a search looks there. Not through choices, nor where the same words stand a second time.
    searched: bool = True
    #: Where what is read is what stands in the columns: the reader's words for what is stored as a key.
    #: A search then opens the columns alone, and makes rows of what it finds (half the time of a long search).
    spoken: Callable[[], Mapping[str, str]] | None = None
    #: Whether what they were an answer to is looked through with them: somebody's question is, a date is not.
    title_searched: bool = False
    #: How one row is erased by the one whose words they are, with whatever else holds them. It goes through the eraser,
    #: so that the ledger and undo know of it. None: nobody erases it alone, as nothing without a `by`.
    erase: "Callable[[Eraser, Any], None] | None" = take_out
    #: Whether this one can be erased by its author alone; not what the other has written in as well.
    erasable: Callable[[Any], bool] = lambda row: True


#: Of every entry: when it opened is known to both, the rest to its author.
ENTRY_OWN = ("created_at", "sealed_at")
