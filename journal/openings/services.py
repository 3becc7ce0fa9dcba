from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, settled
from couples.space.models import Couple, Membership
from journal import sending
from journal.listening import services as listening
from journal.listening.sources import Shared, Source
from journal.openings.models import Opening, Shape


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
    if opening.is_draft:
        _put(opening, shape, prompt, merged(words, head=_kept(opening), base=base))
        sending.save(opening)
    return opening


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
    """Sends exactly these words; they arrive in thirty seconds. Sending twice sends once.

    While there is no partner to read them they stay a draft. Raises AlreadySent, Unseen.
    """
    opening = _own(couple, by, id, words, base)
    if not opening.is_draft:
        return opening
    _put(opening, shape, prompt, settled(words, head=_kept(opening), base=base))
    other = Membership.objects.current().filter(couple=couple).exclude(person=by).select_related("person").first()
    if other is None:
        sending.save(opening)
        return opening
    sending.let_go(opening)
    assert opening.opened_at  # noqa: S101  set by let_go
    listening.offer(couple, kind=Opening.TOPIC, id=id, speaker=by, listener=other.person, at=opening.opened_at)
    return opening


@transaction.atomic
def take_back(opening: Opening) -> Opening:
    """A draft again, as long as it has not arrived. Raises Arrived."""
    opening = sending.held(opening)
    if opening.is_draft:
        return opening
    if opening.is_open:
        raise sending.Arrived
    sending.call_back(opening)
    listening.withdraw(opening.couple, kind=Opening.TOPIC, id=opening.pk)
    return opening


def close(couple: Couple) -> None:
    """Follows one of the two leaving: what was sent within thirty seconds is a draft again, and offered to nobody."""
    for opening in sending.stop(Opening, couple):
        listening.withdraw(couple, kind=Opening.TOPIC, id=opening.pk)


def find(couple: Couple, id: UUID) -> Shared | None:
    opening = Opening.objects.for_couple(couple).opened().filter(pk=id).first()
    if opening is None:
        return None
    url = reverse("openings:home")
    return Shared(Opening.TOPIC, id, couple, opening.author_id, opening.parts, url, bool(opening.erased_at))


SOURCE = Source(
    kind=Opening.TOPIC,
    find=find,
    own=_("Something you told %(name)s"),
    theirs=_("Something %(name)s told you"),
    arrived=_("%(name)s told you something."),
)


def _own(couple: Couple, by: Person, id: UUID, words: Mapping[str, str], base: Base | None) -> Opening:
    """This person's opening of that id, or a new one, with the couple locked. Raises AlreadySent."""
    opening = sending.own(Opening, couple, by=by, id=id)
    sending.refuse_other_words(opening, words, head=opening.words, base=base)
    return opening


def _kept(opening: Opening) -> dict[str, str] | None:
    """What the row has of its words; None for one that is being made."""
    return None if opening._state.adding else opening.words


def _put(opening: Opening, shape: Shape, prompt: str, words: Mapping[str, str]) -> None:
    opening.shape, opening.prompt, opening.words = shape, prompt, dict(words)
