"""The nudge at the end of a break: to both, at the minute both know of, each once (E9).

`ring` claims breaks whose time has come, which other dispatchers skip, and writes their messages in the same
transaction. What was not committed is claimed again; what was is unique by person, break and time.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from couples import clock, live
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Membership
from journal.breaks.models import Break
from journal.breaks.services import TOPIC

KIND = "break"
BATCH = 200
#: Later than this it is missed, never sent late (E7). The break's page asks all the same.
GRACE = timedelta(hours=2)


def ring(now: datetime | None = None) -> int:
    """Every break whose time has come by `now`. Returns how many nudges are newly there to be sent."""
    now = now or clock.now()
    posted = 0
    while True:
        claimed, written = _ring_batch(now)
        posted += written
        if claimed < BATCH:
            return posted


@transaction.atomic
def _ring_batch(now: datetime) -> tuple[int, int]:
    due = Break.objects.filter(rung_at=None, ended_at=None, until_at__lte=now).order_by("until_at", "pk")
    claimed = list(due.select_related("couple").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    members = Membership.objects.current().filter(couple__in=[each.couple_id for each in claimed])
    people = list(members.select_related("person"))
    posted = 0
    for found in claimed:
        if now < found.until_at + GRACE:
            posted += _post(found, [each for each in people if each.couple_id == found.couple_id])
        # Open pages ask now, without being looked at anew.
        live.announce(found.couple, TOPIC)
    Break.objects.filter(pk__in=[found.pk for found in claimed]).update(rung_at=now)
    return len(claimed), posted


def _post(found: Break, members: list[Membership]) -> int:
    """One for each of the two, but for who is back already."""
    posted = [
        post(
            kind=KIND,
            person=each.person,
            occurrence=occurrence(found),
            about=found.pk,
            due_at=found.until_at,
            grace=GRACE,
        )
        for each in members
        if each.person_id != found.ready_by_id
    ]
    return sum(each is not None for each in posted)


def occurrence(found: Break) -> str:
    return f"{found.pk}:{found.new_times}"


def path(message: Message) -> str:
    return reverse("breaks:page", args=[message.about])


def wanted(message: Message) -> bool:
    """The break is on, this is the time that counts, and this person is here and has not said that they are back.

    Neither a pause nor a holiday holds it up: the promise was made in full knowledge of both. Muted it does not come.
    """
    found = Break.objects.open().filter(pk=message.about).first() if message.about else None
    if found is None or occurrence(found) != message.occurrence or found.has_rested(clock.now()):
        return False
    here = Membership.objects.current().filter(couple=found.couple_id, person=message.person_id).exists()
    return here and found.ready_by_id != message.person_id
