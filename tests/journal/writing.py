"""One person writes one thing of some kind: alone, or so that both can read it. For plays of every practice at once."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.signing.digest import digest
from journal.appreciations import services as thanks
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.assessments.topics import OUTER
from journal.brought import services as brought
from journal.brought.models import BroughtRecord
from journal.checkins import services as checkins
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.models import Turn
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Shape
from journal.questions import services as questions
from journal.sending import SentEntry
from journal.support import services as support
from journal.talks import beginning, ending, speaking
from journal.talks.models import Ending, Talk
from journal.talks.position import spoken
from journal.touch import services as touch
from journal.visions import services as visions
from journal.visions.models import Hope
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.noticed import services as noticing
from tests.journal.brought.files import record, words_json
from tests.journal.talks.talking import both_ready, listen, say

HOPE: dict[str, Any] = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes"}
WEEKLY = Rule(time(20), frozenset({1}))
FIRST_DAY = date(2026, 9, 1)


@dataclass
class Said:
    """One word of somebody's, and what became of it."""

    word: str
    by: str
    #: None for what its person brought along: it is of no couple.
    couple: Couple | None
    practice: str
    kind: str
    id: UUID
    is_open: bool
    #: Whether it is in its row, was erased a moment ago, or is gone for good.
    erased: bool = False
    gone: bool = False
    #: Both have signed it: it is kept word for word, whatever becomes of the line it was (P6).
    signed: bool = False
    #: Nobody erases it alone: it stays when all of somebody's words go.
    stays: bool = False
    #: And when their account goes, as it is both's.
    is_both: bool = False

    @property
    def is_said(self) -> bool:
        return self.signed or not (self.erased or self.gone)


class Writer:
    """Who writes, with whom, in which couple; each word and each id is a new one."""

    def __init__(self, couple: Couple, by: Person, other: Person, word: Callable[[], str], nth: int) -> None:
        self.couple, self.by, self.other, self.word, self.nth = couple, by, other, word, nth
        self.said: list[Said] = []
        #: What was written before: rows whose words are others now, rows that are open now, words that are signed now.
        self.replaced: set[UUID] = set()
        self.opened: set[UUID] = set()
        self.signed: set[str] = set()

    def keep(
        self, person: Person, practice: str, kind: str, id: UUID, word: str, *, is_open: bool, **more: bool
    ) -> None:
        couple = None if practice == "brought" else self.couple
        name = person.name.lower()
        self.said.append(Said(word, name, couple, practice, kind, id, is_open, **more))


Write = Callable[[Writer, bool], None]


def evening(it: Writer, is_open: bool) -> None:
    """Opened, the other one says back what they heard."""
    on = FIRST_DAY + timedelta(days=it.nth)
    people = (it.by, it.other) if is_open else (it.by,)
    for person in people:
        word = it.word()
        row = checkins.seal(it.couple, by=person, on=on, values={"line": word})
        it.keep(person, "checkins", "checkin", row.pk, word, is_open=is_open)
    if is_open:
        word, mine = it.word(), it.said[0]
        shared = sources.find(it.couple, "checkins", mine.id)
        assert shared
        turn = listening.say(shared, listening.pair(shared, it.other, it.by), step=Step.HEARD, seen=0, text=word)
        it.keep(it.other, "listening", "said", turn.pk, word, is_open=True)


def thank_you(it: Writer, is_open: bool) -> None:
    word, id = it.word(), uuid4()
    note = thanks.keep_draft(it.couple, by=it.by, id=id, text=word, did=word)
    if is_open:
        arrived(thanks.send(note))
    it.keep(it.by, "appreciations", "thank-you", note.pk, word, is_open=is_open)


def opening(it: Writer, is_open: bool) -> None:
    word, id = it.word(), uuid4()
    act = openings.send if is_open else openings.keep_draft
    told = act(it.couple, by=it.by, id=id, shape=Shape.MOMENT, words={"felt": word})
    if is_open:
        arrived(told)
    it.keep(it.by, "openings", "opening", told.pk, word, is_open=is_open)


def arrived(entry: SentEntry) -> None:
    at = clock.now() - timedelta(minutes=1)
    type(entry)._default_manager.filter(pk=entry.pk).update(opened_at=at)


def question(it: Writer, is_open: bool) -> None:
    """The other one's, which this one answers."""
    asked, word = it.word(), it.word()
    prompt = questions.ask(it.couple, by=it.other, id=uuid4(), text=f"{asked}?")
    it.keep(it.other, "questions", "asked", prompt.pk, asked, is_open=True)
    act = questions.give if is_open else questions.save_draft
    answer = act(it.couple, by=it.by, id=prompt.pk, text=word)
    it.keep(it.by, "questions", "answer", answer.pk, word, is_open=is_open)


def strain(it: Writer, is_open: bool) -> None:
    """One topic that neither has written about in this round. The first two open together."""
    number = assessments.current(it.couple)
    used = set(Strain.objects.filter(assessment=number).values_list("topic", flat=True)) if number else set()
    topic = next((each.key for each in OUTER if each.key not in used), None)
    if topic is None:
        return
    word = it.word()
    if not is_open:
        row = assessments.keep(it.couple, by=it.by, topic=topic, values={"words": word})
        it.keep(it.by, "assessments", "line", row.pk, word, is_open=False)
        return
    row = assessments.share(it.couple, by=it.by, topic=topic, values={"words": word})
    it.keep(it.by, "assessments", "line", row.pk, word, is_open=True)
    if assessments.is_opened(row.assessment):
        assessments.open_offered(row)
        return
    word = it.word()
    row = assessments.share(it.couple, by=it.other, topic=topic, values={"words": word})
    it.keep(it.other, "assessments", "line", row.pk, word, is_open=True)


