"""Takes in what a mail provider reports of our mail, each event once, and offers the person a way back.

A mailbox that is gone gets no more mail. A complaint, or leaving a list in one's mail program, ends every mail that may
be ended. Both are told to that person alone, in the app.
"""

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from couples import addresses, clock, moments
from couples.outbox import kinds
from couples.outbox.models import Channel, MailReport, Mute, Suppression
from couples.outbox.providers import Provider
from couples.outbox.services import lift, suppress

if TYPE_CHECKING:
    from couples.accounts.models import Person

log = logging.getLogger(__name__)

What = MailReport.What
UNWANTED = {
    EventType.COMPLAINED: What.COMPLAINT,
    EventType.UNSUBSCRIBED: What.UNSUBSCRIBED,
    RejectReason.SPAM: What.COMPLAINT,
    RejectReason.UNSUBSCRIBED: What.UNSUBSCRIBED,
}
BACK = {EventType.BOUNCED, EventType.REJECTED}
#: What no mailbox is called, and no column takes.
_NO_ADDRESS = re.compile("[\x00-\x20\x7f\ud800-\udfff]|.{255}")


@dataclass(frozen=True, slots=True)
class Report:
    """All that is kept or acted on of an event; `what` is None for one that changes nothing."""

    what: MailReport.What | None
    address: str
    digest: str
    said: str


def read(event: AnymailTrackingEvent, provider: Provider) -> Report:
    """Raises all sorts for an event in which something has another form than its provider promises."""
    address = addresses.known(event.recipient or "")
    if _NO_ADDRESS.search(address):
        raise ValueError("no address")
    return Report(meaning(event, provider), address, digest(event, provider), f"reported: {event.event_type}")


def meaning(event: AnymailTrackingEvent, provider: Provider) -> MailReport.What | None:
    """None for whatever changes nothing: delivered, opened, late, or refused for reasons that are ours."""
    if event.event_type in UNWANTED:
        return UNWANTED[event.event_type]
    if event.event_type not in BACK:
        return None
    if event.reject_reason in UNWANTED:
        return UNWANTED[event.reject_reason]
    if provider.for_good(event.esp_event):
        return What.UNREACHABLE
    log.warning("The mail provider could not deliver a mail, for now or for reasons of ours: %s", event.reject_reason)
    return None


@transaction.atomic
def take_in(report: Report) -> None:
    """The same event again changes nothing, even after the person has said that mail may come again."""
    if report.what is None or not report.address:
        return
    people = get_user_model().objects.filter(email=report.address)
    person = people.select_for_update(no_key=True).first()
    known = {"person": person, "what": report.what, "created_at": clock.now()}
    kept, is_new = MailReport.objects.get_or_create(digest=report.digest, defaults=known)
    if not is_new:
        return
    if report.what == What.UNREACHABLE:
        suppress(report.address, report.said)
        if person:
            moments.unreached.happen(person)
    elif person:
        _stop(person, kept)


def digest(event: AnymailTrackingEvent, provider: Provider) -> str:
    """Which event it is, without saying whose: keyed, as it stands beside a person in the database."""
    if provider.one_token:
        which = [event.event_id]
    else:
        at = event.timestamp.isoformat() if event.timestamp else ""
        which = [event.event_id, event.event_type, (event.recipient or "").lower(), event.message_id, at]
    said = json.dumps([provider.path, *map(str, which)])
    return salted_hmac("couples.outbox.bounces", said, algorithm="sha256").hexdigest()


def trouble(person: "Person") -> str:
    """What keeps mail from this person, as a MailReport.What, or "". One query."""
    gone = Suppression.objects.alias(lower=Lower("address")).filter(lower=person.email)
    stopped = Subquery(_stopped(person).order_by("-created_at").values("what")[:1])
    people = get_user_model().objects.filter(pk=person.pk).annotate(gone=Exists(gone), stopped=stopped)
    is_gone, what = people.values_list("gone", "stopped").get()
    return What.UNREACHABLE if is_gone else what or ""


@transaction.atomic
def try_again(person: "Person") -> None:
    """Whatever `trouble` names is lifted. Mail that had its day is not sent after."""
    if lift(person.email):
        return
    mutes = Mute.objects.filter(person=person, channel=Channel.MAIL)
    mutes.filter(created_at__in=_stopped(person).values("created_at")).delete()


def _stop(person: "Person", report: MailReport) -> None:
    """Each kind that may be ended. What was ended before stays the person's own choice, not lifted with these."""
    mutes = [
        Mute(person=person, kind=kind.key, channel=Channel.MAIL, created_at=report.created_at)
        for kind in kinds.mutable()
    ]
    Mute.objects.bulk_create(mutes, ignore_conflicts=True)


def _stopped(person: "Person") -> QuerySet[MailReport]:
    """Reports that still keep a kind of mail from this person: their mutes carry the report's instant."""
    mutes = Mute.objects.filter(person=OuterRef("person"), channel=Channel.MAIL, created_at=OuterRef("created_at"))
    return MailReport.objects.filter(Exists(mutes), person=person).exclude(what=What.UNREACHABLE)
