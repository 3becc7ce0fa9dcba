from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import get_language

from couples import addresses, clock, moments
from couples.outbox import kinds
from couples.outbox.doorbell import hand_over
from couples.outbox.models import Channel, Message, Mute, Suppression
from couples.quiet import Quiet

if TYPE_CHECKING:
    from couples.accounts.models import Person


def post(
    *,
    kind: str,
    person: "Person | None" = None,
    address: str = "",
    locale: str = "",
    occurrence: str = "",
    about: UUID | None = None,
    params: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    grace: timedelta = timedelta(days=1),
) -> Message | None:
    """Put a message in the outbox, in the caller's transaction, and ring for it after commit.

    Without a `person` it is written in `locale`, else in the language of the page that causes it. Without an
    `occurrence` every call is a message of its own. None when this occurrence was posted before.
    """
    due = due_at or clock.now()
    message = Message(
        kind=kind,
        person=person,
        address=address,
        locale="" if person else locale or get_language() or "",
        occurrence=occurrence or uuid4().hex,
        about=about,
        due_at=due,
        next_try_at=due,
        expires_at=due + grace,
    )
    if params is not None:
        message.params = params
    with transaction.atomic():
        posted = Message.objects.bulk_create([message], ignore_conflicts=bool(occurrence))
    if occurrence and not Message.objects.filter(pk=posted[0].pk).exists():
        return None
    moments.posted.happen(message)
    if due <= clock.now():
        waited_for = not kinds.can_wait(kind)
        transaction.on_commit(lambda: hand_over([message.pk], waited_for=waited_for), robust=True)
    return message


@transaction.atomic
def mute(person_id: UUID, *keys: str, channel: Channel = Channel.MAIL) -> None:
    """No more of these kinds for this person over this channel, at once: delivery asks again just before sending."""
    # A mailed link may outlive the account it was mailed for.
    if get_user_model().objects.select_for_update(no_key=True).filter(pk=person_id).exists():
        mutes = [Mute(person_id=person_id, kind=key, channel=channel) for key in keys]
        Mute.objects.bulk_create(mutes, ignore_conflicts=True)


def is_muted(person_id: UUID, kind: str, channel: Channel = Channel.MAIL) -> bool:
    return Mute.objects.filter(person_id=person_id, kind=kind, channel=channel).exists()


@transaction.atomic
def choose(
    person: "Person",
    *,
    wanted: Mapping[str, Collection[Channel]],
    offered: Collection[Channel],
    quiet: Quiet | None,
    quiet_holds_all: bool = False,
) -> None:
    """Everything at once: which kinds over which of the channels offered, and quiet hours. Nobody is told (P2)."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    mutes = [
        Mute(person=person, kind=kind, channel=channel)
        for kind, channels in wanted.items()
        for channel in set(offered) - set(channels)
    ]
    Mute.objects.filter(person=person, kind__in=wanted, channel__in=offered).delete()
    Mute.objects.bulk_create(mutes, ignore_conflicts=True)
    person.quiet_from, person.quiet_until = (quiet.start, quiet.end) if quiet else (None, None)
    person.quiet_holds_all = quiet_holds_all
    person.save(update_fields=["quiet_from", "quiet_until", "quiet_holds_all"])
    look_again(person)


def look_again(person: "Person") -> None:
    """What was held back for this person's sake is looked at anew: other hours hold, or another clock."""
    now = clock.now()
    held_back = Message.objects.free().filter(person=person, attempts=0, due_at__lte=now, next_try_at__gt=now)
    held_back.update(next_try_at=now)


def suppress(address: str, reason: str) -> None:
    """Nothing more to an address that does not exist."""
    Suppression.objects.bulk_create(
        [Suppression(address=addresses.known(address), reason=reason[:64])], ignore_conflicts=True
    )


def lift(address: str) -> bool:
    """The mailbox is there after all. False when nothing was held back from it."""
    return bool(Suppression.objects.alias(lower=Lower("address")).filter(lower=addresses.known(address)).delete()[0])
