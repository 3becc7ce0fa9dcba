"""What others may do with a couple's guidelines; how is in `lines` (writing) and `signing`."""

from journal.agreements.again import write_again
from journal.agreements.choosing import settle, wordings
from journal.agreements.lines import Saved, add_line, agreement_of, move, remove, restore, revise
from journal.agreements.review import look_again
from journal.agreements.signing import Standing, in_force, sign, standing, unread, waiting, withdraw, words_of

__all__ = [
    "Saved",
    "Standing",
    "add_line",
    "agreement_of",
    "in_force",
    "look_again",
    "move",
    "remove",
    "restore",
    "revise",
    "settle",
    "sign",
    "standing",
    "unread",
    "waiting",
    "withdraw",
    "wordings",
    "words_of",
    "write_again",
]
