"""Looking ahead: each writes alone and seals all hopes at once. Both open together, and the two say what belongs
together.
"""

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, stored_words
from couples.errors import Refused
from couples.space.lock import still
from couples.space.models import Couple
from journal import rounds
from journal.entries import lock, open_together
from journal.opened import tell_partner
from journal.visions.models import Hope, HopeQuerySet, Match, Step, Vision
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual

LIVE = "visions"
MOST = 60
STEP_AT, STEP_MINUTES = time(19), 30


class VisionError(Refused):
    """Writing or sealing hopes."""


class AlreadySealed(VisionError):
    message = _("Your hopes are sealed. Take them back first; nobody is told, and then you can change them.")


class AlreadyOpened(VisionError):
    message = _("You have both opened these, so they stay as they are. You can write new ones next time.")


class NothingWritten(VisionError):
    message = _("Write one hope first. One is enough.")


class TooMany(VisionError):
    message = _("There’s room for sixty hopes. Remove one to add this one.")


def current(couple: Couple) -> Vision | None:
    return rounds.current(Vision, couple)


def own(vision: Vision | None, person: Person) -> HopeQuerySet:
    return Hope.objects.filter(vision=vision).by(person).not_removed()


@transaction.atomic
def keep(
    couple: Couple, *, by: Person, id: UUID, values: dict[str, Any], back: bool = True, base: Base | None = None
) -> Hope:
    """Write a hope, or change it, while one's own are drafts. The same `id` is the same hope, however often it is sent.

    One that was taken away comes `back` when it is kept for good, not by what an old tab still saves by itself.

    Raises AlreadySealed, AlreadyOpened, TooMany.
    """
    lock(couple)
    hope = Hope.objects.for_couple(couple).by(by).filter(pk=id).select_related("vision").first()
    vision = hope.vision if hope else rounds.begun(Vision, couple)
    _must_be_drafts(vision, by)
    if hope is None and own(vision, by).count() >= MOST:
        raise TooMany
    hope = hope or Hope(pk=id, couple=couple, author=by, vision=vision)
    for name, value in merged(values, head=stored_words(hope, values), base=base).items():
        setattr(hope, name, value)
    hope.removed_at = None if back else hope.removed_at
    hope.save(force_insert=hope._state.adding)
    live.announce(couple, LIVE, only=by)
    return hope


@transaction.atomic
def remove(hope: Hope) -> None:
    """Taken away; it can come back until the hopes are sealed. Raises AlreadySealed, AlreadyOpened."""
    lock(hope.couple)
    _must_be_drafts(hope.vision, hope.author)
    Hope.objects.filter(pk=hope.pk).update(removed_at=clock.now())
    live.announce(hope.couple, LIVE, only=hope.author)


@transaction.atomic
def bring_back(hope: Hope) -> None:
    lock(hope.couple)
    _must_be_drafts(hope.vision, hope.author)
    Hope.objects.filter(pk=hope.pk).update(removed_at=None)
    live.announce(hope.couple, LIVE, only=hope.author)


@transaction.atomic
def seal(couple: Couple, *, by: Person) -> bool:
    """Give all of one's own at once. True when the other's were there and both are open now."""
    lock(couple)
    vision = current(couple)
    every = list(Hope.objects.filter(vision=vision).by(by))
    hopes = [hope for hope in every if hope.words.strip() and not hope.removed_at]
    if not hopes:
        raise NothingWritten
    if any(hope.opened_at for hope in hopes):
        raise AlreadyOpened
    Hope.objects.filter(pk__in={hope.pk for hope in every} - {hope.pk for hope in hopes}).delete()
    Hope.objects.filter(pk__in=[hope.pk for hope in hopes]).update(sealed_at=clock.now())
    opened = open_together(couple, Hope.objects.filter(vision=vision).not_removed())
    live.announce(couple, LIVE, only=None if opened else by)
    if opened and vision:
        tell_partner(couple, by=by, at="visions:home", id=vision.pk)
    return opened


@transaction.atomic
def retract(couple: Couple, *, by: Person) -> None:
    """All of one's own back into drafts, for as long as they have not been opened. Raises AlreadyOpened."""
    lock(couple)
    hopes = own(current(couple), by)
    if hopes.opened().exists():
        raise AlreadyOpened
    hopes.update(sealed_at=None)
    live.announce(couple, LIVE, only=by)


