"""What a practice has waiting for one person, as Today says it: in words, never as a number."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from couples.accounts.models import Person
from couples.space.models import Couple


class Waiting(NamedTuple):
    """`at`: since when, where a practice has several; Today shows the newest first and no time."""

    words: str
    url: str
    action: str
    at: datetime | None = None


class Waits(NamedTuple):
    """`rows` is what a practice has for this person, since `at`; only where there is any is `words` asked what.

    Both are asked for a couple, the reader and their partner.
    """

    rows: Callable[[Couple, Person, Person], QuerySet[Any]]
    words: Callable[[Couple, Person, Person], Sequence[Waiting]]
    at: str
