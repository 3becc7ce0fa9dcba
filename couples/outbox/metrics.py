"""How the outbox is doing, in numbers: for the operator's command and for whatever watches the machine.

No person, address, kind of relationship or text is in them. Each query goes by a partial index over rows that are
waiting or ended badly, however many have been sent.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from couples import clock
from couples.outbox.models import Channel, Message, State, Suppression

#: Due for longer than this, though the sweep looks every twenty seconds: something is slow or down.
LATE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Counts:
    """Of one channel. Missed and failed are of the last day; dead are all that nobody has dealt with."""

    due: int = 0
    late: int = 0
    oldest_due_seconds: float = 0.0
    missed: int = 0
    failed: int = 0
    dead: int = 0


@dataclass(slots=True)
class Figures:
    channels: dict[str, Counts] = field(default_factory=lambda: {channel.value: Counts() for channel in Channel})
    #: What went wrong last with those that are tried again: a mail status or an error's name, and how many.
    troubles: dict[str, int] = field(default_factory=dict)
    suppressed: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def figures() -> Figures:
    """As of now. Four queries."""
    now, found = clock.now(), Figures()
    for row in _waiting(now):
        counts = found.channels[row["channel"]]
        counts.due, counts.late = row["due"], row["late"]
        counts.oldest_due_seconds = (now - row["oldest"]).total_seconds()
    for row in _ended(now):
        setattr(found.channels[row["channel"]], row["state"], row["many"])
    troubled = Message.objects.filter(state=State.PENDING).exclude(error="")
    found.troubles = dict(troubled.values_list("error").annotate(many=Count("pk")).order_by("-many"))
    found.suppressed = Suppression.objects.count()
    return found


def _waiting(now: datetime) -> Any:
    due = Message.objects.filter(state=State.PENDING, next_try_at__lte=now)
    late = Count("pk", filter=Q(next_try_at__lte=now - LATE))
    return due.values("channel").annotate(due=Count("pk"), late=late, oldest=Min("next_try_at")).order_by()


def _ended(now: datetime) -> Any:
    """The two halves of one partial index, each from where it begins to be of interest."""
    lately = Q(state__in=[State.MISSED, State.FAILED], due_at__gt=now - DAY)
    badly = Message.objects.filter(lately | Q(state=State.DEAD))
    return badly.values("channel", "state").annotate(many=Count("pk")).order_by()
