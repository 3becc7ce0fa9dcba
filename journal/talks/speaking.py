"""One of the two speaks, a few sentences at a time. How it is heard is journal/listening."""

from uuid import UUID

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, settled, stored_words
from journal.listening.services import MovedOn
from journal.talks.models import Enough, Statement, Talk
from journal.talks.position import TOPIC, Acting, allow, facts, held, moved, spoken
from journal.talks.states import Action, State


@transaction.atomic
def keep_draft(talk: Talk, *, by: Person, text: str, seen: int, base: Base | None = None) -> str:
    """Keep what is typed so far, and answer what is kept. What an old tab still holds of words already said is not kept
    a second time.
    """
    talk = held(talk)
    said = Statement.objects.filter(talk=talk).said().by(by).filter(place__gt=seen)
    if any(each.text.startswith(text) for each in said):
        return text
    draft = _draft(talk, by)
    draft.text = merged({"text": text}, head=stored_words(draft, ["text"]), base=base)["text"]
    draft.save()
    live.announce(talk.couple, TOPIC, talk.pk, only=by)
    return draft.text


@transaction.atomic
def say(talk: Talk, acting: Acting, *, text: str, seen: int, base: Base | None = None) -> Statement:
    """Say it, if the talk is as the page with `seen` statements showed it. Pressing twice says it once.

    Raises MovedOn, Unseen.
    """
    talk = held(talk)
    last = Statement.objects.filter(talk=talk).said().order_by("-place").first()
    if last and last.place == seen + 1 and (last.author_id, last.text) == (acting.person.pk, text):
        return last
    allow(talk, facts(talk), Action.SAY, acting)
    if seen != (last.place if last else 0):
        raise MovedOn
    statement = _draft(talk, acting.person) if not acting.typed_by else _new(talk, acting.person)
    statement.text = settled({"text": text}, head=stored_words(statement, ["text"]), base=base)["text"]
    statement.place, statement.typed_by = seen + 1, acting.typed_by
    statement.sealed_at = statement.opened_at = clock.now()
    statement.save()
    moved(talk)
    live.announce(talk.couple, TOPIC, talk.pk)
    return statement


@transaction.atomic
def swap(talk: Talk, acting: Acting, *, to: UUID, seen: int) -> None:
    """From now on `to` speaks. Both pressing in one instant swap once. Raises MovedOn."""
    talk = held(talk)
    if seen != spoken(talk):
        raise MovedOn
    if talk.speaker_id == to and talk.ready_at and not talk.ended_at:
        return
    allow(talk, facts(talk), Action.SWAP, acting)
    talk.speaker_id = to
    moved(talk, "speaker")
    live.announce(talk.couple, TOPIC, talk.pk)


@transaction.atomic
def tick(talk: Talk, acting: Acting, *, enough: bool) -> None:
    """This one feels understood enough, or would like another go at it after all. Nobody else learns of it until both
    do: then ideas open. Taken back, they are locked again, and what was written stays. Raises MovedOn.
    """
    talk = held(talk)
    before = facts(talk)
    if enough == (acting.person.pk in before.ticked) and not before.ended:
        return
    allow(talk, before, Action.TICK if enough else Action.UNTICK, acting)
    if enough:
        Enough.objects.create(couple=talk.couple, talk=talk, person=acting.person, typed_by=acting.typed_by)
    else:
        Enough.objects.filter(talk=talk, person=acting.person).delete()
    if before.state is State.IDEAS or facts(talk).state is State.IDEAS:
        moved(talk)
        live.announce(talk.couple, TOPIC, talk.pk)
    else:
        live.announce(talk.couple, TOPIC, talk.pk, only=acting.person)


def _draft(talk: Talk, by: Person) -> Statement:
    mine = Statement.objects.filter(talk=talk, place=None).by(by).first()
    return mine or _new(talk, by)


def _new(talk: Talk, by: Person) -> Statement:
    return Statement(couple=talk.couple, talk=talk, author=by)
