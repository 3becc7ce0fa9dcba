"""One way to be heard, for whatever practice has something open to both. Words go by `Shared`, people by role."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, settled, stored_words
from couples.erasing.eraser import Eraser
from couples.errors import Refused
from couples.space.models import Couple
from journal.entries import lock
from journal.listening.models import Hearing, HearingQuerySet, Turn
from journal.listening.sources import Shared, find, host
from journal.listening.steps import SAYS, Role, Step, is_asked, is_over, possible

TOPIC = "listening"


class MovedOn(Refused):
    """Something was said, or it was left there, since the page was made."""

    message = _("Something changed while you were writing. Nothing was sent, and your words are still here.")


class NotTheirs(Exception):
    """The other one's step, or nobody to listen yet. No page offers it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two around one shared thing, and which of them acts."""

    by: Person
    other: Person
    role: Role

    @property
    def others_role(self) -> Role:
        return Role.LISTENER if self.role is Role.SPEAKER else Role.SPEAKER


def pair(shared: Shared, by: Person, partner: Person | None) -> Pair:
    if partner is None or shared.author_id not in {by.pk, partner.pk}:
        raise NotTheirs
    return Pair(by, partner, Role.SPEAKER if by.pk == shared.author_id else Role.LISTENER)


@transaction.atomic
def keep_draft(shared: Shared, pair: Pair, *, step: Step, text: str, seen: int, base: Base | None = None) -> str:
    """Keep what is typed so far, and answer what is kept. What an old tab still holds of words already said is not kept
    a second time.
    """
    _refuse_others(pair.role, step)
    hearing = _held(shared, pair)
    if _is_echo(hearing, pair.by, step, text, seen):
        return text
    draft = _draft(hearing, pair.by, step)
    draft.text = merged({"text": text}, head=stored_words(draft, ["text"]), base=base)["text"]
    draft.save()
    live.announce(shared.couple, TOPIC, shared.id, only=pair.by)
    return draft.text


@transaction.atomic
def say(
    shared: Shared,
    pair: Pair,
    *,
    step: Step,
    seen: int,
    text: str = "",
    together: bool = False,
    base: Base | None = None,
) -> Turn:
    """Say it, if everything is as the page with `seen` turns showed it. Pressing twice says it once.

    `together`: side by side on one phone, where the other one answers. That is the speaker's answer on the listener's
    phone, or either's where there is a host. Raises MovedOn, NotTheirs, Unseen.
    """
    author, role = (pair.other, pair.others_role) if together else (pair.by, pair.role)
    hosting = host(shared.kind)
    if together and pair.role is Role.SPEAKER and not hosting:
        raise NotTheirs
    _refuse_others(role, step)
    hearing = _held(shared, pair)
    last = _last(hearing)
    if last and last.place == seen + 1 and (last.author_id, last.step, last.text) == (author.pk, step, text):
        return last
    now = find(shared.couple, shared.kind, shared.id)  # its author may have erased it since the page was asked for
    is_rested = now is None or now.erased or hearing.stopped_at is not None
    is_open = step in open_to(last, role, together=together, replies=not hosting)
    if is_rested or seen != place_of(last) or not is_open:
        raise MovedOn
    if hosting and not hosting.takes(shared.couple, shared.id):
        raise MovedOn
    turn = Turn(couple=shared.couple, hearing=hearing, author=author, step=step) if together else None
    turn = turn or _draft(hearing, pair.by, step)
    turn.text = settled({"text": text}, head=stored_words(turn, ["text"]), base=base)["text"]
    turn.place, turn.typed_by = seen + 1, pair.by if together else None
    turn.sealed_at = turn.opened_at = hearing.moved_at = clock.now()
    turn.save()
    hearing.save(update_fields=["moved_at"])
    live.announce(shared.couple, TOPIC, shared.id)
    return turn


@transaction.atomic
def stop(shared: Shared, pair: Pair) -> None:
    """Leave it there, without a reason. Both pressing in one instant stop it once; nothing anybody wrote goes away.

    Raises NotTheirs where there is a host: that has its own way to end.
    """
    if host(shared.kind):
        raise NotTheirs
    hearing = _held(shared, pair)
    last = _last(hearing)
    if last is None or is_over(Step(last.step)) or hearing.stopped_at:
        return
    hearing.stopped_at, hearing.stopped_by = clock.now(), pair.by
    hearing.save(update_fields=["stopped_at", "stopped_by"])
    live.announce(shared.couple, TOPIC, shared.id)


