"""Rounds of a practice that the two do now and then, each beside the earlier ones: where we are, looking ahead."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.errors import Refused
from couples.space.models import Couple, CoupleOwned
from journal.entries import lock

R = TypeVar("R", bound="Round")


class Round(CoupleOwned):
    """One time, for both. The next one, a year later perhaps, stands beside it."""

    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["couple", "number"], name="%(class)s_once_a_number"),
        ]


class NotYet(Refused):
    message = _("This one isn’t open yet. You can carry on with it.")


def current(kind: type[R], couple: Couple) -> R | None:
    return kind._default_manager.filter(couple=couple).order_by("-number").first()


def begun(kind: type[R], couple: Couple) -> R:
    """The current one, or the first. For whoever holds the couple's lock."""
    return current(kind, couple) or kind._default_manager.create(couple=couple, number=1)


@transaction.atomic
def begin_again(kind: type[R], couple: Couple, *, after: int, is_opened: Callable[[R], bool], topic: str) -> R:
    """Begins a new round for both. Raises NotYet while the last one has not been opened.

    `after` is the number of the last round the person saw, so that two taps, or both people at once, begin one.
    """
    lock(couple)
    last = begun(kind, couple)
    if last.number != after:
        return last
    if not is_opened(last):
        raise NotYet
    following = kind._default_manager.create(couple=couple, number=after + 1)
    live.announce(couple, topic)
    return following


def number(asked: str) -> int:
    """The `after` a page sent along; 0 for anything else."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
