"""The day of an idea that both wanted has come: each says how it goes on, sealed until both have.

Keep it: until the earlier of the days they choose. Change it: it goes on in the new words, once both want those. Let it
go: it rests. Whoever never answers holds nothing up, and nothing is said of it.
"""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from journal.entries import open_together
from journal.listening.services import MovedOn
from journal.opened import tell_partner
from journal.talks import nudges
from journal.talks.ending import AlreadyOpened
from journal.talks.models import Further, Idea, Look, Talk, Want
from journal.talks.position import TOPIC, Acting, allow, facts, held, moved
from journal.talks.states import Action


class Wish(NamedTuple):
    """`until`: of what is kept or changed; `text`: the new words of what is changed."""

    answer: Further
    until: date | None = None
    text: str = ""


@transaction.atomic
def look(idea: Idea, *, by: Person, on: date, wish: Wish) -> None:
    """`on`: the day the page asked about. Until both have said, the last answer counts; the same again is nothing new.

    Raises MovedOn, AlreadyOpened.
    """
    talk, idea = held(idea.talk), Idea.objects.get(pk=idea.pk)
    idea.talk, idea.couple = talk, talk.couple
    mine = Look.objects.filter(idea=idea, on=on).by(by).first()
    if mine and mine.opened_at:
        if mine.answer == wish.answer:
            return
        raise AlreadyOpened
    allow(talk, facts(talk), Action.LOOK, Acting(by))
    if on != idea.until or not is_due(idea, by) or not idea.stands():
        raise MovedOn
    mine = mine or Look(couple=talk.couple, idea=idea, on=on, author=by)
    mine.answer, mine.text = wish.answer, wish.text
    mine.until = wish.until.isoformat() if wish.until else ""
    mine.sealed_at = clock.now()
    mine.save()
    if open_together(talk.couple, Look.objects.filter(idea=idea, on=on)):
        _both_have_said(talk, idea, list(Look.objects.filter(idea=idea, on=on).opened()))
        tell_partner(talk.couple, by=by, at="talks:home", id=mine.pk)
        live.announce(talk.couple, TOPIC, talk.pk)
    else:
        live.announce(talk.couple, TOPIC, talk.pk, only=by)


def is_due(idea: Idea, person: Person) -> bool:
    """By this one's own clock."""
    return idea.until <= clock.today(person)


def _both_have_said(talk: Talk, idea: Idea, looks: list[Look]) -> None:
    said = {each.answer for each in looks}
    if said == {Further.KEEP}:
        idea.until = min(each.new_day or idea.until for each in looks)
        idea.save(update_fields=["until"])
        nudges.on_its_day(idea)
    else:
        idea.rested_at = clock.now()
        idea.save(update_fields=["rested_at"])
    if Further.LET_GO not in said:
        for each in looks:
            if each.answer == Further.CHANGE:
                _in_new_words(talk, idea, each)
    moved(talk)


def _in_new_words(talk: Talk, before: Idea, said: Look) -> None:
    """An idea of its own, which whoever said it wants."""
    idea = Idea(couple=talk.couple, talk=talk, author=said.author, after=before, until=said.new_day or before.until)
    idea.sealed_at = idea.opened_at = clock.now()
    idea.text = said.text
    idea.save(force_insert=True)
    Want.objects.create(couple=talk.couple, idea=idea, person=said.author)
    said.text = ""
    said.save()
