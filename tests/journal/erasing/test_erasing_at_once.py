"""Erasing in the very instant in which somebody saves, signs, opens, leaves, comes back or takes words along.

Whichever comes first: nothing is half done, nobody waits for ever, and what was erased is nowhere.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction

from couples import clock
from couples.accounts.models import Everything, Person
from couples.erasing import services as everything
from couples.errors import NoLongerThere, Refused
from couples.space import services as space
from couples.space.errors import InvitationGone, SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Couple, Membership
from journal.agreements import services as agreements
from journal.agreements.models import Guideline, SignedVersion
from journal.agreements.signing.digest import digest
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.before import services as before
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.entries import Entry
from journal.erasing import everything as words
from journal.erasing import services as erasing
from journal.erasing.models import JustErased
from journal.export import services as export
from journal.export.models import Archive
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.models import Turn
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.questions.models import Answer
from journal.questions.suggesting import id_on
from journal.support import services as support
from journal.support.models import Handout
from journal.visions import services as visions
from journal.visions.models import Hope
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.noticed import services as noticing
from rituals.noticed.models import Noticed
from tests.anywhere import rows_with
from tests.at_once import at_once
from tests.factories import PersonFactory, make_couple

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], Any]
CANARY = "SALAMANDER"
HOPE: dict[str, Any] = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes"}
REFUSALS = (Refused, NoLongerThere, SpaceClosed, erasing.NotThere, listening.NotTheirs)
WEEKLY = Rule(time(20), frozenset({1}))


@pytest.fixture(autouse=True)
def a_ledger(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "NEARER_LEDGER", str(tmp_path / "erasures.jsonl"))


# -- one thing --------------------------------------------------------------------------------------------------------

#: What Ada has written with the canary in it: practice, kind and row. What somebody does with it at the same instant.
Meeting = tuple[str, str, Any, Act]


def evening_given(couple: Couple, ada: Person, ben: Person) -> Meeting:
    mine = checkins.seal(couple, by=ada, on=clock.today(ada), values={"line": CANARY})
    opens = partial(checkins.seal, couple, by=ben, on=mine.on, values={"line": "Ben’s"})
    return "checkins", "checkin", mine, opens


def evening_begun(couple: Couple, ada: Person, ben: Person) -> Meeting:
    mine = checkins.save_draft(couple, by=ada, on=clock.today(ada), values={"line": CANARY})
    saves = partial(checkins.seal, couple, by=ada, on=mine.on, values={"line": "Anew"})
    return "checkins", "checkin", mine, saves


def evening_heard(couple: Couple, ada: Person, ben: Person) -> Meeting:
    *_meeting, mine, opens = evening_given(couple, ada, ben)
    opens()
    shared = sources.find(couple, "checkins", mine.pk)
    assert shared
    says = partial(
        listening.say, shared, listening.pair(shared, ben, ada), step=Step.HEARD, seen=0, text="What Ben heard"
    )
    return "checkins", "checkin", mine, says


def note_begun(couple: Couple, ada: Person, ben: Person) -> Meeting:
    note = thanks.keep_draft(couple, by=ada, id=uuid4(), text=CANARY)
    return "appreciations", "thank-you", note, partial(thanks.send, note)


def note_sent(couple: Couple, ada: Person, ben: Person) -> Meeting:
    note = thanks.send_words(couple, by=ada, id=uuid4(), text=CANARY)
    return "appreciations", "thank-you", note, partial(thanks.take_back, note)


def opening_sent(couple: Couple, ada: Person, ben: Person) -> Meeting:
    told = openings.send(couple, by=ada, id=uuid4(), shape=Shape.MOMENT, words={"felt": CANARY})
    return "openings", "opening", told, partial(openings.take_back, told)


def line_offered(couple: Couple, ada: Person, ben: Person) -> Meeting:
    for person in (ada, ben):
        assessments.share(couple, by=person, topic="work", values={"words": "First"})
    offered = assessments.share(couple, by=ada, topic="money", values={"words": CANARY})
    return "assessments", "line", offered, partial(assessments.open_offered, Strain.objects.get(pk=offered.pk))


def line_taken_back(couple: Couple, ada: Person, ben: Person) -> Meeting:
    shared = assessments.share(couple, by=ada, topic="work", values={"words": CANARY})
    return "assessments", "line", shared, partial(assessments.retract, Strain.objects.get(pk=shared.pk))


def answer_given(couple: Couple, ada: Person, ben: Person) -> Meeting:
    today = id_on(couple, clock.today(ada))
    mine = questions.give(couple, by=ada, id=today, text=CANARY)
    return "questions", "answer", mine, partial(questions.give, couple, by=ben, id=today, text="Ben’s")


def question_asked(couple: Couple, ada: Person, ben: Person) -> Meeting:
    asked = questions.ask(couple, by=ada, id=uuid4(), text=f"{CANARY}?")
    return "questions", "asked", asked, partial(questions.give, couple, by=ben, id=asked.pk, text="Ben’s")


def hope_given(couple: Couple, ada: Person, ben: Person) -> Meeting:
    for person, said in ((ada, CANARY), (ben, "Ben’s")):
        visions.keep(couple, by=person, id=uuid4(), values=HOPE | {"words": said})
    visions.seal(couple, by=ada)
    return "visions", "hope", Hope.objects.get(couple=couple, author=ada), partial(visions.seal, couple, by=ben)


def guideline_revised(couple: Couple, ada: Person, ben: Person) -> Meeting:
    line = agreements.add_line(couple, by=ada, text=CANARY, op_id=uuid4())
    revises = partial(agreements.revise, line, by=ben, text="Ben’s", base_rev=1, op_id=uuid4())
    return "agreements", "line", Guideline.objects.get(pk=line.pk), revises


def guideline_signed(couple: Couple, ada: Person, ben: Person) -> Meeting:
    line = agreements.add_line(couple, by=ada, text=CANARY, op_id=uuid4())
    signs = partial(agreements.sign, couple, by=ben, name="Ben", digest=digest([CANARY]))
    return "agreements", "line", line, signs


def notes_released(couple: Couple, ada: Person, ben: Person) -> Meeting:
    for person, said in ((ada, CANARY), (ben, "Ben’s")):
        support.keep(couple, by=person, values={"wish": said, "chosen": []})
    support.release(couple, by=ada, seen=support.seen_as(Handout.objects.get(couple=couple, author=ada)))
    seen = support.seen_as(Handout.objects.get(couple=couple, author=ben))
    mine = Handout.objects.get(couple=couple, author=ada)
    return "support", "handout", mine, partial(support.release, couple, by=ben, seen=seen)


def noticed(couple: Couple, ada: Person, ben: Person) -> Meeting:
    walk = rituals.add(couple, by=ben, title="A walk", rule=WEEKLY, zone="Europe/Berlin", minutes=30)
    noticing.note(walk, by=ada, id=uuid4(), on=clock.today(ada), words=CANARY)
    mine = Noticed.objects.get(couple=couple)
    return "rituals", "noticed", mine, partial(noticing.reword, Noticed.objects.get(pk=mine.pk), words="Anew")


MEETINGS = (
    *(evening_given, evening_begun, evening_heard, note_begun, note_sent, opening_sent, line_offered),
    *(line_taken_back, answer_given, question_asked, hope_given, guideline_revised, guideline_signed),
    *(notes_released, noticed),
)


def test_one_thing_while_somebody_does_something_with_it() -> None:
    """What Ben signed in time is his to keep (P6)."""
    for meeting in MEETINGS:
        ada, ben = PersonFactory(name="Ada"), PersonFactory(name="Ben")
        couple = make_couple(ada, ben)
        practice, kind, row, act = meeting(couple, ada, ben)
        erase = partial(erasing.erase, couple, by=ada, practice=practice, kind=kind, id=row.pk)
        at_once(erase, act, refused=REFUSALS, crossing=True)
        kept = (SignedVersion,) if meeting is guideline_signed else ()
        if JustErased.objects.filter(couple=couple).exists():
            assert rows_with(CANARY, but=(JustErased, *kept)) == [], meeting.__name__
        for kind_of in (CheckIn, Answer, Hope, Strain, Handout, Appreciation, Opening):
            whole(kind_of, couple)
        Couple.objects.filter(pk=couple.pk).delete()


def whole(kind: type[Entry], couple: Couple) -> None:
    """What opens for both has opened for both, in one instant; a place without words was open."""
    for row in kind._default_manager.filter(couple=couple):
        assert row.opened_at or not row.erased_at
        assert not row.opened_at or row.sealed_at


def test_a_reply_of_the_others_stays_theirs_and_nothing_follows_it(couple: Couple, ada: Person, ben: Person) -> None:
    practice, kind, mine, says = evening_heard(couple, ada, ben)
    erase = partial(erasing.erase, couple, by=ada, practice=practice, kind=kind, id=mine.pk)
    at_once(erase, says, refused=REFUSALS, crossing=True)
    shared = sources.find(couple, "checkins", mine.pk)
    assert shared
    with pytest.raises(listening.MovedOn):
        seen = Turn.objects.said().filter(hearing__entry_id=mine.pk).count()
        listening.say(shared, listening.pair(shared, ada, ben), step=Step.ALMOST, seen=seen, text=CANARY)


def test_undoing_it_twice_in_the_last_instant(couple: Couple, ada: Person, ben: Person) -> None:
    """Either it is back, or it is gone for good: never both, and never neither."""
    for crossing in (True, False):
        note = thanks.keep_draft(couple, by=ada, id=uuid4(), text=CANARY)
        just = erasing.erase(couple, by=ada, practice="appreciations", kind="thank-you", id=note.pk)
        JustErased.objects.update(at=clock.now() - JustErased.LIFE + timedelta(milliseconds=30))
        undo = partial(erasing.undo, just)
        at_once(undo, undo, erasing.end, refused=erasing.Gone, crossing=crossing)
        with time_machine.travel(clock.now() + timedelta(minutes=1)):
            erasing.end()
        assert len(rows_with(CANARY)) == Appreciation.objects.filter(couple=couple).count() <= 1
        Appreciation.objects.all().delete()


# -- everything, and the account --------------------------------------------------------------------------------------

WRITES: dict[str, Callable[[Couple, Person], Any]] = {
    "a time": lambda couple, by: rituals.add(
        couple, by=by, title="Late", rule=WEEKLY, zone="Europe/Berlin", minutes=30
    ),
    "a check-in's time": lambda couple, by: rituals.set_checkin(couple, by=by, rule=Rule(time(20))),
    "a guideline": lambda couple, by: agreements.add_line(couple, by=by, text="Late", op_id=uuid4()),
    "an evening": lambda couple, by: checkins.seal(couple, by=by, on=clock.today(by), values={"line": "Late"}),
    "a thank-you": lambda couple, by: thanks.send_words(couple, by=by, id=uuid4(), text="Late"),
    "an answer": lambda couple, by: questions.give(couple, by=by, id=id_on(couple, clock.today(by)), text="Late"),
    "leaving": lambda couple, by: leaving.leave(couple, by=by, tell=True),
    "a file": lambda couple, by: export.ask(couple, by=by, session_key="x" * 64),
    "their account": lambda couple, by: everything.ask(by, what=Everything.ACCOUNT, here=None),
}


def test_asking_for_ones_account_to_be_erased_while_the_other_writes() -> None:
    for write in WRITES.values():
        ada, ben = PersonFactory(name="Ada"), PersonFactory(name="Ben")
        couple = make_couple(ada, ben)
        ask = partial(everything.ask, ada, what=Everything.ACCOUNT, here=None)
        at_once(ask, partial(write, couple, ben), refused=REFUSALS, crossing=True)
        assert not Membership.objects.current().filter(couple=couple).exists()
        couple.refresh_from_db()
        assert couple.closed_at
        assert Person.objects.get(pk=ada.pk).erase_what == Everything.ACCOUNT


def test_all_ones_words_going_while_the_other_writes() -> None:
    for write in WRITES.values():
        ada, ben = PersonFactory(name="Ada"), PersonFactory(name="Ben")
        couple = make_couple(ada, ben)
        agreements.add_line(couple, by=ada, text=CANARY, op_id=uuid4())
        for on in (0, 1):
            day = clock.today(ada) - timedelta(days=on)
            checkins.seal(couple, by=ada, on=day, values={"line": CANARY})
        at_once(partial(words.erase_words, ada), partial(write, couple, ben), refused=REFUSALS, crossing=True)
        assert rows_with(CANARY) == []


def test_an_account_going_while_the_one_who_stays_takes_their_words_along() -> None:
    ada, ben = PersonFactory(name="Ada"), PersonFactory(name="Ben")
    couple = make_couple(ada, ben)
    checkins.seal(couple, by=ada, on=clock.today(ada), values={"line": CANARY})
    checkins.seal(couple, by=ben, on=clock.today(ada), values={"line": "Ben’s"})
    everything.ask(ada, what=Everything.ACCOUNT, here=None)
    erase = partial(everything.erase, ada.pk, what=Everything.ACCOUNT)
    own = partial(erasing.erase, couple, by=ben, practice="checkins", kind="checkin", id=id_of(couple, ben))
    at_once(erase, own, partial(export.ask, couple, by=ben, session_key="x" * 64), crossing=True)
    assert Person.objects.get(pk=ada.pk).erased_at
    assert rows_with(CANARY) == []
    assert Archive.objects.filter(person=ben).count() == 1


def id_of(couple: Couple, person: Person) -> UUID:
    return CheckIn.objects.get(couple=couple, author=person).pk


def test_both_accounts_going_in_one_instant_leave_nothing() -> None:
    for crossing in (True, False):
        ada, ben = PersonFactory(name="Ada"), PersonFactory(name="Ben")
        couple = make_couple(ada, ben)
        checkins.seal(couple, by=ada, on=clock.today(ada), values={"line": CANARY})
        at_once(
            *(partial(everything.ask, each, what=Everything.ACCOUNT, here=None) for each in (ada, ben)),
            crossing=crossing,
        )
        at_once(
            *(partial(everything.erase, each.pk, what=Everything.ACCOUNT) for each in (ada, ben, ada)),
            crossing=crossing,
        )
        assert not Couple.objects.filter(pk=couple.pk).exists()
        assert rows_with(CANARY) == []


# -- files ------------------------------------------------------------------------------------------------------------


def test_one_thing_while_a_file_with_it_is_being_made(couple: Couple, ada: Person, ben: Person) -> None:
    """By whichever of the two: no file that is offered afterwards has it."""
    for by in (ada, ben):
        note = thanks.send_words(couple, by=ada, id=uuid4(), text=CANARY)
        Appreciation.objects.filter(pk=note.pk).update(opened_at=clock.now() - timedelta(minutes=1))
        archive = export.ask(couple, by=by, session_key="x" * 64)
        erase = partial(erasing.erase, couple, by=ada, practice="appreciations", kind="thank-you", id=note.pk)
        at_once(partial(export.make, archive.pk), erase, crossing=True)
        export.make(archive.pk)
        assert Archive.objects.get(pk=archive.pk).made_at
        file = zipfile.ZipFile(io.BytesIO(b"".join(export.take(archive, session_key="x" * 64))))
        assert all(CANARY.encode() not in file.read(name) for name in ("words.json", "words.html"))


# -- leaving, and coming back -----------------------------------------------------------------------------------------


def test_joining_while_the_space_one_had_begun_gets_a_time(ada: Person) -> None:
    """Whoever accepts leaves their own beginning, on which they work in another tab."""
    for _ in range(2):
        ben: Person = PersonFactory(name="Ben")
        couple, own = space.begin(by=ada, called="Ben"), space.begin(by=ben, called="Ada")
        invitation = space.invite(couple, by=ada, email=ben.email)
        at_once(
            partial(space.join, invitation, by=ben),
            partial(WRITES["a time"], own, ben),
            refused=SpaceClosed,
            crossing=True,
        )
        assert Membership.objects.current().get(person=ben).couple == couple
        leaving.leave(couple, by=ada)


def test_joining_while_one_erases_ones_own_account(ada: Person, ben: Person) -> None:
    """Whoever is on their way out is in no couple."""
    couple = space.begin(by=ada, called="Ben")
    invitation = space.invite(couple, by=ada, email=ben.email)
    ask = partial(everything.ask, ben, what=Everything.ACCOUNT, here=None)
    at_once(partial(space.join, invitation, by=ben), ask, refused=InvitationGone, crossing=True)
    assert not Membership.objects.current().filter(person=ben).exists()
    with pytest.raises(InvitationGone):
        space.join(invitation, by=Person.objects.get(pk=ben.pk))


def test_coming_back_while_the_other_erases(couple: Couple, ada: Person, ben: Person) -> None:
    """What both bring is what is still there; the old words never come with it."""
    note = thanks.send_words(couple, by=ben, id=uuid4(), text=CANARY)
    Appreciation.objects.filter(pk=note.pk).update(opened_at=clock.now() - timedelta(minutes=1))
    leaving.leave(couple, by=ada)
    anew = space.begin(by=ada, called="Ben")
    invitation = space.invite(anew, by=ada, email=ben.email)
    erase = partial(erasing.erase, couple, by=ben, practice="appreciations", kind="thank-you", id=note.pk)
    at_once(partial(space.join, invitation, by=ben), erase, crossing=True)
    bring = [partial(before.bring, anew, by=each, before=couple, practice="appreciations") for each in (ada, ben)]
    at_once(*bring, partial(words.erase_words, ben), crossing=True)
    (found,) = before.chosen(anew, ada, ben)
    assert found.both == {"appreciations"}
    assert rows_with(CANARY, but=(JustErased,)) == []
    at_once(
        partial(before.leave_it, anew, by=ada, before=couple, practice="appreciations"),
        partial(everything.ask, ben, what=Everything.ACCOUNT, here=None),
        refused=SpaceClosed,
        crossing=True,
    )
    assert not Membership.objects.current().filter(couple=anew).exists()


def test_two_locks_in_two_orders_would_be_seen(ada: Person, ben: Person) -> None:
    def both(one: Person, other: Person) -> None:
        with transaction.atomic():
            for person in (one, other):
                Person.objects.select_for_update().get(pk=person.pk)

    with pytest.raises(Exception, match="deadlock detected"):
        at_once(partial(both, ada, ben), partial(both, ben, ada), crossing=True)
    connection.close()
