"""Moments in a couple's life that other apps follow in the same transaction.

`couples` may not import the apps above it. So the service in which a moment happens names it, and the apps register
their followers when they start. An error in a follower undoes the moment as well.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, ParamSpec

if TYPE_CHECKING:
    from couples.accounts.models import Person
    from couples.outbox.models import Message
    from couples.space.models import Couple

P = ParamSpec("P")


class Moment(Generic[P]):
    def __init__(self) -> None:
        self._followers: list[Callable[P, None]] = []

    def follow(self, follower: Callable[P, None]) -> None:
        if follower not in self._followers:
            self._followers.append(follower)

    def happen(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for follower in self._followers:
            follower(*args, **kwargs)


#: The second one, this person, has come.
joined: "Moment[[Couple, Person]]" = Moment()
#: One of the two has left: nothing is written there any more, and nothing that was on its way arrives.
closed: "Moment[[Couple]]" = Moment()
#: This person's seven days are over: everything they wrote goes. In transactions of its own, and perhaps again.
erasing: "Moment[[Person]]" = Moment()
#: And their account with it, in the same transaction.
erased: "Moment[[Person]]" = Moment()
#: A person lives by another clock from now on.
moved: "Moment[[Person]]" = Moment()
#: A mailbox turns out not to exist: mail to this person has reached nobody for some time.
unreached: "Moment[[Person]]" = Moment()
#: A mail has been put in the outbox; other channels put a row of their own beside it.
posted: "Moment[[Message]]" = Moment()
