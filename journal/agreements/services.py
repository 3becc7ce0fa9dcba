"""What others may do with a couple's guidelines. How it is done is in `writing`, `signing` and `review`."""

from journal.agreements.lock import agreement_of
from journal.agreements.review.services import look_again
from journal.agreements.signing.signing import sign, withdraw
from journal.agreements.signing.versions import SigningState, in_force, signing_state, words_of
from journal.agreements.writing.lines import Saved, add_line, move, remove, restore, revise
from journal.agreements.writing.overlaps import settle, wordings
from journal.agreements.writing.restore_version import restore_version

__all__ = [
    "Saved",
    "SigningState",
    "add_line",
    "agreement_of",
    "in_force",
    "look_again",
    "move",
    "remove",
    "restore",
    "restore_version",
    "revise",
    "settle",
    "sign",
    "signing_state",
    "withdraw",
    "wordings",
    "words_of",
]
