"""What holds for everything somebody writes: who may read it when, and with whose key it is encrypted."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from couples.vault.holders import Holder
from journal.checkins.models import CheckIn
from journal.entries import lock, open_together

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)


def entry(couple: Couple, author: Person, *, sealed: bool = False, opened: datetime | None = None) -> CheckIn:
    return CheckIn.objects.create(
        couple=couple, author=author, on=ON, line="Words", sealed_at=clock.now() if sealed else None, opened_at=opened
    )


def test_a_draft_and_a_sealed_answer_are_their_authors_and_what_is_opened_is_for_both(
    couple: Couple, ada: Person
) -> None:
    draft, given, read = CheckIn(), CheckIn(sealed_at=NOW), CheckIn(sealed_at=NOW, opened_at=NOW)
    for each in (draft, given, read):
        each.couple, each.author = couple, ada
    assert [each.is_draft for each in (draft, given, read)] == [True, False, False]
    assert draft.vault_holder() == given.vault_holder() == Holder.person(ada.pk)
    assert read.vault_holder() == Holder.couple(couple.pk)


def test_the_partner_sees_what_is_opened_and_only_from_then_on(couple: Couple, ada: Person, ben: Person) -> None:
    with time_machine.travel(NOW, tick=False) as at:
        mine = entry(couple, ada, sealed=True, opened=NOW + timedelta(seconds=30))
        open_at = [mine.is_open]
        assert list(CheckIn.objects.visible_to(ada)) == [mine]
        assert not CheckIn.objects.visible_to(ben).exists()
        at.shift(timedelta(seconds=30))
        assert [*open_at, mine.is_open] == [False, True]
        assert list(CheckIn.objects.visible_to(ben)) == [mine]


def test_each_state_has_its_name(couple: Couple, ada: Person, ben: Person, stranger: Person) -> None:
    draft, given, read = (
        entry(couple, ada),
        entry(couple, ben, sealed=True),
        entry(couple, stranger, opened=clock.now()),
    )
    assert list(CheckIn.objects.drafts()) == [draft]
    assert list(CheckIn.objects.sealed()) == [given]
    assert list(CheckIn.objects.opened()) == [read]
    assert list(CheckIn.objects.by(ada)) == [draft]


def test_one_sealed_answer_does_not_open(couple: Couple, ada: Person, ben: Person) -> None:
    entry(couple, ada, sealed=True)
    entry(couple, ben)
    assert not open_together(couple, CheckIn.objects.filter(on=ON))
    assert not CheckIn.objects.opened().exists()


def test_two_of_one_person_do_not_open_each_other(couple: Couple, ada: Person) -> None:
    entry(couple, ada, sealed=True)
    CheckIn.objects.create(couple=couple, author=ada, on=ON + timedelta(days=1), sealed_at=NOW)
    assert not open_together(couple, CheckIn.objects.all())


def test_two_sealed_answers_open_at_one_instant(couple: Couple, ada: Person, ben: Person) -> None:
    mine, theirs = entry(couple, ada, sealed=True), entry(couple, ben, sealed=True)
    assert open_together(couple, CheckIn.objects.filter(on=ON))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.opened_at == theirs.opened_at
    assert mine.line == theirs.line == "Words"


def test_the_lock_is_a_real_one(couple: Couple) -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        transaction.atomic(),
    ):
        lock(couple)
    assert any("FOR NO KEY UPDATE" in query["sql"] for query in queries)


def test_a_written_entry_never_says_its_words_when_printed(couple: Couple, ada: Person) -> None:
    assert "Words" not in f"{entry(couple, ada)!r}"
