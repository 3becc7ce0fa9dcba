"""Which rows the workers are to send now. When nobody hears it, the sweep finds the rows within a minute."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from couples import doorbell
from couples.outbox.models import Channel

_TASKS = {Channel.MAIL: "couples.outbox.deliver", Channel.PUSH: "couples.push.deliver"}
#: Rows of one task. A few queries are asked once for a whole chunk: in a small chunk they are a large part of a mail's
#: cost. How long a task may take is decided by `delivery.TIME_SLICE`, not by its size.
CHUNKS = {Channel.MAIL: 1_000, Channel.PUSH: 100}
#: A knock is forgotten after so many seconds: the sweep has knocked again since.
EXPIRES = 60


def hand_over(ids: Sequence[UUID | str], *, channel: Channel = Channel.MAIL, waited_for: bool = False) -> None:
    """Hands rows to the workers. `waited_for`: somebody waits for it, so it goes before everybody's nudges."""
    for chunk in _chunks([str(id) for id in ids], CHUNKS[channel]):
        doorbell.knock(_TASKS[channel], chunk, expires=EXPIRES, priority=0 if waited_for else doorbell.LATER)


def _chunks(ids: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
