"""Rows 9 and 11: people rung for by several beats and dispatchers at once, whatever becomes of the broker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bench.faults import Outcome
from bench.parts import Parts, until
from bench.trials import Found, Sink, judge, plant_a_duplicate, rituals_of, sink
from couples.accounts.models import Person
from couples.outbox.models import Message, State
from rituals.models import Nudge

DAY, SOON = timedelta(days=1), timedelta(seconds=1)


def next_ring(people: Sequence[Person]) -> datetime:
    """When the last of them is to be rung for next."""
    last = Nudge.objects.filter(person__in=people).order_by("-next_at").first()
    if last is None or last.next_at is None:
        raise RuntimeError("nobody is ever rung for")
    return last.next_at


def came(server: Sink) -> list[str]:
    return [address for to in list(server.recipients) for address in to]


def addresses(people: Sequence[Person]) -> list[str]:
    return [who.email for who in people]


def sent(people: Sequence[Person]) -> int:
    return Message.objects.filter(person__in=people, kind="nudge", state=State.SENT).count()


def wait_for_later(people: Sequence[Person]) -> None:
    Nudge.objects.filter(person__in=people).update(next_at=None)


def due_at(people: Sequence[Person], at: datetime) -> None:
    Nudge.objects.filter(person__in=people).update(next_at=at, unanswered=0)  # they answered: nothing slows down


def crowd(several: int) -> tuple[list[Person], list[Person]]:
    """Four for the detector and `several` others, there before any part runs: nothing but nudges is to be sent.

    Nobody else is rung for any more: whoever an earlier trial left behind.
    """
    Nudge.objects.all().update(next_at=None)
    people = [who for who, _ in rituals_of(4 + several)]
    return people[:4], people[4:]


def show_the_detector(parts: Parts, server: Sink, people: Sequence[Person], at: datetime) -> None:
    """One whose time moves on without a message, and one whose mail is not marked: both must be seen. Raises if not."""
    lost, twice, *_ = people
    Nudge.objects.filter(person=lost).update(next_at=at + DAY)
    parts.at(at + SOON)
    until(lambda: sent(people) == len(people) - 1)
    plant_a_duplicate(Message.objects.get(person=twice, kind="nudge"))
    until(lambda: sent(people) == len(people) - 1)
    found = judge(addresses(people), came(server))
    if found != Found(frozenset({lost.email}), frozenset({twice.email})):
        raise AssertionError(f"planted {lost.pk} and {twice.pk}, found {found}")
    parts.right()
    wait_for_later(people)
    Message.objects.all().delete()
    server.recipients.clear()


def many_dispatchers(due: int) -> Outcome:
    """Row 9: two beats tick for three workers that all dispatch, and everybody is due in the same minute."""
    outcome = Outcome(due)
    few, people = crowd(due)
    at = next_ring(people)
    wait_for_later(people)
    with sink() as (server, env), Parts(env, beats=2, workers=3) as parts:
        show_the_detector(parts, server, few, at)
        due_at(people, at)
        parts.at(at + SOON)
        until(lambda: sent(people) == due, seconds=600)
        parts.go_on()
        outcome.add(judge(addresses(people), came(server)))
        rows = Message.objects.filter(person__in=people).count()
        took_part = {part: len(parts.rings(part)) for part in ("beat", "worker")}
        # One that ended and was started again counts as two.
        if rows != due or took_part["beat"] < parts.beats or took_part["worker"] < parts.workers:
            outcome.wrong.append(f"{rows} messages for {due}, by {took_part}")
    return outcome
