"""An evening that two people chose: one nudge for each, at seven on their own clock, that moves with the clock."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from couples.accounts.models import Person
from couples.outbox.models import Message, State
from rituals.cadence import instant

AT = time(19)


def due(person: Person, on: date) -> datetime:
    # A zone may leave a date out altogether; then it is the evening after.
    return instant(AT, person.tzinfo, on) or due(person, on + timedelta(days=1))


@transaction.atomic
def follow_clock(person: Person, *, kind: str, named: str = "") -> None:
    """This person lives by another clock from now on. What has left, or is leaving, has left.

    `named`: how the occurrences begin that are for a day; they all end with it.
    """
    waiting = Message.objects.filter(kind=kind, person=person, state=State.PENDING, attempts=0)
    for message in waiting.filter(occurrence__startswith=named).select_for_update():
        shift = due(person, message.on) - message.due_at
        message.due_at += shift
        message.next_try_at = message.due_at
        if message.expires_at:
            message.expires_at += shift
        message.save(update_fields=["due_at", "next_try_at", "expires_at"])