def hope(it: Writer, is_open: bool) -> None:
    """Both give all that they have so far, and a new year begins."""
    for person in (it.by, it.other) if is_open else (it.by,):
        word, id = it.word(), uuid4()
        row = visions.keep(it.couple, by=person, id=id, values=HOPE | {"words": word})
        it.keep(person, "visions", "hope", row.pk, word, is_open=is_open)
    if is_open:
        for person in (it.by, it.other):
            visions.seal(it.couple, by=person)
        vision = visions.current(it.couple)
        assert vision
        it.opened |= set(Hope.objects.filter(vision=vision).values_list("pk", flat=True))
        visions.begin_again(it.couple, after=vision.number)


def guideline(it: Writer, is_open: bool) -> None:
    """A draft is both's from its first letter. Signed, it is kept by both for good."""
    word = it.word()
    line = agreements.add_line(it.couple, by=it.by, text=word, op_id=uuid4())
    it.keep(it.by, "agreements", "line", line.pk, word, is_open=True)
    if is_open:
        lines = agreements.words_of(Guideline.objects.for_couple(it.couple).in_draft().in_order())
        for person in (it.by, it.other):
            agreements.sign(it.couple, by=person, name=person.name, digest=digest(lines))
        it.signed |= set(lines)


def handout(it: Writer, is_open: bool) -> None:
    """What one would put on the notes, in the place of what one had put there."""
    word = it.word()
    mine = support.keep(it.couple, by=it.by, values={"wish": word, "chosen": []})
    it.replaced.add(mine.pk)
    it.keep(it.by, "support", "handout", mine.pk, word, is_open=False)


def talk(it: Writer, is_open: bool) -> None:
    """Begun by one, who says something; the other says it back; what comes next is drafted. Then it is left there."""
    subject, word, heard, draft = it.word(), it.word(), it.word(), it.word()
    begun = beginning.begin(it.couple, by=it.by, other=it.other, id=uuid4(), subject=subject)
    it.keep(it.by, "talks", "talk", begun.pk, subject, is_open=True)
    begun = both_ready(begun, it.by, it.other)
    if is_open:
        said = say(begun, it.by, word)
        it.keep(it.by, "talks", "statement", said.pk, word, is_open=True)
        listen(said, it.other, it.by, Step.HEARD, heard)
        turn = Turn.objects.get(hearing__entry_id=said.pk)
        it.keep(it.other, "listening", "said", turn.pk, heard, is_open=True)
    else:
        speaking.keep_draft(begun, by=it.by, text=draft, seen=spoken(begun))
        row = begun.statements.get(author=it.by)
        it.keep(it.by, "talks", "statement", row.pk, draft, is_open=False)
    ending.end(Talk.objects.get(pk=begun.pk), by=it.by, ending=Ending.UNDERSTOOD)


def walk(it: Writer, is_open: bool) -> None:
    """A time for both, and what one noticed then."""
    title, word = it.word(), it.word()
    ritual = rituals.add(it.couple, by=it.by, title=title, rule=WEEKLY, zone="Europe/Berlin", minutes=30)
    it.keep(it.by, "rituals", "ritual", ritual.pk, title, is_open=True, stays=True, is_both=True)
    id = uuid4()
    noticing.note(ritual, by=it.by, id=id, on=clock.today(it.by), words=word)
    it.keep(it.by, "rituals", "noticed", id, word, is_open=True)


def step(it: Writer, is_open: bool) -> None:
    vision = visions.current(it.couple)
    if vision is None:
        return
    word, id = it.word(), uuid4()
    visions.plan(it.couple, by=it.by, id=id, words=word, on=clock.today(it.by), nudge=False)
    it.keep(it.by, "visions", "step", id, word, is_open=True)


def closeness(it: Writer, is_open: bool) -> None:
    """A thing of one's own, which the other has not wished for."""
    word = it.word()
    touch.add_own(it.couple, by=it.by, words=word)
    it.keep(it.by, "touch", "marks", uuid4(), word, is_open=False, stays=True)


def from_elsewhere(it: Writer, is_open: bool) -> None:
    """What one had taken along from another space, brought here: one's own alone."""
    word = it.word()
    file = words_json(record(id=str(uuid4()), parts=[{"heading": "", "words": word}], data={"text": word}))
    known = set(BroughtRecord.objects.values_list("pk", flat=True))
    brought.bring(io.BytesIO(file), by=it.by, couple=it.couple)
    (row,) = BroughtRecord.objects.exclude(pk__in=known)
    it.keep(it.by, "brought", "thank-you", row.pk, word, is_open=False)


WRITES: dict[str, Write] = {
    each.__name__: each
    for each in (
        *(evening, thank_you, opening, question, strain, hope, guideline, handout, talk, walk, step, closeness),
        from_elsewhere,
    )
}
