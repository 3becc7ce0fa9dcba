from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples import clock, doorbell, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, adds_nothing, merged, settled
from couples.space.models import Couple, Membership
from journal.entries import lock
from journal.listening import services as listening
from journal.listening.sources import Shared, Source
from journal.openings.models import Opening, Shape

KIND = TOPIC = "openings"
UNDO = timedelta(seconds=30)


class Arrived(Exception):
    """Thirty seconds have passed: it is the other one's now."""

    message: "str | Promise" = _("It has arrived already, so it can’t be taken back.")


class AlreadySent(Exception):
    """An old tab holds other words than the ones that were sent."""

    message: "str | Promise" = _("That one is sent already. What you wrote here is a new one now; nothing was sent.")


@transaction.atomic
def keep_draft(
    couple: Couple,
    *,
    by: Person,
    id: UUID,
    shape: Shape,
    words: Mapping[str, str],
    prompt: str = "",
    base: Base | None = None,
) -> Opening:
    """Keep what is written so far, under the id its page was given: saving twice makes one. Raises AlreadySent."""
    opening = _own(couple, by, id, words, base)
    return (
        _write(opening, shape, prompt, merged(words, head=_head(opening), base=base)) if opening.is_draft else opening
    )


@transaction.atomic
def send(
    couple: Couple,
    *,
    by: Person,
    id: UUID,
    shape: Shape,
    words: Mapping[str, str],
    prompt: str = "",
    base: Base | None = None,
) -> Opening:
    """Let exactly these go; they arrive in thirty seconds. Sending twice sends once. Raises AlreadySent, Unseen.

    While there is nobody to send it to, it stays a draft.
    """
    opening = _own(couple, by, id, words, base)
    if not opening.is_draft:
        return opening
    _write(opening, shape, prompt, settled(words, head=_head(opening), base=base))
    other = Membership.objects.current().filter(couple=couple).exclude(person=by).select_related("person").first()
    if other is None:
        return opening
    opening.sealed_at = clock.now()
    opening.opened_at = opening.sealed_at + UNDO
    opening.save()
    listening.offer(couple, kind=KIND, id=id, speaker=by, listener=other.person, at=opening.opened_at)
    live.announce(couple, TOPIC, only=by)
    transaction.on_commit(lambda: _tell_later(id), robust=True)
    return opening


@transaction.atomic
def take_back(opening: Opening) -> Opening:
    """A draft again, as long as it has not arrived."""
    lock(opening.couple)
    opening = Opening.objects.get(pk=opening.pk)
    if opening.is_draft:
        return opening
    if opening.is_open:
        raise Arrived
    opening.sealed_at = opening.opened_at = None
    opening.save()
    listening.withdraw(opening.couple, kind=KIND, id=opening.pk)
    live.announce(opening.couple, TOPIC, only=opening.author)
    return opening


@transaction.atomic
def discard(opening: Opening) -> None:
    lock(opening.couple)
    Opening.objects.filter(pk=opening.pk).drafts().delete()
    live.announce(opening.couple, TOPIC, only=opening.author)


def announce_arrival(opening_id: UUID) -> None:
    opening = Opening.objects.opened().select_related("couple").filter(pk=opening_id).first()
    if opening:
        live.announce(opening.couple, TOPIC, opening.pk)


def find(couple: Couple, id: UUID) -> Shared | None:
    opening = Opening.objects.for_couple(couple).opened().filter(pk=id).first()
    if opening is None:
        return None
    return Shared(KIND, opening.pk, couple, opening.author_id, opening.parts, reverse("openings:home"))


SOURCE = Source(
    KIND,
    find=find,
    own=_("Your opening"),
    theirs=_("%(name)s’s opening"),
    arrived=_("%(name)s opened up to you a little."),
)


def _own(couple: Couple, by: Person, id: UUID, words: Mapping[str, str], base: Base | None) -> Opening:
    """This person's opening of that id, or a new one, with the couple locked. Raises AlreadySent, but not over the
    same words once more, or the beginning of them, come late.
    """
    lock(couple)
    opening = Opening.objects.for_couple(couple).by(by).filter(pk=id).first()
    if opening is None:
        return Opening(id=id, couple=couple, author=by)
    if not opening.is_draft and not adds_nothing(words, head=opening.words, base=base):
        raise AlreadySent
    return opening


def _head(opening: Opening) -> dict[str, str] | None:
    return None if opening._state.adding else opening.words


def _write(opening: Opening, shape: Shape, prompt: str, words: Mapping[str, str]) -> Opening:
    opening.shape, opening.prompt, opening.words = shape, prompt, dict(words)
    opening.save(force_insert=opening._state.adding)
    live.announce(opening.couple, TOPIC, only=opening.author)
    return opening


def _tell_later(opening_id: UUID) -> None:
    doorbell.knock("journal.openings.arrive", str(opening_id), countdown=UNDO.seconds + 1)
