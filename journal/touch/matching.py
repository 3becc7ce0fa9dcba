"""What both would like, so that nobody can tell from it what the other has refused.

The danger is pressure: from a partner who marks everything *yes*, looks at the list all day and asks about whatever is
missing. So the list may tell that both would like a thing, and nothing else.

**What is not on the list.** A *not now* is never stored (`sheet`), so it cannot differ from no mark. A thing is absent
if either has not marked it, if a mark has ended, if it was taken back, or if chance keeps it off for a few weeks.

**When it changes for the better.** At one hour a week, as a whole, from the marks as they were then. Nothing is called
new, the order is the menu's, and a list has at least three things or is not there. Nobody's doing in the week adds
anything to it, so neither the time nor the number of changes tells when somebody marked something.

**When it gets shorter.** A mark that was taken back, or became *ask me first*, has to be gone at once. So that this
says nothing, chance takes things off too (`chance`): one by itself, several at one moment, or everything; at any hour
at which people are here; each thing equally likely in every week, however long it has been there. It then keeps them
off for none, one or more lists. Chance knows no marks. Taking back and chance go the same way: no hint leaves, nothing
is stored for both, and the other's open page finds out when it asks next, every three seconds.

**Why not only by the end of a mark**, between its 21st and 35th day, as was first thought? Nothing could have ended by
itself in the two weeks after it appeared: whatever vanished then was taken back, for certain. Somebody who always
answers the quiet question would have no mark that ends at all. And several at once, or everything, never end in one
instant by themselves. So marks end with a drawing, between those days, and in the middle of a week chance alone does
what people might do, whatever people do.

**What is left when fewer than three remain** in the middle of a week: no list, until the next one. Two left over would
tell that there had been more. Chance does that as well.

**What it comes to.** To the other, a thing that was taken back is a thing that chance took: the same page, hint, mail
and time (`tests/journal/touch/test_nothing_tells.py`). Over simulated years, somebody who knows how many went at once,
of how many, on which day, at which hour and after how long, and has learned from thousands of others, guesses right 53
to 56 times in a hundred. A coin does 50 times; with marks that end in the middle of a week alone it was 79
(`test_told_apart.py`). What is left is that nobody knows how often people take back two things at once.

**What it cannot hide.** Chance alone keeps one thing in eight away for four lists, and one in sixty for eight. A thing
that stays away for months is not marked by both: that, and no more, is what the list says of everything that is not on
it, and it is the same for whoever let a mark end, took it back, or never made one.
An evening quarrel and a thing that goes in the same minute will be put together by people; chance goes at such hours
too, but it was not in the quarrel. And whoever both holds the machine and knows its secret can work chance out.

**Own things** are a person's own. Nobody is offered what the other has added. They match where both have written the
same, but for case, space and punctuation, and each then reads their own spelling. Else one asks (`asking`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from couples import zones
from couples.space.models import Couple
from journal.touch.chance import Dice, misses, off_at, week_of
from journal.touch.menu import THINGS
from journal.touch.sheet import Mark, Sheet

LEAST = 3
_ORDER = {key: nth for nth, key in enumerate(THINGS)}


class Match(NamedTuple):
    """A thing both would like, for one reader: `key` and `words` are as their own sheet has them."""

    key: str
    words: str
    #: Both said yes. Else at least one of the two would like to be asked each time.
    any_time: bool


def matches(mine: Sheet, theirs: Sheet, at: datetime, dice: Dice) -> list[Match]:
    """The list at this instant, the same for both but for the spelling of own things."""
    week = week_of(at)
    one, other = _by_name(mine, week), _by_name(theirs, week)
    both = sorted(one.keys() & other.keys(), key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
    left = on_list(both, at, dice, clocks(mine, theirs))
    found = [Match(one[name][0], mine.words(one[name][0]), _yes(one, other, name)) for name in left]
    return found if len(found) >= LEAST else []


def on_list(names: Sequence[str], at: datetime, dice: Dice, clocks: Sequence[ZoneInfo]) -> list[str]:
    """What chance leaves of these at this instant."""
    week = week_of(at)
    drawn = [name for name in names if not misses(name, week, dice)]
    gone = {name: off_at(name, week, dice, clocks) for name in drawn}
    return [name for name in drawn if (moment := gone[name]) is None or at < moment]


def clocks(mine: Sheet, theirs: Sheet) -> list[ZoneInfo]:
    """In one order for both of them."""
    return [zones.stored_zone(zone) for zone in sorted((mine.zone, theirs.zone))]


def dice_of(couple: Couple) -> Dice:
    """Keyed with the server's secret: who knows the code and their couple's id cannot replay it."""
    key = salted_hmac("touch", str(couple.pk), algorithm="sha256").digest()

    def roll(name: str) -> float:
        return int.from_bytes(blake2b(name.encode(), key=key, digest_size=8).digest()) / 2**64

    return roll


Marked = Mapping[str, tuple[str, str]]


def _by_name(sheet: Sheet, week: int) -> dict[str, tuple[str, str]]:
    """By what both sheets call it: the key in this one, and the mark."""
    counting = sheet.counts_in(week)
    return {sheet.called(key): (key, mark) for key, mark in counting.items() if sheet.has(key)}


def _yes(one: Marked, other: Marked, name: str) -> bool:
    return one[name][1] == other[name][1] == Mark.YES
