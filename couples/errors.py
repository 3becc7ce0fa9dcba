"""What a service raises when it does not do what somebody asked, in words for that person."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Refused(Exception):
    """Nothing was changed. `str()` of it is the sentence a page shows to whoever tried.

    Each practice derives its own: one for each thing that can stand in the way.
    """

    message: "str | Promise" = ""

    def __str__(self) -> str:
        return str(self.message)


class NoLongerThere(Exception):
    """What somebody asked for was erased, or thrown away, after it was looked up. `couple_required` answers 404."""
