from datetime import date
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.checkins.models import CheckIn


class AlreadyOpened(Exception):
    """Both have written and both have read: those words stay as they were read."""

    message: "str | Promise" = _("You have both opened this one, so it stays as it is.")


def of(couple: Couple, person: Person, on: date) -> CheckIn | None:
    """This person's own check-in of that date, whatever its state."""
    return CheckIn.objects.for_couple(couple).by(person).filter(on=on).first()


@transaction.atomic
def save_draft(couple: Couple, *, by: Person, on: date, values: dict[str, Any]) -> CheckIn:
    """Keep what is typed so far. A sealed one stays as it was sealed: a late autosave of an old tab must not change it."""
    checkin = _own(couple, by, on)
    if not checkin.is_draft:
        return checkin
    _write(checkin, values)
    live.announce(couple, "checkins", only=by)
    return checkin


@transaction.atomic
def seal(couple: Couple, *, by: Person, on: date, values: dict[str, Any]) -> CheckIn:
    """Give the answer. When the other's is there too, both are opened in this same transaction."""
    checkin = _own(couple, by, on)
    if checkin.opened_at:
        raise AlreadyOpened
    checkin.sealed_at, checkin.passed_at = clock.now(), None
    _write(checkin, values)
    opened = _open_together(couple, on)
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
def pass_for_tonight(couple: Couple, *, by: Person, on: date) -> CheckIn:
    """Take the evening off, without a reason. What was begun stays a draft."""
    checkin = _own(couple, by, on)
    if checkin.opened_at:
        raise AlreadyOpened
    checkin.sealed_at, checkin.passed_at = None, clock.now()
    checkin.save()
    live.announce(couple, "checkins", only=by)
    return checkin


def done(person: Person, on: date) -> bool:
    """Whether a nudge for this date would come too late to be of use: answered, or taken off."""
    return CheckIn.objects.by(person).filter(on=on).exclude(sealed_at=None, passed_at=None).exists()


def _own(couple: Couple, by: Person, on: date) -> CheckIn:
    """The row of this evening, made if need be, with the couple locked: two who press at once go one after the other."""
    Couple.objects.select_for_update().get(pk=couple.pk)
    return of(couple, by, on) or CheckIn.objects.create(couple=couple, author=by, on=on)


def _write(checkin: CheckIn, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(checkin, name, value)
    checkin.save()


def _open_together(couple: Couple, on: date) -> bool:
    members = Membership.objects.current().filter(couple=couple).values("person_id")
    both = list(CheckIn.objects.for_couple(couple).sealed().filter(on=on, author_id__in=members))
    if len(both) < 2:  # noqa: PLR2004  a couple is two
        return False
    at = clock.now()
    for checkin in both:
        checkin.opened_at = at
        checkin.save()
    return True
