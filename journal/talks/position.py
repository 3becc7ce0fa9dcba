"""Where a talk stands, from its rows; and the lock with which anything in it is changed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.breaks import services as breaks
from journal.breaks.errors import OnABreak
from journal.entries import lock
from journal.listening.hosting import last_step
from journal.listening.services import MovedOn
from journal.listening.steps import Step
from journal.talks.models import Enough, Statement, StatementQuerySet, Talk
from journal.talks.states import Action, Facts, State

KIND = "talks"
TOPIC = "talks"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does something, and whose phone it is when it is the other one's."""

    person: Person
    typed_by: Person | None = None


def said_in(talk: Talk, *, and_draft_of: Person | None = None) -> StatementQuerySet:
    """What was said, in order, each with the last that listening has of it (`last_step`); and this one's draft."""
    found = Statement.objects.filter(talk=talk).order_by("place")
    said = found.filter(~Q(place=None) | Q(author=and_draft_of)) if and_draft_of else found.said()
    return said.annotate(last_step=last_step(KIND, "pk"))


def facts(talk: Talk, said: list[Statement] | None = None) -> Facts:
    """Two queries, or one where what was `said` is known. None for a talk that is over or not begun."""
    if talk.ended_at or not talk.ready_at:
        return Facts(ended=bool(talk.ended_at), ready=bool(talk.ready_at), speaker=talk.speaker_id)
    found = list(said_in(talk)) if said is None else said
    confirmed = [each for each in found if _is_confirmed(each)]
    last = found[-1] if found else None
    if last and last.erased_at and last not in confirmed:
        last = None  # there is nothing to hear: its speaker says it anew, or something else
    return Facts(
        ended=False,
        ready=True,
        speaker=talk.speaker_id,
        said_by=last.author_id if last else None,
        confirmed=last in confirmed,
        heard={each.author_id for each in confirmed},
        ticked=set(Enough.objects.filter(talk=talk).values_list("person_id", flat=True)),
    )


def spoken(talk: Talk) -> int:
    return Statement.objects.filter(talk=talk).said().count()


def held(talk: Talk) -> Talk:
    """The talk as it is now, with the couple locked: two who press at once go one by one."""
    lock(talk.couple)
    now = Talk.objects.get(pk=talk.pk)
    now.couple = talk.couple
    return now


def allow(talk: Talk, now: Facts, action: Action, acting: Acting) -> None:
    """Raises MovedOn where the table does not have it, and OnABreak while the two are on one: then a talk that is open
    stands still, but for ending it. For whoever holds the couple's lock.
    """
    if action is not Action.END and not now.ended:
        breaks.insist_on_none(talk.couple)
    may = now.lent(acting.person.pk) if acting.typed_by else now.may(acting.person.pk)
    if action not in may:
        raise MovedOn


def moved(talk: Talk, *fields: str) -> None:
    """Save what changed for both."""
    talk.moved_at = clock.now()
    talk.save(update_fields=["moved_at", *fields])


def is_current(couple: Couple, id: UUID) -> bool:
    """Whether this statement may still be heard now. For whoever holds the couple's lock."""
    try:
        breaks.insist_on_none(couple)
    except OnABreak:
        return False
    statement = Statement.objects.for_couple(couple).filter(pk=id).select_related("talk").first()
    if statement is None:
        return False
    said = list(said_in(statement.talk))
    where = facts(statement.talk, said).state
    return where in {State.HEARING, State.HEARD} and said[-1].pk == id


def _is_confirmed(statement: Statement) -> bool:
    last: str | None = statement.last_step  # type: ignore[attr-defined]  # annotated by said_in
    return last == Step.YES
