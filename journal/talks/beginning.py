"""A talk begins: a subject, when it would suit each of the two, and who speaks first."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.errors import Refused
from couples.space.models import Couple
from journal.entries import lock, open_together
from journal.listening.services import MovedOn
from journal.opened import tell_partner
from journal.talks import nudges
from journal.talks.models import FirstBy, OtherWayRound, Readiness, Talk, When
from journal.talks.position import TOPIC, Acting, allow, facts, held, moved
from journal.talks.states import Action


class OneAtATime(Refused):
    message = _("You two have a talk open already. Carry on with it, or end it first. Your words are still here.")


@transaction.atomic
def begin(couple: Couple, *, by: Person, other: Person, id: UUID, subject: str, after: Talk | None = None) -> Talk:
    """Begin a talk, perhaps about what an ended one was about (`after`). The same `id` again is the same talk.

    Raises OneAtATime.
    """
    lock(couple)
    given = Talk.objects.for_couple(couple).filter(pk=id).first()
    if given:
        return given
    if Talk.objects.for_couple(couple).going_on().exists():
        raise OneAtATime
    first, first_by = _who_speaks_first(couple, by, other)
    talk = Talk(pk=id, couple=couple, begun_by=by, after=after, speaker=first, first=first, first_by=first_by)
    talk.subject = subject
    talk.save(force_insert=True)
    tell_partner(couple, by=by, at="talks:home", id=talk.pk)
    live.announce(couple, TOPIC, talk.pk)
    return talk


@transaction.atomic
def answer(talk: Talk, acting: Acting, *, asked: int, when: When, proposed: datetime | None = None) -> None:
    """When it would suit this one. Sealed until both have said; then the talk begins, or both are asked anew.

    What somebody said themselves is never replaced from the other one's phone. The same again changes nothing.
    Raises MovedOn.
    """
    talk = held(talk)
    said = proposed.isoformat() if proposed and when == When.LATER else ""
    mine = Readiness.objects.filter(talk=talk, asked=asked).by(acting.person).first()
    if mine and mine.opened_at and (mine.answer, mine.proposed) == (when, said):
        return
    allow(talk, facts(talk), Action.ANSWER, acting)
    if asked != talk.asked:
        raise MovedOn
    if mine is None or mine.typed_by_id or not acting.typed_by:
        mine = mine or Readiness(couple=talk.couple, talk=talk, asked=asked, author=acting.person)
        mine.answer, mine.proposed, mine.typed_by = when, said, acting.typed_by
        mine.sealed_at = clock.now()
        mine.save()
    if open_together(talk.couple, Readiness.objects.filter(talk=talk, asked=asked)):
        _both_have_said(talk)
        live.announce(talk.couple, TOPIC, talk.pk)
    else:
        live.announce(talk.couple, TOPIC, talk.pk, only=acting.person)


@transaction.atomic
def prefer(talk: Talk, *, by: Person, first: UUID) -> None:
    """This one would like `first` to speak first, or no longer likes the other way round. It changes once both do.

    Raises MovedOn.
    """
    talk = held(talk)
    allow(talk, facts(talk), Action.ORDER, Acting(by))
    if first == talk.first_id:
        OtherWayRound.objects.filter(talk=talk, person=by).delete()
        live.announce(talk.couple, TOPIC, talk.pk, only=by)
        return
    OtherWayRound.objects.get_or_create(couple=talk.couple, talk=talk, person=by)
    wish = OtherWayRound.objects.filter(talk=talk)
    if wish.count() < 2:
        live.announce(talk.couple, TOPIC, talk.pk, only=by)
        return
    wish.delete()
    talk.first_id = talk.speaker_id = first
    talk.first_by = FirstBy.BOTH
    moved(talk, "first", "speaker", "first_by")
    live.announce(talk.couple, TOPIC, talk.pk)


def _who_speaks_first(couple: Couple, by: Person, other: Person) -> tuple[Person, FirstBy]:
    """Whoever did not last time. The first time a coin says."""
    last = Talk.objects.for_couple(couple).exclude(ready_at=None).order_by("-ready_at").first()
    if last is None or last.first_id not in {by.pk, other.pk}:
        return secrets.choice((by, other)), FirstBy.COIN
    return (other if last.first_id == by.pk else by), FirstBy.LAST


def _both_have_said(talk: Talk) -> None:
    """Both now: it begins. Else the time proposed, the later of two, is nudged at; and both can say anew."""
    both = list(Readiness.objects.filter(talk=talk, asked=talk.asked))
    if all(each.answer == When.NOW for each in both):
        talk.ready_at, talk.meet_at = clock.now(), None
        OtherWayRound.objects.filter(talk=talk).delete()
        moved(talk, "ready_at", "meet_at")
        return
    proposed = [datetime.fromisoformat(each.proposed) for each in both if each.proposed]
    talk.meet_at = max(proposed, default=None)
    talk.asked += 1
    moved(talk, "meet_at", "asked")
    if talk.meet_at:
        nudges.at_time(talk, talk.meet_at)
