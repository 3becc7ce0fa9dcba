"""A talk ends, whenever either of the two likes. Afterwards each may write one thing they understood."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.errors import Refused
from journal.entries import open_together
from journal.opened import tell_partner
from journal.talks import nudges
from journal.talks.models import Ending, Talk, Understood
from journal.talks.position import TOPIC, Acting, allow, facts, held, moved
from journal.talks.states import Action


class AlreadyOpened(Refused):
    message = _("You have both opened these, so they stay as they are.")


@transaction.atomic
def end(talk: Talk, *, by: Person, ending: Ending, back_on: date | None = None, text: str = "") -> None:
    """End it for both. Who comes second finds it ended, and what they understood is kept all the same.

    Raises AlreadyOpened.
    """
    talk = held(talk)
    if not talk.ended_at:
        talk.ended_at, talk.ended_by, talk.ending = clock.now(), by, ending
        talk.back_on = back_on if ending == Ending.LATER else None
        moved(talk, "ended_at", "ended_by", "ending", "back_on")
        if talk.back_on:
            nudges.on_day(talk, talk.back_on)
        live.announce(talk.couple, TOPIC, talk.pk)
    if text:
        _write(talk, Acting(by), text)


@transaction.atomic
def understand(talk: Talk, acting: Acting, *, text: str) -> None:
    """One thing this one understood about the other. Sealed until both have written. Raises MovedOn, AlreadyOpened."""
    talk = held(talk)
    allow(talk, facts(talk), Action.UNDERSTOOD, acting)
    _write(talk, acting, text)


def _write(talk: Talk, acting: Acting, text: str) -> None:
    """What somebody wrote themselves is never replaced from the other one's phone."""
    mine = Understood.objects.filter(talk=talk).by(acting.person).first()
    if mine and mine.opened_at:
        if mine.text == text:
            return
        raise AlreadyOpened
    if mine is None or mine.typed_by_id or not acting.typed_by:
        mine = mine or Understood(couple=talk.couple, talk=talk, author=acting.person)
        mine.text, mine.typed_by, mine.sealed_at = text, acting.typed_by, clock.now()
        mine.save()
    opened = open_together(talk.couple, Understood.objects.filter(talk=talk))
    if opened and not acting.typed_by:  # on one phone both are there
        tell_partner(talk.couple, by=acting.person, at="talks:home", id=mine.pk)
    live.announce(talk.couple, TOPIC, talk.pk, only=None if opened else acting.person)
