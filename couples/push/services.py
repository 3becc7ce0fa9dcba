from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.db import connection, transaction
from django.dispatch import receiver
from django.http import HttpRequest

from couples import clock, keyed
from couples.accounts import sessions
from couples.outbox import kinds
from couples.outbox.doorbell import hand_over
from couples.outbox.models import Channel, Message, State
from couples.outbox.services import is_muted
from couples.push import vapid
from couples.push.models import Device
from couples.push.user_agents import browser_of, system_of

if TYPE_CHECKING:
    from couples.accounts.models import Person

MOST = 10


class TooManyDevices(Exception):
    pass


def digest(endpoint: str) -> str:
    return keyed.digest("device", endpoint)


@transaction.atomic
def add(person: "Person", *, session_key: str, subscription: dict[str, str], agent: str) -> Device:
    """Tell this person through this browser from now on. Raises TooManyDevices.

    A browser tells one person: whoever it told before is signed out of it, or was another of our accounts on a phone
    that is shared. Devices nobody is signed in on make room.
    """
    name = digest(subscription["endpoint"])
    _alone_with(name)
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    Device.objects.filter(digest=name).delete()
    own = Device.objects.filter(person=person)
    own.exclude(pk__in=own.signed_in().values("pk")).delete()
    if own.count() >= MOST:
        raise TooManyDevices
    device = Device(
        person=person,
        session_key=sessions.digest(session_key),
        digest=name,
        key=vapid.key_id(),
        browser=browser_of(agent),
        system=system_of(agent),
    )
    device.subscription = subscription
    device.save()
    return device


def _alone_with(name: str) -> None:
    """Two accounts in one browser may ask in one instant, and neither would see the row the other has yet to commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"push device {name}"])


def adopt(person: "Person", *, session_key: str, endpoint: str) -> bool:
    """The same person signed in again in the same browser: it goes on. False when it is not (or no longer) theirs."""
    own = Device.objects.filter(person=person, digest=digest(endpoint))
    return bool(own.update(session_key=sessions.digest(session_key)))


def remove(device: Device) -> None:
    Device.objects.filter(pk=device.pk).delete()


@receiver(user_logged_out, dispatch_uid="push")
def _forget(request: HttpRequest, **_kwargs: Any) -> None:
    """Signed out in this browser. A session that ends in any other way is found out when sending."""
    if key := request.session.session_key:
        Device.objects.filter(session_key=sessions.digest(key)).delete()


def has_device(person: "Person") -> bool:
    return Device.objects.filter(person=person).exists()


def can_push(kind: str) -> bool:
    """What one may switch off and what leads somewhere. Codes and account notices go by mail alone."""
    try:
        found = kinds.get(kind)
    except kinds.UnknownKind:  # the outbox's to say, when it is to be sent
        return False
    return found.mutable and found.path is not None


def post_beside(message: Message) -> None:
    """A row of its own beside the mail's, for who has a device: follows a message being posted."""
    if message.person is None or not can_push(message.kind) or not has_device(message.person):
        return
    if is_muted(message.person.pk, message.kind, Channel.PUSH) or _had_one_today(message.person, message.kind):
        return
    beside = Message(
        kind=message.kind,
        channel=Channel.PUSH,
        person=message.person,
        occurrence=message.occurrence,
        about=message.about,
        due_at=message.due_at,
        next_try_at=message.due_at,
        expires_at=message.expires_at,
    )
    with transaction.atomic():
        Message.objects.bulk_create([beside], ignore_conflicts=True)
    if beside.due_at <= clock.now():
        waited_for = kinds.is_punctual(message.kind)
        transaction.on_commit(lambda: hand_over([beside.pk], channel=Channel.PUSH, waited_for=waited_for), robust=True)


def _had_one_today(person: "Person", kind: str) -> bool:
    """Of what a partner did, a device tells once a day (P8); the rest is in the mail of the next morning."""
    by_partner = [each.key for each in kinds.mutable() if each.by_partner]
    if kind not in by_partner:
        return False
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    start = clock.now().astimezone(person.tzinfo).replace(hour=0, minute=0, second=0, microsecond=0)
    told = Message.objects.filter(
        person=person,
        channel=Channel.PUSH,
        kind__in=by_partner,
        due_at__gte=start,
        state__in=[State.PENDING, State.SENT],  # what came to nothing has told them nothing
    )
    return told.exists()
