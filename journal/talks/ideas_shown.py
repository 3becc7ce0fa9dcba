"""The ideas of a talk, as whoever holds the phone reads them: who wants each, and how it goes on."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch

from couples import clock
from couples.access import CoupleRequest
from journal.talks.looking import is_due
from journal.talks.models import Further, Idea, Look, Want
from journal.talks.reader_view import View
from journal.talks.states import Action

#: An idea that nobody has looked at for so long after its day stands on its talk's page alone.
LISTED_FOR = timedelta(days=30)


def tried(request: CoupleRequest) -> list[dict[str, Any]]:
    """What the two try by now, from talks that have ended, the nearest day first; and what waits for both to want it
    in new words. One query.
    """
    today, me = clock.today(request.person), request.person
    wants = ArraySubquery(Want.objects.filter(idea=OuterRef("pk")).values("person"))
    said = Look.objects.filter(idea=OuterRef("pk"), on=OuterRef("until")).by(me)
    found = Idea.objects.for_couple(request.couple).filter(talk__ended_at__isnull=False, rested_at=None)
    found = found.not_erased().filter(until__gt=today - LISTED_FOR).annotate(wanted_by=wants, has_said=Exists(said))
    every = [_tried(each, request) for each in found.order_by("until", "pk")]
    return [each for each in every if each["both"] or each["idea"].after_id]


def _tried(idea: Any, request: CoupleRequest) -> dict[str, Any]:
    both = len(idea.wanted_by) > 1
    asks = both and not idea.has_said and request.partner is not None and is_due(idea, request.person)
    return {"idea": idea, "both": both, "asks": asks, "mine": request.person.pk in idea.wanted_by}


def ideas_of(request: CoupleRequest, view: View) -> list[dict[str, Any]]:
    """Oldest first. Two queries. Of an answer that is sealed nothing is loaded but one's own."""
    looks = Look.objects.visible_to(request.person).order_by("on")
    wants = ArraySubquery(Want.objects.filter(idea=OuterRef("pk")).values("person"))
    found = Idea.objects.filter(talk=view.talk).annotate(wanted_by=wants).order_by("created_at", "pk")
    return [_idea(each, request, view) for each in found.prefetch_related(Prefetch("looks", looks))]


def _idea(idea: Idea, request: CoupleRequest, view: View) -> dict[str, Any]:
    wants: set[Any] = set(idea.wanted_by)  # type: ignore[attr-defined]  # annotated by ideas_of
    me, them = view.me, view.them
    both = them is not None and {me.person_id, them.person_id} <= wants
    stands = both and not idea.rested_at and not idea.erased_at
    looks = list(idea.looks.all())
    opened = [each for each in looks if each.opened_at]
    newest = [each for each in opened if each.on == opened[-1].on]
    sealed = any(each.on == idea.until and not each.opened_at for each in looks)
    own = stands and not view.lent and Action.LOOK in view.may
    changed_afterwards = Action.LOOK in view.may and idea.after_id is not None and bool(view.talk.ended_at)
    return {
        "idea": idea,
        "by": me if idea.author_id == me.person_id else them,
        "i_want": me.person_id in wants,
        "they_want": them is not None and them.person_id in wants,
        "both": both,
        "stands": stands,
        "let_go": any(each.answer == Further.LET_GO for each in newest),
        "wants": wants,
        "may_want": not (idea.rested_at or idea.erased_at) and (Action.WANT in view.may or changed_afterwards),
        "sealed": own and sealed,
        "asks": own and not sealed and is_due(idea, request.person),
        "may_go_further": own and Action.FURTHER in view.may,
        "said": [(each, look) for each in request.people for look in newest if look.author_id == each.person_id],
    }
