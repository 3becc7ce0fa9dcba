"""Sending what is due by mail: look, lease, look again, send, mark. Nothing in Redis is the only copy of anything (C1).

What is due to one person together leaves as one letter: its rows are leased, sent and marked as one.

Sent is written as each mail leaves, and is on disk before the words of the next one leave. SMTP cannot be exactly once
(RFC 1047): a worker that dies between the end of DATA and that commit leaves one row to be sent again, under the same
Message-ID (E9).
"""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from couples import clock
from couples.array_lookup import InArray
from couples.outbox import compose, kinds, queue
from couples.outbox.models import Channel, Message, MessageQuerySet, State
from couples.outbox.policy import MAY_LEAVE, SendPolicy, is_deferrable
from couples.outbox.services import suppress
from couples.outbox.transport import REFUSED, MailConnection, NotMarked, SentMarks, understood

#: No answer after the words may mean that they arrived: the mailbox counts as written to.
MAY_HAVE_LEFT = (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionResetError, BrokenPipeError)

log = logging.getLogger(__name__)

#: Of one task, then somebody else may have theirs: whoever waits for a code waits no longer than this.
TIME_SLICE = timedelta(seconds=15)


def due_ids(channel: Channel = Channel.MAIL, limit: int = 2_000) -> list[UUID]:
    due = Message.objects.due().filter(channel=channel)
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:limit])


class Changed(Exception):
    """Somebody chose otherwise while this letter was on its way to the server."""


@dataclass(frozen=True, slots=True)
class Way:
    """What all letters of a round share."""

    policy: SendPolicy
    line: MailConnection
    marks: SentMarks


def deliver(ids: Iterable[UUID]) -> list[UUID]:
    """Send these, if they are still due, over one connection. What somebody else has leased is left to them.

    Returns those its turn was too short for.
    """
    until, asked = clock.now() + TIME_SLICE, list(ids)
    rows = _due(asked)
    policy = SendPolicy(rows)
    with MailConnection() as line, SentMarks() as marks:
        for letter, following in queue.leased(_letters(sifted(rows, policy)), policy, until):
            _deliver(letter, Way(policy, line, marks), following)
    if clock.now() < until:
        return []
    return list(_mail().due().filter(InArray("pk", asked)).values_list("pk", flat=True))


def _mail() -> MessageQuerySet:
    return Message.objects.filter(channel=Channel.MAIL)


def _due(ids: Sequence[UUID]) -> list[Message]:
    """These, and whatever else is due to the same people or was held back for their sake: they leave together."""
    mail = _mail().select_related("person")
    rows = list(mail.due().filter(InArray("pk", ids)))
    people = {row.person_id for row in rows if is_deferrable(row)}
    if people:
        held_back = Q(next_try_at__lte=clock.now()) | Q(attempts=0, due_at__lte=clock.now())
        more = mail.free().filter(held_back, InArray("person", people), kind__in=[kind.key for kind in kinds.mutable()])
        rows += more.filter(~InArray("pk", [row.pk for row in rows]))
    return sorted(rows, key=lambda row: (row.due_at, row.created_at, row.pk))


def sifted(rows: Sequence[Message], policy: SendPolicy) -> list[Message]:
    """Those that may leave now. What is over is marked, what has to wait waits: a statement for each way of it."""
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
        queue.end([row for row, _ in over], state)
    queue.hold_back(waiting)
    return leaving


def _letters(rows: Sequence[Message]) -> list[list[Message]]:
    """What belongs into one envelope. A mail that was tried before is the same mail again (E9)."""
    letters: dict[object, list[Message]] = {}
    for row in rows:
        alone = queue.has_ended_workers(row) or not is_deferrable(row)
        key = row.pk if alone else row.letter or row.person_id
        letters.setdefault(key, []).append(row)
    return list(letters.values())


def _deliver(rows: list[Message], way: Way, following: str) -> None:
    """Send one letter. Whatever is decided otherwise on the way there is decided again, until nothing is.

    `following`: to whom the next one goes, if all goes well.
    """
    leased = rows
    if not way.policy.knows(rows):
        way.marks.settle()
    while rows := [row for row in rows if _may_leave(row, way.policy)]:
        try:
            letter = compose.letter(rows)
        except NotMarked:
            raise
        except Exception as error:  # one poisoned row must not keep the others from leaving
            rows = _others(rows, error)
            continue
        try:
            way.line.send(letter, last_look=partial(_last_look, rows, way), following=following)
        except NotMarked:
            raise
        except Changed:
            continue
        except queue.LeaseLost:
            log.warning("Message %s was left to whoever took it over", rows[0].pk)
        except REFUSED as error:
            way.marks.settle()  # what follows may be a transaction, which could not begin before
            _refused(rows, error)
        except Exception as error:  # as above
            _broken(rows, error)
        else:
            way.marks.left(rows)
        return
    queue.give_back(leased)


def _may_leave(row: Message, policy: SendPolicy) -> bool:
    """Of a leased row; if it may not, it is marked."""
    try:
        verdict = policy.of(row)
        if verdict.until:
            queue.mark(row, next_try_at=verdict.until, leased_until=None)
        elif state := verdict.state or (None if policy.is_wanted(row) else State.CANCELLED):
            queue.finish(row, state)
        else:
            return True
    except Exception as error:  # as above
        queue.ours_to_mend(row, error)
    return False


def _others(rows: list[Message], error: Exception) -> list[Message]:
    """The rows of a letter that could not be written, without those that are the reason."""
    if len(rows) == 1:
        queue.ours_to_mend(rows[0], error)
        return []
    found = []
    for row in rows:
        try:
            compose.letter([row])
            found.append(row)
        except Exception as its_own:
            queue.ours_to_mend(row, its_own)
    if len(found) == len(rows):  # each is well, and the reason is ours
        _broken(rows, error)
        return []
    return found


def _broken(rows: Sequence[Message], error: Exception) -> None:
    for row in rows:
        queue.ours_to_mend(row, error)


def _last_look(rows: Sequence[Message], way: Way) -> None:
    """Right before DATA. Costs nothing while all was asked a moment ago."""
    way.marks.settle()
    queue.still_ours(*rows)
    if way.policy.is_stale:
        way.policy.ask()
        if any(way.policy.of(row) != MAY_LEAVE for row in rows):
            raise Changed


def _refused(rows: Sequence[Message], error: Exception) -> None:
    """What the mail server said decides (E7)."""
    refusal = understood(error)
    if refusal.ours:
        log.error("The mail server refuses us, not the recipient: %s. See EMAIL_URL and MAIL_FROM", refusal.words)
    if refusal.no_such_address:
        suppress(rows[0].to, refusal.words)
    for row in rows:
        queue.refused(row, refusal.words, for_good=refusal.for_good)
    if is_deferrable(rows[0]) and not isinstance(error, MAY_HAVE_LEFT):
        queue.give_back(rows)
