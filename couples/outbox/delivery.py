"""Sends what is due by mail: look, lease, look again, send, mark. Nothing in Redis is the only copy of anything (C1).

Rows that are due to one person together leave as one letter, and are leased, sent and marked as one.

A letter's mark is on disk before the words of the next one leave. SMTP cannot be exactly once (RFC 1047): a worker that
dies between the end of DATA and that commit leaves one row to be sent again, under the same Message-ID (E9).
"""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from couples import clock
from couples.outbox import compose, queue
from couples.outbox.models import Channel, Message, State
from couples.outbox.policy import MAY_LEAVE, SendPolicy, is_deferrable
from couples.outbox.services import suppress
from couples.outbox.transport import REFUSED, LetterSender, NotMarked, understood

#: No answer after the words may mean that they arrived: the mailbox counts as written to.
MAY_HAVE_LEFT = (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionResetError, BrokenPipeError)

log = logging.getLogger(__name__)

#: A task sends for so long and hands the rest on, so that whoever waits for a code waits no longer than this.
TIME_SLICE = timedelta(seconds=15)


class Changed(Exception):
    """Somebody chose otherwise while this letter was on its way to the server."""


def deliver(ids: Iterable[UUID]) -> list[UUID]:
    """Send these, if they are still due, over one connection. Returns those the time slice was too short for."""
    until, asked = clock.now() + TIME_SLICE, list(ids)
    rows = queue.due_mail(asked)
    policy = SendPolicy(rows)
    letters = queue.LeasedLetters(queue.by_letter(queue.sift(rows, policy)), policy, until)
    with LetterSender(letters) as sender:
        for letter in sender:
            _deliver(letter, policy, sender)
    if clock.now() < until:
        return []
    return list(queue.due_of(asked, Channel.MAIL).values_list("pk", flat=True))


def _deliver(letter: queue.Letter, policy: SendPolicy, sender: LetterSender) -> None:
    """Send one letter. Whatever is decided otherwise on the way there is decided again, until nothing is."""
    rows = list(letter.rows)
    while rows := [row for row in rows if _may_leave(row, policy)]:
        try:
            mail = compose.letter(rows)
        except Exception as error:  # one poisoned row must not keep the others from leaving
            rows = _others(rows, error)
            continue
        try:
            sender.send(rows, mail, last_look=partial(_last_look, rows, policy))
        except NotMarked:
            raise
        except Changed:
            continue
        except queue.LeaseLost:
            log.warning("Message %s was left to whoever took it over", rows[0].pk)
        except REFUSED as error:
            _refused(rows, error)
        except Exception as error:  # one poisoned row must not keep the others from leaving
            _broken(rows, error)
        return
    queue.give_back(letter.rows)


def _may_leave(row: Message, policy: SendPolicy) -> bool:
    """Whether a leased row may leave. One that may not is marked with what becomes of it."""
    try:
        verdict = policy.of(row)
        if verdict.until:
            queue.mark(row, next_try_at=verdict.until, leased_until=None)
        elif state := verdict.state or (None if policy.is_wanted(row) else State.CANCELLED):
            queue.finish(row, state)
        else:
            return True
    except Exception as error:  # one poisoned row must not keep the others from leaving
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


def _last_look(rows: Sequence[Message], policy: SendPolicy) -> None:
    """Right before the words leave. Costs nothing while all was asked a moment ago."""
    queue.still_ours(*rows)
    if policy.is_stale:
        policy.ask()
        if any(policy.of(row) != MAY_LEAVE for row in rows):
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
