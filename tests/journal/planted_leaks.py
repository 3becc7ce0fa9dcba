"""What a careless change could give away, one way each: the model of two people has to notice every one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404

from couples import ids, live
from couples.accounts.models import Person
from couples.space.models import Couple, Membership, MembershipQuerySet
from journal.assessments import pages as stock_pages
from journal.assessments import services as assessments
from journal.assessments.models import Assessment, Strain, StrainQuerySet
from journal.entries import EntryQuerySet
from journal.opened import tell_partner
from journal.questions.models import Answer
from journal.today import waiting as today_waiting
from journal.visions import pages as ahead_pages
from journal.visions import services as visions
from journal.visions.models import Hope, HopeQuerySet, Vision
from journal.waiting import Waiting


def show_what_is_sealed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EntryQuerySet, "opened", lambda self: self.exclude(sealed_at=None))


def count_on_today(patch: pytest.MonkeyPatch) -> None:
    def things(couple: Couple, person: Person, partner: Person | None) -> list[Waiting]:
        begun = Answer.objects.for_couple(couple).filter(author=partner, opened_at=None).count()
        return [Waiting(f"{begun} more", "/questions/", "Look")]

    patch.setattr(today_waiting, "things", things)


def say_too_early_what_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(StrainQuerySet, "offered", lambda self: self.sealed())
    patch.setattr(today_waiting, "statement", today_waiting.statement.__wrapped__)  # the one kept was made before


def show_how_much_is_written(patch: pytest.MonkeyPatch) -> None:
    shown = stock_pages.own_lines

    def own_lines(assessment: Assessment | None, person: Person) -> Any:
        theirs = Strain.objects.filter(assessment=assessment).exclude(author=person)
        length = sum(len(strain.words) for strain in theirs)
        return [(f"{title} {'.' * length}", lines) for title, lines in shown(assessment, person)]

    patch.setattr(stock_pages, "own_lines", own_lines)


def show_who_was_first(patch: pytest.MonkeyPatch) -> None:
    def as_written(hopes: HopeQuerySet, people: Sequence[Membership]) -> list[ahead_pages.By]:
        by = {each.person_id: each for each in people}
        written = hopes.filter(author__in=by).order_by("created_at")
        return [ahead_pages.By(by[hope.author_id], hope) for hope in written]

    patch.setattr(ahead_pages, "_in_order", as_written)


def mail_too_early(patch: pytest.MonkeyPatch) -> None:
    write = assessments._write

    def writing(strain: Strain, values: dict[str, Any]) -> None:
        write(strain, values)
        tell_partner(strain.couple, by=strain.author, at="assessments:home", id=strain.assessment_id)

    patch.setattr(assessments, "_write", writing)


def refuse_for_the_others_sake(patch: pytest.MonkeyPatch) -> None:
    def must_be_drafts(vision: Vision, person: Person) -> None:
        if Hope.objects.filter(vision=vision).exclude(sealed_at=None).exists():
            raise visions.AlreadySealed

    patch.setattr(visions, "_must_be_drafts", must_be_drafts)


def hint_to_both(patch: pytest.MonkeyPatch) -> None:
    announce = live.announce
    patch.setattr(live, "announce", lambda couple, topic, id=None, *, only=None: announce(couple, topic, id))


def open_what_somebody_left(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MembershipQuerySet, "current", lambda self: self)


def write_behind_a_closed_door(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("journal.entries.hold", lambda couple: couple)


def erase_aloud(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("journal.erasing.services.could_be_read", lambda row: True)


def refuse_an_id_that_is_taken(patch: pytest.MonkeyPatch) -> None:
    bound = ids.bound

    def telling(id: UUID, person: Person, couple: Couple) -> UUID:
        if Answer.objects.filter(prompt=id).exists() or Hope.objects.filter(pk=id).exclude(author=person).exists():
            raise Http404
        return bound(id, person, couple)

    patch.setattr(ids, "bound", telling)


LEAKS = [count_on_today, show_how_much_is_written, show_who_was_first, mail_too_early, refuse_for_the_others_sake]
LEAKS += [say_too_early_what_waits, hint_to_both, open_what_somebody_left, write_behind_a_closed_door]
LEAKS += [refuse_an_id_that_is_taken]
ALL_LEAKS = [show_what_is_sealed, *(pytest.param(leak, marks=pytest.mark.long_run) for leak in LEAKS)]
