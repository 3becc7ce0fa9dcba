"""What was erased or left stays so when a real dump from before is put back (K7, P1).

Row 18 of the matrix, briefly; `bin/bench trust --row 18` erases ten.
"""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from bench import restored
from config import start
from couples.accounts.models import Person
from couples.erasing import ledger, replay
from couples.erasing.models import LedgerLine, What
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.leaving.services import leave, untold
from couples.space.models import Couple, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def test_erased_stays_unreadable_and_leaving_the_replay_out_is_seen() -> None:
    outcome = restored.restored(3)
    assert (outcome.erased, outcome.without_replay, outcome.readable, outcome.wrong) == (3, 3, 0, [])
    assert outcome.holds


def test_nobody_is_served_while_the_ledger_is_ahead(settings: Any, tmp_path: Any) -> None:
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")
    assert replay.problem() == ""
    line = LedgerLine(what=What.PERSON, of=uuid4())
    ledger.append([line])
    (problem,) = start.problems(pages=False)
    assert "the ledger knows of 1 erasures or leavings" in problem
    with pytest.raises(CommandError):
        call_command("replayerasures", check=True)
    said = io.StringIO()
    call_command("replayerasures", stdout=said)
    assert "1 erasures or leavings done again" in said.getvalue()
    assert list(start.problems(pages=False)) == []
    assert LedgerLine.objects.get().noted_at


def test_a_line_that_was_cut_off_says_nothing_and_spoils_none(settings: Any, tmp_path: Any) -> None:
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")
    ledger.append([LedgerLine(what=What.PERSON, of=uuid4())])
    with ledger.path().open("ab") as file:
        file.write(b'{"id": "cut o')
    last = LedgerLine(what=What.COUPLE, of=uuid4(), key=uuid4())
    ledger.append([last])
    assert [line.what for line in ledger.read()] == ["person", "couple"]
    assert list(ledger.read())[-1].key == last.key


def test_what_the_file_could_not_take_is_noted_later(settings: Any, tmp_path: Any) -> None:
    settings.NEARER_LEDGER = str(tmp_path)  # a folder: nothing can be written there
    ledger.enter(What.WORDS, uuid4())
    assert LedgerLine.objects.get().noted_at is None
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")
    ledger.note()
    assert LedgerLine.objects.get().noted_at
    assert len(list(ledger.read())) == 1


def test_who_has_left_since_the_backup_has_left(
    settings: Any, tmp_path: Any, couple: Couple, ada: Person, ben: Person
) -> None:
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")
    leave(couple, by=ada)
    assert [line.what for line in ledger.read()] == [What.LEFT]
    # As it was before.
    Couple.objects.update(closed_at=None)
    Membership.objects.update(left_at=None, told_at=None)
    LedgerLine.objects.all().delete()
    assert "1 erasures or leavings" in replay.problem()
    assert len(list(replay.replay())) == 1
    assert replay.problem() == ""
    assert not Membership.objects.current().exists()
    assert [untold(ada), untold(ben)] == [None, Membership.objects.get(person=ben)]
    assert not Message.objects.exists()
    assert len(list(ledger.read())) == LedgerLine.objects.count() == 1


def test_a_beginning_given_up_for_an_invitation_is_no_leaving(settings: Any, tmp_path: Any, ada: Person) -> None:
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")
    leave(space.begin(by=ada, called="Ben"), by=ada)
    assert list(ledger.read()) == []
