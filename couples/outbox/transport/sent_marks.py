"""Marks a letter as sent. The mark is on disk before the words of the next letter leave (E9).

A worker killed at any moment leaves at most one letter that has left and is not marked.
"""

from collections.abc import Sequence

from django.db import Error

from couples.outbox import queue
from couples.outbox.models import Message


class NotMarked(Exception):
    """A letter has left, and that could not be written down. Nothing more may leave before it can."""


def mark(rows: Sequence[Message]) -> None:
    """All rows of a letter in one commit. Raises NotMarked."""
    try:
        queue.begin_quarter(rows)
        queue.gone(rows)
    except Error as error:
        raise NotMarked(str(rows[0].pk)) from error
