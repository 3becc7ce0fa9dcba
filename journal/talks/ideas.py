"""What the two could try, once both feel understood enough."""

from datetime import date
from uuid import UUID

from django.db import transaction

from couples import clock, live
from journal.listening.services import MovedOn
from journal.talks import nudges
from journal.talks.models import Idea, Talk, Want
from journal.talks.position import TOPIC, Acting, allow, facts, held, moved
from journal.talks.states import Action


@transaction.atomic
def add(talk: Talk, acting: Acting, *, id: UUID, text: str, until: date) -> Idea:
    """Both can read it from now on, and its author wants it. The same `id` again is the same idea. Raises MovedOn."""
    talk = held(talk)
    given = Idea.objects.filter(talk=talk, pk=id).by(acting.person).first()
    if given:
        return given
    allow(talk, facts(talk), Action.IDEA, acting)
    idea = Idea(pk=id, couple=talk.couple, talk=talk, author=acting.person, until=until, typed_by=acting.typed_by)
    idea.sealed_at = idea.opened_at = clock.now()
    idea.text = text
    idea.save(force_insert=True)
    _want(idea, acting)
    moved(talk)
    live.announce(talk.couple, TOPIC, talk.pk)
    return idea


@transaction.atomic
def want(idea: Idea, acting: Acting, *, wanted: bool) -> None:
    """This one wants it, or no longer. It stands while both want it. Once a talk has ended only what was said in new
    words, on an idea's day, is still open to this. Raises MovedOn.
    """
    talk, idea = held(idea.talk), Idea.objects.get(pk=idea.pk)
    mine = Want.objects.filter(idea=idea, person=acting.person)
    if wanted == mine.exists():
        return
    allow(talk, facts(talk), Action.LOOK if talk.ended_at and idea.after_id else Action.WANT, acting)
    if idea.rested_at or (acting.typed_by and not wanted):
        raise MovedOn
    if wanted:
        _want(idea, acting)
    else:
        mine.delete()
    if wanted and idea.stands():
        nudges.on_its_day(idea)
    moved(talk)
    live.announce(talk.couple, TOPIC, talk.pk)


def _want(idea: Idea, acting: Acting) -> None:
    Want.objects.create(couple=idea.couple, idea=idea, person=acting.person, typed_by=acting.typed_by)
