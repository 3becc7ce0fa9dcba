"""What a practice uses that shows hearings on pages of its own (`sources.Host`)."""

from collections.abc import Collection
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from couples.access import CoupleRequest
from journal.listening.conversation import Said, said_of
from journal.listening.models import Turn


def last_step(kind: str, entry: str) -> Subquery:
    """What was said last about the entry whose id stands in the column `entry`: one of `steps.Step`, or nothing."""
    said = Turn.objects.said().filter(hearing__kind=kind, hearing__entry_id=OuterRef(entry))
    return Subquery(said.order_by("-place").values("step")[:1])


def said_about(request: CoupleRequest, kind: str, ids: Collection[UUID]) -> dict[UUID, list[Said]]:
    """All that was said about each of these, in order. One query."""
    people = {each.person_id: each for each in request.people}
    found = Turn.objects.for_couple(request.couple).said().annotate(entry=F("hearing__entry_id"))
    found = found.filter(hearing__kind=kind, hearing__entry_id__in=ids).order_by("entry", "place")
    said = [each for each in found if each.author_id in people]
    return {id: [said_of(each, people, request) for each in rows] for id, rows in groupby(said, attrgetter("entry"))}
