"""Taking stock: alone, shared line by line, opened together.

The first lines of both open in one transaction, once each has shared at least one: until then nobody can tell whether
the other has begun (ground rule 2). After that either may offer more; such a line is opened by the other one, and can
be taken back until they have.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, settled, stored_words
from couples.errors import Refused
from couples.space.lock import still
from couples.space.models import Couple, Membership
from journal import rounds
from journal.assessments.models import Assessment, Strain, StrainQuerySet
from journal.entries import lock, open_together
from journal.opened import tell_partner

LIVE = "assessments"


class AssessmentError(Refused):
    """Writing or sharing a line."""


class AlreadyOpened(AssessmentError):
    message = _("You have both read this, so it stays as it is. You can write a new one next time.")


class NothingWritten(AssessmentError):
    message = _("Choose how heavy it is, or write one sentence. Then there is something to share.")


def current(couple: Couple) -> Assessment | None:
    return rounds.current(Assessment, couple)


def is_opened(assessment: Assessment | None) -> bool:
    """Whether both have shared, and so have read each other."""
    return bool(assessment) and Strain.objects.filter(assessment=assessment).opened().exists()


@transaction.atomic
def keep(couple: Couple, *, by: Person, topic: str, values: dict[str, Any], base: Base | None = None) -> Strain:
    """Keeps what is typed so far. A shared line stays as it was: an old tab's late autosave must not change it."""
    strain = _own(couple, by, topic)
    if strain.is_draft:
        _write(strain, merged(values, head=stored_words(strain, values), base=base))
        live.announce(couple, LIVE, only=by)
    return strain


@transaction.atomic
def share(couple: Couple, *, by: Person, topic: str, values: dict[str, Any], base: Base | None = None) -> Strain:
    """Give one line. Raises AlreadyOpened, NothingWritten, Unseen."""
    strain = _own(couple, by, topic)
    if strain.opened_at:
        raise AlreadyOpened
    _write(strain, settled(values, head=stored_words(strain, values), base=base))
    if strain.is_empty:
        raise NothingWritten
    was_opened = is_opened(strain.assessment)
    strain.sealed_at = strain.sealed_at or clock.now()
    strain.save()
    opened = not was_opened and open_together(couple, Strain.objects.filter(assessment=strain.assessment))
    # Once they have opened something together, the other one is told that there is more: it is offered to them.
    live.announce(couple, LIVE, only=None if opened or was_opened else by)
    if opened:
        tell_partner(couple, by=by, at="assessments:together", id=strain.assessment_id)
        strain.refresh_from_db()
    return strain


@transaction.atomic
def retract(strain: Strain) -> None:
    """Back to the one who wrote it, for as long as it has not been opened. Raises AlreadyOpened, NoLongerThere."""
    lock(strain.couple)
    still(strain)
    if strain.opened_at:
        raise AlreadyOpened
    if strain.is_draft:
        return
    strain.sealed_at = None
    strain.save()
    live.announce(strain.couple, LIVE, only=None if is_opened(strain.assessment) else strain.author)


@transaction.atomic
def open_offered(strain: Strain) -> bool:
    """The partner opens a line that was offered after the first ones. False if it was taken back a moment before."""
    lock(strain.couple)
    still(strain)
    if strain.opened_at:
        return True
    if strain.sealed_at is None or not is_opened(strain.assessment):
        return False
    strain.opened_at = clock.now()
    strain.save()
    live.announce(strain.couple, LIVE)
    return True


def begin_again(couple: Couple, *, after: int) -> Assessment:
    """See `rounds`. Raises NotYet."""
    return rounds.begin_again(Assessment, couple, after=after, is_opened=is_opened, topic=LIVE)


def offered_to(couple: Couple, person: Person) -> StrainQuerySet:
    """What the partner offers this person."""
    still_here = Membership.objects.current().filter(couple=couple, person=OuterRef("author"))
    theirs = Strain.objects.for_couple(couple).offered().exclude(author=person)
    return theirs.filter(Exists(still_here)).order_by("sealed_at", "pk")


def _own(couple: Couple, by: Person, topic: str) -> Strain:
    """The row, made if need be, with the couple locked: two who press at once go one by one."""
    lock(couple)
    assessment = rounds.begun(Assessment, couple)
    own = Strain.objects.for_couple(couple).by(by).filter(assessment=assessment, topic=topic).first()
    return own or Strain(couple=couple, author=by, assessment=assessment, topic=topic)


def _write(strain: Strain, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(strain, name, value)
    strain.save()
