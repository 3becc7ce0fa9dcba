"""What a practice has waiting for one person, as Today says it: in words, never as a number."""

from datetime import datetime
from typing import NamedTuple


class Waiting(NamedTuple):
    """`at`: since when, where a practice has several; Today shows the newest first and no time."""

    words: str
    url: str
    action: str
    at: datetime | None = None
