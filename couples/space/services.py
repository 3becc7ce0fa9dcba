import secrets
from datetime import timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from couples import addresses, clock, keyed, live, made_up, moments
from couples.accounts.models import Everything, Person
from couples.outbox import kinds, queue
from couples.outbox.models import Message, State
from couples.outbox.services import post
from couples.space.errors import AlreadyInvited, AlreadyPaired, InvitationGone, InvitingOneself, MadeUp
from couples.space.lock import hold, hold_with_couple
from couples.space.models import Couple, Invitation, InvitationQuerySet, InvitationRefusal, Membership, Slot

A_DAY, MAILS_TO_ONE, MAILS_FROM_ONE = timedelta(days=1), 5, 10


def digest(token: str) -> str:
    return keyed.digest("invitation", token)


def address_digest(email: str) -> str:
    return keyed.digest("refusal", addresses.known(email))


@transaction.atomic
def begin(*, by: Person, called: str) -> Couple:
    """Make a couple of one, waiting for the other. Calling twice (a double click) gives the first one back."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    existing = Membership.objects.current().filter(person=by).select_related("couple").first()
    if existing:
        return existing.couple
    couple = Couple.objects.create()
    couple.called = called
    couple.save(update_fields=["called"])
    Membership.objects.create(couple=couple, person=by, slot=Slot.A)
    return couple


@transaction.atomic
def invite(couple: Couple, *, by: Person, email: str, locale: str = "") -> Invitation:
    """Open the one invitation of this couple and post it, at most one mail a day to an address (P8).

    `locale` is the language of its mail and page, the inviter’s own where they chose none.
    """
    hold(couple)
    email = addresses.known(email)
    if email == by.email:
        raise InvitingOneself
    if made_up.is_made_up(email) != by.is_made_up:
        raise MadeUp
    if Membership.objects.current().filter(couple=couple).exclude(person=by).exists():
        raise AlreadyPaired
    sent = Invitation.objects.for_couple(couple).sent()
    if sent.filter(email=email, expires_at__gt=clock.now()).exists():
        raise AlreadyInvited
    _end(sent)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(couple=couple, invited_by=by, email=email, token_digest=digest(token))
    invitation.locale = locale or by.locale
    invitation.token = token
    invitation.save()
    if not _had_many(couple, email):
        post(
            kind="invitation",
            address=email,
            locale=invitation.locale,
            about=invitation.pk,
            occurrence=f"{couple.pk}:{clock.now():%Y-%m-%d}",
            grace=invitation.expires_at - invitation.created_at,
        )
    live.announce(couple, "invitation", only=by)
    return invitation


def _had_many(couple: Couple, email: str) -> bool:
    """Whoever makes many accounts fills no mailbox, and nobody writes to many strangers: the link can be handed on."""
    since = clock.now() - A_DAY
    to_them = Message.objects.filter(kind="invitation", address=email, person=None, created_at__gt=since)
    from_here = Invitation.objects.for_couple(couple).filter(created_at__gt=since)
    return to_them.count() >= MAILS_TO_ONE or from_here.count() > MAILS_FROM_ONE


class Mailing(StrEnum):
    """What the inviter is told of the mail."""

    GOES = "goes"
    LIMITED = "limited"  # an address gets one a day, and the day's first holds an older link
    FAILED = "failed"


def mailing(invitation: Invitation) -> Mailing:
    """A mail that was let go because the other had said no reads as one that goes: nobody is told of a no."""
    mails = Message.objects.filter(kind="invitation", about=invitation.pk)
    state = mails.values_list("state", flat=True).first()
    if state is None:
        return Mailing.LIMITED
    return Mailing.FAILED if state in {State.FAILED, State.DEAD, State.MISSED} else Mailing.GOES


@transaction.atomic
def revoke(invitation: Invitation) -> None:
    hold(invitation.couple)
    _end(Invitation.objects.filter(pk=invitation.pk).sent())
    live.announce(invitation.couple, "invitation", only=invitation.invited_by)


def _end(invitations: InvitationQuerySet) -> None:
    for invitation in invitations:
        invitation.revoked_at, invitation.token = clock.now(), ""
        invitation.save(update_fields=["revoked_at", "token"])


def find_open(token: str) -> Invitation:
    """The open invitation this token is for. Raises InvitationGone for every other case alike."""
    return _find(Invitation.objects.open(), token)


def find_sent(token: str) -> Invitation:
    """One that stands as sent until its day, declined or not. Whoever sent it has the link too, and would learn of a no
    from a page that is gone. Raises InvitationGone.
    """
    return _find(Invitation.objects.sent().filter(expires_at__gt=clock.now()), token)


def _find(invitations: InvitationQuerySet, token: str) -> Invitation:
    invitation = invitations.select_related("couple", "invited_by").filter(token_digest=digest(token)).first()
    if invitation is None or not constant_time_compare(invitation.token_digest, digest(token)):
        raise InvitationGone
    return invitation


@transaction.atomic
def join(invitation: Invitation, *, by: Person) -> Membership:
    """Take the second place. Of many who try at once, one gets it; the others see an invitation that is gone.

    Whoever had begun a space of their own leaves it, as long as nobody else is in it; what they wrote there stays
    theirs. Both couples are held: whoever invited may be leaving in this very moment. Whoever is erasing their account
    joins nobody any more.
    """
    if not is_for(invitation, by):
        raise InvitationGone
    held, own = hold_with_couple(by, invitation.couple_id)
    if held.erase_what == Everything.ACCOUNT:
        raise InvitationGone
    _leave_own_beginning(own)
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=clock.now())
    if not taken or not Membership.objects.current().filter(couple=invitation.couple).exists():
        raise InvitationGone
    invitation.token = ""
    invitation.save(update_fields=["token"])
    try:
        with transaction.atomic():
            membership = Membership.objects.create(couple=invitation.couple, person=by, slot=Slot.B)
    except IntegrityError:
        raise InvitationGone from None
    moments.joined.happen(invitation.couple, by)
    live.announce(invitation.couple, "couple")
    return membership


def has_joined(token: str, person: Person) -> bool:
    """Whether this very person is in by this very link: a second press, or the mail opened once more."""
    used = Invitation.objects.filter(token_digest=digest(token), email=person.email).exclude(accepted_at=None)
    return Membership.objects.current().filter(person=person, couple__in=used.values("couple")).exists()


def is_for(invitation: Invitation, person: Person) -> bool:
    return person.email == invitation.email and person.pk != invitation.invited_by_id


def _leave_own_beginning(own: Membership | None) -> None:
    if own is None:
        return
    if Membership.objects.current().filter(couple_id=own.couple_id).count() > 1:
        raise AlreadyPaired
    close(own.couple, by=own.person)


def close(couple: Couple, *, by: Person) -> list[Membership]:
    """The couple is over for both from now on (P1). In a transaction that holds its lock. Whoever else was in it.

    Pages, hints, nudges, calendars and mailed links all ask for a current membership: they end with it.
    """
    at = clock.now()
    here = list(Membership.objects.current().filter(couple=couple).select_related("person"))
    Couple.objects.filter(pk=couple.pk).update(closed_at=at)
    for each in here:
        Membership.objects.filter(pk=each.pk).update(left_at=at, name_then=each.person.name)
    Membership.objects.filter(couple=couple, person=by).update(told_at=at)
    _end(Invitation.objects.for_couple(couple).sent())
    _cancel_mail(here)
    moments.closed.happen(couple)
    live.announce(couple, "couple")
    return [each for each in here if each.person_id != by.pk]


def _cancel_mail(members: list[Membership]) -> None:
    """All that still waits for them and could be switched off is about this couple: nudges, put off or not, and what
    the partner's doings caused. What a worker holds by now is asked about once more just before it leaves.
    """
    about_it = [kind.key for kind in kinds.mutable()]
    waiting = Message.objects.free().filter(person__in=[each.person_id for each in members], kind__in=about_it)
    queue.end(list(waiting), State.CANCELLED)


@transaction.atomic
def decline(invitation: Invitation, *, for_good: bool) -> None:
    """Say no, without an account and without a word to the inviter: for them it simply ends on its day.

    With `for_good`, no invitation is mailed to this address again, whoever sends it.
    """
    Invitation.objects.open().filter(pk=invitation.pk).update(declined_at=clock.now())
    if for_good:
        InvitationRefusal.objects.get_or_create(address_digest=address_digest(invitation.email))


@transaction.atomic
def take_back_no(invitation: Invitation) -> None:
    """It was a slip, or they thought again: whoever has the link may say so, and learns nothing by it."""
    sent = Invitation.objects.sent().filter(pk=invitation.pk, expires_at__gt=clock.now())
    sent.update(declined_at=None)


def mail_is_welcome(invitation: Invitation) -> bool:
    """Asked by the outbox just before sending."""
    refused = InvitationRefusal.objects.filter(address_digest=address_digest(invitation.email)).exists()
    return not refused and Invitation.objects.open().filter(pk=invitation.pk).exists()
