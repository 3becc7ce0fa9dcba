"""Asking for one's words, making the file, taking it once. One person's own: the partner is never told of any of it."""

from collections.abc import Generator
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from couples import clock, doorbell, live
from couples.accounts.models import Person
from couples.errors import Refused
from couples.space.lock import hold_even_closed
from couples.space.models import Couple
from journal.export import encrypted_file, making
from journal.export.models import Archive, ArchivePart, ArchiveQuerySet, Gone

TOPIC = "export"
MAKE = "journal.export.make"
#: A worker that says nothing for so long is taken for dead, and another begins anew.
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
#: Each takes a worker for a while.
MOST_A_DAY = 20
#: How long a file that is being taken may be on its way before its pieces go.
TAKING = timedelta(hours=1)
#: How long a link that is over says why.
SAYS_WHY = timedelta(days=30)


class Enough(Refused):
    message = _("You have made many files today. You can make another one tomorrow.")


class NotToBeHad(Refused):
    """The file cannot be had by this link, here and now."""


class OtherBrowser(NotToBeHad):
    message = _("You asked for this file in another browser. It opens only there. You can make a new one here.")


class NotReady(NotToBeHad):
    message = _("Your file is still being made. You can come back in a little while.")


class AlreadyTaken(NotToBeHad):
    message = _("You have downloaded this file, and that works once. You can make a new one.")


class DayOver(NotToBeHad):
    message = _("This file was here for one day, and its day is over. You can make a new one.")


class Replaced(NotToBeHad):
    message = _("You asked for a newer file since, so this one is gone.")


class Failed(NotToBeHad):
    message = _("Making your file didn’t work. Nothing of yours is lost. You can try again.")


_WHY: dict[str, type[NotToBeHad]] = {
    Gone.TAKEN: AlreadyTaken,
    Gone.OVER: DayOver,
    Gone.REPLACED: Replaced,
    Gone.FAILED: Failed,
}