def is_opened(vision: Vision | None) -> bool:
    return vision is not None and Hope.objects.filter(vision=vision).opened().exists()


@transaction.atomic
def say_together(one: Hope, other: Hope, *, by: Person, kind: str) -> Match:
    """These two belong together, says one. When the other one says so too, of the same kind, it is agreed."""
    lock(one.couple)
    first, second = sorted((one, other), key=lambda hope: hope.pk)
    said = {"couple": one.couple, "vision": one.vision, "kind": kind, "said_by": by}
    match, is_new = Match.objects.get_or_create(first=first, second=second, defaults=said)
    if not is_new and match.agreed_at is None:
        if match.said_by_id != by.pk and match.kind == kind:
            match.agreed_at = clock.now()
        else:
            match.kind, match.said_by, match.said_at = kind, by, clock.now()
        match.save()
    live.announce(one.couple, LIVE)
    return match


@transaction.atomic
def take_apart(match: Match) -> None:
    """Either may say that they do not belong together after all."""
    lock(match.couple)
    Match.objects.filter(pk=match.pk).delete()
    live.announce(match.couple, LIVE)


@transaction.atomic
def plan(couple: Couple, *, by: Person, id: UUID, words: str, on: date, nudge: bool) -> None:
    """One small step. With `nudge` it rings for both that evening, as a time for each other that comes once.

    The same `id` again is the same step, and one that was dropped stays so. With other words it is another step.
    """
    lock(couple)
    vision = current(couple)
    assert vision  # noqa: S101  there is a page to plan from only where there is a vision
    before = Step.objects.for_couple(couple).filter(pk=id, made_by=by).first()
    if before and before.words == words:
        return
    step = Step(pk=uuid4() if before else id, couple=couple, vision=vision, on=on, made_by=by)
    step.words = words
    step.save(force_insert=True)
    if nudge:
        _ring(step, by, Rule(STEP_AT, frozenset({on.weekday()}), starts_on=on, ends_on=on))
    live.announce(couple, LIVE)


@transaction.atomic
def make_weekly(step: Step, *, by: Person) -> Ritual:
    """Makes the step a weekly time for each other, on the weekday of its date. From then on it is changed there."""
    lock(step.couple)
    still(step)
    if step.ritual and step.ritual.retired_at is None and step.ritual.ends_on is None:
        return step.ritual
    if step.ritual and step.ritual.retired_at is None:
        rituals.retire(step.ritual)
    return _ring(step, by, Rule(STEP_AT, frozenset({step.on.weekday()}), starts_on=step.on))


@transaction.atomic
def drop(step: Step) -> None:
    """Drops a step. A time that rings only for this step ends with it; a weekly time stays."""
    Step.objects.filter(pk=step.pk).update(removed_at=clock.now())
    if step.ritual and step.ritual.ends_on:
        rituals.retire(step.ritual)
    live.announce(step.couple, LIVE)


@transaction.atomic
def pick_up(step: Step) -> None:
    Step.objects.filter(pk=step.pk).update(removed_at=None)
    if step.ritual and step.ritual.ends_on:
        rituals.restore(step.ritual)
    live.announce(step.couple, LIVE)


def begin_again(couple: Couple, *, after: int) -> Vision:
    """See `rounds`. Raises NotYet."""
    return rounds.begin_again(Vision, couple, after=after, is_opened=is_opened, topic=LIVE)


def _ring(step: Step, by: Person, rule: Rule) -> Ritual:
    """By each one's own clock: nobody was asked whether the other may read which clock theirs is (T5)."""
    title = step.words[: Ritual._meta.get_field("title").max_length]
    step.ritual = rituals.add(step.couple, by=by, title=title, rule=rule, zone="", minutes=STEP_MINUTES)
    step.save(update_fields=["ritual"])
    return step.ritual


def _must_be_drafts(vision: Vision, person: Person) -> None:
    given = own(vision, person).exclude(sealed_at=None)
    if given.opened().exists():
        raise AlreadyOpened
    if given.exists():
        raise AlreadySealed
