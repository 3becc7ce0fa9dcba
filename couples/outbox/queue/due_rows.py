"""Which rows are due, which of them may leave now, and which leave together as one letter."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from couples import clock
from couples.array_lookup import InArray
from couples.outbox import kinds
from couples.outbox.models import Channel, Message, MessageQuerySet
from couples.outbox.policy import SendPolicy, is_deferrable
from couples.outbox.queue import leases


def due_ids(channel: Channel = Channel.MAIL, limit: int = 2_000) -> list[UUID]:
    due = Message.objects.due().filter(channel=channel)
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def due_of(ids: Collection[UUID], channel: Channel) -> MessageQuerySet:
    """The rows with these ids that are due. One that another worker has leased is not."""
    return Message.objects.due().filter(InArray("pk", ids), channel=channel).select_related("person")


def due_mail(ids: Collection[UUID]) -> list[Message]:
    """These rows, and all that can leave in the same letters: due to the same people, or held back for them."""
    rows = list(due_of(ids, Channel.MAIL))
    people = {row.person_id for row in rows if is_deferrable(row)}
    if people:
        held_back = Q(next_try_at__lte=clock.now()) | Q(attempts=0, due_at__lte=clock.now())
        free = Message.objects.free().filter(channel=Channel.MAIL).select_related("person")
        more = free.filter(held_back, InArray("person", people), kind__in=kinds.that_can_wait())
        rows += more.filter(~InArray("pk", [row.pk for row in rows]))
    return sorted(rows, key=lambda row: (row.due_at, row.created_at, row.pk))


def sift(rows: Sequence[Message], policy: SendPolicy) -> list[Message]:
    """The rows that may leave now. The others are marked as over or put off, with one statement for each outcome."""
    leaving, ended, waiting = [], [], []
    for row in rows:
        verdict = policy.of(row)
        if verdict.state:
            ended.append((row, verdict.state))
        elif verdict.until:
            waiting.append((row, verdict.until))
        else:
            leaving.append(row)
    for state, over in groupby(sorted(ended, key=lambda each: each[1]), key=lambda each: each[1]):
        leases.end([row for row, _ in over], state)
    leases.hold_back(waiting)
    return leaving


def by_letter(rows: Sequence[Message]) -> list[list[Message]]:
    """Groups of rows that leave as one mail. One that was tried before keeps its rows: it is the same mail (E9)."""
    letters: dict[object, list[Message]] = {}
    for row in rows:
        alone = leases.has_ended_workers(row) or not is_deferrable(row)
        key = row.pk if alone else row.letter or row.person_id
        letters.setdefault(key, []).append(row)
    return list(letters.values())