@transaction.atomic
def ask(couple: Couple, *, by: Person, session_key: str) -> Archive:
    """Have a file made for this session. Asking again while it is being made changes nothing; later, the new one
    replaces it. Raises Enough.
    """
    hold_even_closed(couple)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # they may ask for what they keep of another space too
    wanted = Archive.objects.by(by).wanted().first()
    if wanted and not wanted.made_at and wanted.session_key == session_key and wanted.couple_id == couple.pk:
        return wanted
    if Archive.objects.by(by).filter(asked_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Enough
    if wanted:
        _end(wanted.pk, Gone.REPLACED)
    archive = Archive.objects.create(couple=couple, person=by, session_key=session_key)
    transaction.on_commit(partial(_knock, archive.pk), robust=True)
    live.announce(couple, TOPIC, only=by)
    return archive


def make(id: UUID) -> None:
    """Make one that nobody is making. Only a whole file is ever offered."""
    archive = _lease(id)
    if archive is None:
        return
    encrypted_file.forget(archive.pk)  # of a worker that died
    try:
        size = making.make(archive, lambda done, total: _still_ours(archive, done, total))
        if not _ours(archive).update(made_at=clock.now(), size=size, leased_until=None):
            raise _Unwanted
    except _Unwanted:
        encrypted_file.forget(archive.pk)
    live.announce(archive.couple, TOPIC, only=archive.person)
    _knock_next()


@transaction.atomic
def take(archive: Archive, *, session_key: str) -> Generator[bytes]:
    """The file, once. Raises NotToBeHad. What was taken can be taken by nobody else, however the reading ends."""
    archive = Archive.objects.select_for_update().get(pk=archive.pk)
    refuse(archive, session_key=session_key)
    Archive.objects.filter(pk=archive.pk).update(gone_at=clock.now(), gone_why=Gone.TAKEN)
    live.announce(archive.couple, TOPIC, only=archive.person)
    return _read_and_forget(archive)


def refuse(archive: Archive, *, session_key: str) -> None:
    """Raises NotToBeHad where this link does not lead to the file, or not yet, not any more, or not here."""
    if archive.gone_why:
        raise _WHY[archive.gone_why]
    if archive.session_key != session_key:
        raise OtherBrowser
    if archive.made_at is None:
        raise NotReady
    if archive.is_over:
        raise DayOver


def begin_anew(couple: Couple, *, only: Person | None = None) -> None:
    """Words were erased, or put back: a file that may hold them and was not taken yet is made again. `only`: that
    person's. In a transaction that holds the couple's row. A worker that is at it finds that its try is not the last.
    """
    wanted = Archive.objects.for_couple(couple).wanted().filter(**({"person": only} if only else {}))
    for archive in wanted.order_by("pk"):  # as a worker that leases one takes them
        again = {"attempts": F("attempts") + 1, "anew": F("anew") + 1, "made_at": None, "leased_until": None}
        Archive.objects.filter(pk=archive.pk).update(done=0, total=0, size=0, **again)
        encrypted_file.forget(archive.pk)
        transaction.on_commit(partial(_knock, archive.pk), robust=True)


def sweep() -> None:
    """What a dead worker left is made anew, or given up; what is over goes."""
    now = clock.now()
    for archive in Archive.objects.wanted().filter(made_at__lte=now - Archive.LIFE):
        _end(archive.pk, Gone.OVER)
    for archive in _idle().filter(attempts__gte=F("anew") + MOST_ATTEMPTS):
        _end(archive.pk, Gone.FAILED)
        live.announce(archive.couple, TOPIC, only=archive.person)
    ArchivePart.objects.filter(archive__gone_at__lte=now - TAKING).delete()
    Archive.objects.filter(gone_at__lte=now - SAYS_WHY).delete()
    _knock_next()


class _Unwanted(Exception):
    """Asked for anew, or somebody else is making it."""


def _idle() -> ArchiveQuerySet:
    return Archive.objects.unmade().filter(Q(leased_until=None) | Q(leased_until__lte=clock.now()))


@transaction.atomic
def _lease(id: UUID) -> Archive | None:
    """One is made at a time, whoever asks: mail has the same workers, and a code to sign in must not stand in line."""
    unmade = {each.pk: each for each in Archive.objects.unmade().select_for_update().order_by("pk")}
    mine, now = unmade.get(id), clock.now()
    is_busy = any(each.leased_until and each.leased_until > now for each in unmade.values())
    if mine is None or is_busy or mine.attempts - mine.anew >= MOST_ATTEMPTS:
        return None
    mine.attempts, mine.leased_until, mine.done, mine.total = mine.attempts + 1, now + LEASE, 0, 0
    mine.save()
    return Archive.objects.select_related("person", "couple").get(pk=id)


def _ours(archive: Archive) -> ArchiveQuerySet:
    """The row, as long as this worker's try is the last one. Who has left meanwhile keeps what is theirs."""
    return Archive.objects.unmade().filter(pk=archive.pk, attempts=archive.attempts)


def _still_ours(archive: Archive, done: int, total: int) -> None:
    if not _ours(archive).update(done=done, total=total, leased_until=clock.now() + LEASE):
        raise _Unwanted


def _knock(id: UUID) -> None:
    doorbell.knock(MAKE, str(id), priority=doorbell.LATER)


def _knock_next() -> None:
    """For whoever has waited longest."""
    following = _idle().order_by("asked_at").values_list("pk", flat=True).first()
    if following:
        doorbell.knock(MAKE, str(following), priority=doorbell.LATER, expires=LEASE.seconds)


def _end(id: UUID, why: Gone) -> None:
    Archive.objects.filter(pk=id, gone_at=None).update(gone_at=clock.now(), gone_why=why)
    encrypted_file.forget(id)


def _read_and_forget(archive: Archive) -> Generator[bytes]:
    """A reader who goes away closes this, and a server that dies leaves the pieces to the sweep."""
    try:
        yield from encrypted_file.read(archive)
    finally:
        encrypted_file.forget(archive.pk)
