"""“Would you be comfortable with …?”: one thing, answered or not, and gone for both after three days.

To who asked, *not now* is no answer: the question stays as it was until it fades, and then it is gone. It is not stored
either: it only puts the question away from the other's Today, as leaving it for later does. Whether something was
refused shows nowhere, then, and neither when: that the same may not be asked again for a while is written down when it
is asked.

A yes fades too, at a moment drawn by chance within three days, and can be taken back at any time. Taking it back is to
let it fade at once: no hint, no word, no row less. Taken back in the minute in which it was given, it can be guessed:
that what is said is true matters more there.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, keyed, live
from couples.accounts.models import Person
from couples.errors import Refused
from couples.space.models import Couple
from journal.entries import lock
from journal.touch.models import Ask, RecentAsk
from journal.touch.services import TOPIC
from journal.touch.sheet import NOT_NOW, plain

FADES = timedelta(days=3)
#: Before the same is asked again: after it has faded, and after it was answered.
REST, REST_ANSWERED = timedelta(days=7), timedelta(days=1)
#: How long the words of a faded question are still there, for who is just answering it.
STILL_ANSWERED = timedelta(hours=1)


class AskError(Refused):
    """Their words stay in the form."""


class OneAtATime(AskError):
    message = _("You have asked something already. Once it has faded, you can ask something else.")


class NotAgainYet(AskError):
    message = _("Not again just yet. You can ask for something else, or say it out loud.")


class Faded(AskError):
    message = _("The question has faded, so your answer wasn’t sent. Your words are still here.")


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NOT_NOW = NOT_NOW, _("Not now")
    ELSE = "else", _("Something else, in my own words")


@transaction.atomic
def ask(couple: Couple, *, by: Person, id: UUID, thing: str = "", words: str = "", when: str = "") -> Ask:
    """The same `id` with the same words is the same question. Raises OneAtATime, NotAgainYet."""
    lock(couple)
    asked = {"thing": thing, "words": words, "when": when}
    before = asked_by(couple, by)
    again = before and before.is_here() and before.pk == id
    if before and again and all(getattr(before, name) == value for name, value in asked.items()):
        return before
    if before and before.is_open:
        raise OneAtATime
    recent, now = digest(couple, by, thing, words), clock.now()
    if RecentAsk.objects.for_couple(couple).filter(digest=recent, until__gt=now).exists():
        raise NotAgainYet
    if before:
        before.delete()
    made = Ask(pk=uuid4() if before and before.pk == id else id, couple=couple, asked_by=by, fades_at=now + FADES)
    made.thing, made.words, made.when = thing, words, when
    made.save(force_insert=True)
    _rest(made, until=made.fades_at + REST)
    live.announce(couple, TOPIC)
    return made


@transaction.atomic
def answer(ask: Ask, *, by: Person, how: str, reply: str = "") -> None:
    """*Yes* or *something else* reach who asked; *not now* reaches nobody. Raises Faded."""
    lock(ask.couple)
    found = Ask.objects.filter(pk=ask.pk, fades_at__gt=clock.now()).first()
    if found is None:
        raise Faded
    ask, now = found, clock.now()
    said = (how, reply if how == Answer.ELSE else "")
    if how == Answer.NOT_NOW:
        _put_away(ask, by)
    if how == Answer.NOT_NOW or (ask.answer, ask.reply) == said:
        return
    ask.answer, ask.reply = said
    ask.answered_at = ask.answered_at or now
    ask.fades_at = now + (FADES * _share() if how == Answer.YES else FADES)
    ask.save()
    _rest(ask, until=now + REST_ANSWERED)
    live.announce(ask.couple, TOPIC)


@transaction.atomic
def take_back(ask: Ask, *, by: Person) -> None:
    """Who answered takes the answer back, or who asked the question. For both it has faded."""
    lock(ask.couple)
    if ask.asked_by_id == by.pk and ask.answered_at is None:
        _rest(ask, until=clock.now() + REST_ANSWERED)
    Ask.objects.filter(pk=ask.pk, fades_at__gt=clock.now()).update(fades_at=clock.now())
    live.announce(ask.couple, TOPIC, only=by)


def asked_by(couple: Couple, person: Person) -> Ask | None:
    return Ask.objects.for_couple(couple).filter(asked_by=person).first()


def closed(couple: Couple) -> None:
    """Follows one of the two leaving: what either asks is deleted, and nobody is asked any more."""
    Ask.objects.for_couple(couple).delete()
    RecentAsk.objects.for_couple(couple).delete()


def forget() -> None:
    """Deletes what has faded. Safe to run at any time, and again."""
    Ask.objects.filter(fades_at__lte=clock.now() - STILL_ANSWERED).delete()
    RecentAsk.objects.filter(until__lte=clock.now()).delete()


def digest(couple: Couple, by: Person, thing: str, words: str) -> str:
    return keyed.digest("touch", f"{couple.pk} {by.pk} {thing or plain(words)}")


def _put_away(ask: Ask, by: Person) -> None:
    """What was a yes is none any more."""
    gone = {"fades_at": clock.now()} if ask.answered_at else {"put_away": True}
    Ask.objects.filter(pk=ask.pk).update(**gone)
    live.announce(ask.couple, TOPIC, only=by)


def _rest(ask: Ask, *, until: datetime) -> None:
    recent = digest(ask.couple, ask.asked_by, ask.thing, ask.words)
    RecentAsk.objects.update_or_create(couple=ask.couple, digest=recent, defaults={"until": until})


def _share() -> float:
    return secrets.randbelow(1_000_000) / 1_000_000
