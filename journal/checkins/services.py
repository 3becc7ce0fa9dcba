from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.array_lookup import InArray
from couples.drafts.merging import Base, merged, settled, stored_words
from couples.errors import Refused
from couples.space.models import Couple
from journal.checkins.models import CheckIn
from journal.entries import EntryQuerySet, lock, open_together
from rituals import services as rituals
from rituals.models import Practice


class AlreadyOpened(Refused):
    """Both have written and both have read: those words stay as they were read."""

    message = _("You have both opened this one, so it stays as it is.")


def of(couple: Couple, person: Person, on: date) -> CheckIn | None:
    """This person's own check-in of that date, whatever its state."""
    return CheckIn.objects.for_couple(couple).by(person).filter(on=on).first()


def unopened(couple: Couple, person: Person) -> EntryQuerySet[CheckIn]:
    """This person's own that stayed sealed or a draft; the partner never learns of any."""
    return CheckIn.objects.for_couple(couple).by(person).filter(opened_at=None)


@transaction.atomic
def save_draft(couple: Couple, *, by: Person, on: date, values: dict[str, Any], base: Base | None = None) -> CheckIn:
    """Keep what is typed so far. A sealed one stays as it was: a late autosave of an old tab must not change it."""
    checkin = _own(couple, by, on)
    if not checkin.is_draft:
        return checkin
    _write(checkin, merged(values, head=stored_words(checkin, values), base=base))
    live.announce(couple, "checkins", only=by)
    return checkin


@transaction.atomic
def seal(couple: Couple, *, by: Person, on: date, values: dict[str, Any], base: Base | None = None) -> CheckIn:
    """Give the answer. When the other's is there too, both are opened in this same transaction. Raises Unseen."""
    checkin = _own(couple, by, on)
    if checkin.opened_at:
        raise AlreadyOpened
    checkin.sealed_at, checkin.passed_at = clock.now(), None
    _write(checkin, settled(values, head=stored_words(checkin, values), base=base))
    rituals.came_back(by, Practice.CHECKIN, on=on)
    opened = open_together(couple, CheckIn.objects.filter(on=on))
    live.announce(couple, "checkins", only=None if opened else by)
    if opened:
        checkin.refresh_from_db()
    return checkin


@transaction.atomic
def retract(couple: Couple, *, by: Person, on: date) -> CheckIn:
    """Take a sealed answer back into a draft, as long as it has not been opened."""
    checkin = _own(couple, by, on)
    if checkin.opened_at:
        raise AlreadyOpened
    checkin.sealed_at = checkin.passed_at = None
    checkin.save()
    live.announce(couple, "checkins", only=by)
    return checkin


@transaction.atomic
def pass_for_tonight(
    couple: Couple, *, by: Person, on: date, values: dict[str, Any] | None = None, base: Base | None = None
) -> CheckIn:
    """Take the evening off, without a reason. What was begun stays a draft, what is in `values` with it."""
    checkin = _own(couple, by, on)
    if checkin.opened_at:
        raise AlreadyOpened
    checkin.sealed_at, checkin.passed_at = None, clock.now()
    words = values or {}
    _write(checkin, merged(words, head=stored_words(checkin, words), base=base))
    rituals.came_back(by, Practice.CHECKIN, on=on)
    live.announce(couple, "checkins", only=by)
    return checkin


def done(couples: Collection[UUID], people: Collection[UUID], days: Collection[date]) -> set[tuple[UUID, UUID, date]]:
    """Each couple, person and date for which a nudge would come too late to be of use: answered, or taken off."""
    rows = CheckIn.objects.filter(InArray("couple", couples), InArray("author", people), on__in=days)
    return set(rows.exclude(sealed_at=None, passed_at=None).values_list("couple_id", "author_id", "on"))


def _own(couple: Couple, by: Person, on: date) -> CheckIn:
    """The row of this evening, made if need be, with the couple locked: two who press at once go one by one."""
    lock(couple)
    return of(couple, by, on) or CheckIn.objects.create(couple=couple, author=by, on=on)


def _write(checkin: CheckIn, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(checkin, name, value)
    checkin.save()