@transaction.atomic
def take_up(shared: Shared, pair: Pair) -> None:
    """Go on, by the one who left it there. The other is not asked to, and cannot make them."""
    lock(shared.couple)
    left = _of(shared).filter(stopped_by=pair.by)
    if left.update(stopped_at=None, stopped_by=None):
        live.announce(shared.couple, TOPIC, shared.id)


@transaction.atomic
def put_aside(shared: Shared, pair: Pair) -> None:
    """Not on Today any more, for the one it was offered to. Nobody else is told, now or later."""
    lock(shared.couple)
    if _of(shared).filter(listener=pair.by, aside_at=None).update(aside_at=clock.now()):
        live.announce(shared.couple, TOPIC, shared.id, only=pair.by)


def offer(couple: Couple, *, kind: str, id: UUID, speaker: Person, listener: Person, at: datetime) -> None:
    """Say on the listener's Today, from `at` on, that this is there. In a transaction that holds the couple's lock."""
    Hearing.objects.update_or_create(
        couple=couple,
        kind=kind,
        entry_id=id,
        defaults={"speaker": speaker, "listener": listener, "moved_at": at},
    )


def follow_erased(eraser: Eraser, couple: Couple, *, entry_id: UUID, author: Person) -> None:
    """This was erased by its author: what they said about it goes too, and nobody is asked to hear it any more. What
    the other one said stays theirs. In a transaction that holds the couple's row.
    """
    for hearing in Hearing.objects.for_couple(couple).filter(entry_id=entry_id):
        for turn in hearing.turns.filter(author=author, erased_at=None):
            (eraser.blank if turn.is_open else eraser.delete)(turn)
        eraser.keep(hearing, "stopped_at")
        Hearing.objects.filter(pk=hearing.pk, stopped_at=None).update(stopped_at=clock.now())


def withdraw(couple: Couple, *, kind: str, id: UUID) -> None:
    """It was taken back before it arrived. In a transaction that holds the couple's lock."""
    Hearing.objects.for_couple(couple).filter(kind=kind, entry_id=id, turns=None).delete()


def open_to(last: Turn | None, role: Role, *, together: bool = False, replies: bool = True) -> frozenset[Step]:
    """What this role may say now. On the other's phone (`together`) only what they were just asked for."""
    step = Step(last.step) if last else None
    if together and not is_asked(step, role):
        return frozenset()
    return possible(step, role, lent=bool(last and last.typed_by_id), replies=replies)


def place_of(last: Turn | None) -> int:
    return last.place or 0 if last else 0


def _refuse_others(role: Role, step: Step) -> None:
    if step not in SAYS[role]:
        raise NotTheirs


def _of(shared: Shared) -> HearingQuerySet:
    return Hearing.objects.for_couple(shared.couple).filter(kind=shared.kind, entry_id=shared.id)


def _held(shared: Shared, pair: Pair) -> Hearing:
    """The hearing of this thing, made if need be, with the couple locked: two who press at once go one by one."""
    lock(shared.couple)
    speaker, listener = (pair.by, pair.other) if pair.role is Role.SPEAKER else (pair.other, pair.by)
    return _of(shared).first() or Hearing.objects.create(
        couple=shared.couple, kind=shared.kind, entry_id=shared.id, speaker=speaker, listener=listener
    )


def _last(hearing: Hearing) -> Turn | None:
    return hearing.turns.said().order_by("-place").first()


def _draft(hearing: Hearing, by: Person, step: Step) -> Turn:
    mine = hearing.turns.filter(author=by, step=step, place=None).first()
    return mine or Turn(couple_id=hearing.couple_id, hearing=hearing, author=by, step=step)


def _is_echo(hearing: Hearing, by: Person, step: Step, text: str, seen: int) -> bool:
    said = hearing.turns.said().filter(author=by, step=step, place__gt=seen)
    return any(turn.text.startswith(text) for turn in said)
