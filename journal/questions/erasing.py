"""How questions and answers are erased: the days that somebody may have seen are written down first, as by any change
here (journal/questions/suggesting.py).
"""

from typing import Any

from couples.erasing.eraser import Eraser
from journal.own_words import take_out
from journal.questions.models import OwnQuestion, Prompt
from journal.questions.suggesting import settle


def erase(eraser: Eraser, row: Any) -> None:
    """As any other. The days that somebody may have seen are written down first."""
    _settle(row)
    take_out(eraser, row)


def erase_asked(eraser: Eraser, prompt: Prompt) -> None:
    """As taken back. An answer of the other's stays theirs, to a question that is no longer there."""
    _settle(prompt)
    eraser.blank(prompt)


def erase_own(eraser: Eraser, own: OwnQuestion) -> None:
    """It goes whole, and with it the days that it was given to."""
    _settle(own)
    for prompt in Prompt.objects.filter(own=own):
        eraser.blank(prompt)
    eraser.delete(own)


def _settle(row: Any) -> None:
    if row.couple.closed_at is None:
        settle(row.couple)
