"""What one thinks it is like for the other: written beforehand, for oneself, and shown later or never."""

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from journal.listening.services import MovedOn
from journal.talks.models import Guess, Talk
from journal.talks.position import TOPIC, Acting, allow, facts, held, moved
from journal.talks.states import Action


@transaction.atomic
def guess(talk: Talk, *, by: Person, text: str) -> None:
    """Keep it, for its author alone. Without words there is none. Raises MovedOn once the talk has begun."""
    talk = held(talk)
    mine = own(talk, by)
    if text == (mine.text if mine else ""):
        return
    allow(talk, facts(talk), Action.GUESS, Acting(by))
    if mine and not text:
        mine.delete()
    else:
        mine = mine or Guess(couple=talk.couple, talk=talk, author=by)
        mine.text = text
        mine.save()
    live.announce(talk.couple, TOPIC, talk.pk, only=by)


@transaction.atomic
def show(talk: Talk, *, by: Person) -> None:
    """Both can read it from now on. Only once its author was told “yes, that’s it”. Raises MovedOn."""
    talk = held(talk)
    mine = own(talk, by)
    if mine and mine.opened_at:
        return
    allow(talk, facts(talk), Action.SHOW, Acting(by))
    if mine is None:
        raise MovedOn
    mine.sealed_at = mine.opened_at = clock.now()
    mine.save()
    moved(talk)
    live.announce(talk.couple, TOPIC, talk.pk)


def own(talk: Talk, by: Person) -> Guess | None:
    return Guess.objects.filter(talk=talk).by(by).first()
