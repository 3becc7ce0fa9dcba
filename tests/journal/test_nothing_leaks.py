"""Two people and a stranger do whatever they like, in any order: nothing sealed or drafted reaches anybody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from couples import clock
from couples.space.models import Membership
from journal import sending
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.entries import EntryQuerySet
from tests.journal.heard_and_told import HeardAndTold
from tests.journal.played import EVENING, play
from tests.journal.watched import DAYS, THANKS, Note, day_of, other, people, refused
from tests.pages import words_of

days = st.sampled_from(DAYS)


#: Evenings, and steps of each, in an ordinary run: as many as a planted leak must be noticed in.
SHORT = (8, 25)


class Evenings(HeardAndTold):
    # -- check-ins ----------------------------------------------------------------------------------------------------

    @rule(name=people, on=days)
    def draft(self, name: str, on: date) -> None:
        mine, word = self.evenings[name, on], self.word(name)
        with self.unseen(name, day_of(on)):
            checkins.save_draft(self.couple, by=self.who[name], on=on, values={"line": word})
        if mine.state in {"none", "draft", "passed"}:
            mine.state, mine.word = mine.state.replace("none", "draft"), word

    @rule(name=people, on=days)
    def seal(self, name: str, on: date) -> None:
        mine, theirs, word = self.evenings[name, on], self.evenings[other(name), on], self.word(name)
        opens = mine.state != "opened" and theirs.state == "sealed"
        watched = self.opening if opens else self.unseen
        with watched(name, day_of(on)), refused(checkins.AlreadyOpened, mine.state == "opened"):
            checkins.seal(self.couple, by=self.who[name], on=on, values={"line": word, "feelings": [word]})
            mine.state, mine.word = "sealed", word
            if opens:
                mine.state = theirs.state = "opened"

    @rule(name=people, on=days)
    def retract(self, name: str, on: date) -> None:
        self._leave(name, on, "draft", lambda: checkins.retract(self.couple, by=self.who[name], on=on))

    @rule(name=people, on=days)
    def pass_for_tonight(self, name: str, on: date) -> None:
        word = self.word(name)
        act = checkins.pass_for_tonight
        self._leave(name, on, "passed", lambda: act(self.couple, by=self.who[name], on=on, values={"line": word}), word)

    def _leave(self, name: str, on: date, state: str, act: Callable[[], Any], word: str = "") -> None:
        """Nobody is told that the other takes the night off, not even who has sealed: they could take it back."""
        mine = self.evenings[name, on]
        with self.unseen(name, day_of(on)), refused(checkins.AlreadyOpened, mine.state == "opened"):
            act()
            mine.state, mine.word = state, word or mine.word

    # -- thank-yous ---------------------------------------------------------------------------------------------------

    @rule(name=people, again=st.booleans())
    def write_note(self, name: str, again: bool) -> None:
        begun = [id for id, note in self.notes.items() if note.by == name] if again else []
        id, word = begun[0] if begun else uuid4(), self.word(name)
        sent = id in self.notes and self.notes[id].arrives is not None
        with self.unseen(name, THANKS), refused(sending.AlreadySent, sent):
            thanks.keep_draft(self.couple, by=self.who[name], id=id, text=word)
        note = self.notes.setdefault(id, Note(name, word))
        if note.arrives is None:
            note.word = word

    @precondition(lambda self: self.notes)
    @rule(pick=st.randoms())
    def send(self, pick: Any) -> None:
        id, note = pick.choice(list(self.notes.items()))
        with self.unseen(note.by, THANKS):
            thanks.send(Appreciation.objects.get(pk=id))
        note.arrives = note.arrives or clock.now() + sending.UNDO

    @precondition(lambda self: self.notes)
    @rule(pick=st.randoms())
    def take_back(self, pick: Any) -> None:
        id, note = pick.choice(list(self.notes.items()))
        with self.unseen(note.by, THANKS), refused(sending.Arrived, note.arrived):
            thanks.take_back(Appreciation.objects.get(pk=id))
            note.arrives = None

    @rule(seconds=st.sampled_from([1, 29, 31]))
    def wait(self, seconds: int) -> None:
        self.clock.shift(timedelta(seconds=seconds))
        self._forget(*self.seen)  # a note may have arrived; the offer to take one back has less time left

    @precondition(lambda self: self.notes)
    @rule(pick=st.randoms(), by_partner=st.booleans())
    def pry(self, pick: Any, by_partner: bool) -> None:
        """Somebody has got hold of the id of a note that is not theirs, or not yet."""
        id, note = pick.choice(list(self.notes.items()))
        client = self.clients[other(note.by) if by_partner else "eve"]
        asked = ["undo", "removal", *([] if by_partner and note.arrived else ["keeping"])]
        answers = [client.get(reverse("appreciations:edit", args=[id]))]
        answers += [client.post(reverse(f"appreciations:{name}", args=[id]), {"text": "Mine"}) for name in asked]
        assert {answer.status_code for answer in answers} == {404}
        assert not any(word in words_of(answer) for answer in answers for word in self.words[note.by])


class Mornings(Evenings):
    """The morning after, when Today still holds the evening before out."""

    begins_at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)

    def __init__(self) -> None:
        super().__init__()
        Membership.objects.update(joined_at=EVENING - timedelta(days=9))


@pytest.mark.django_db
def test_nothing_sealed_or_drafted_reaches_anybody_else() -> None:  # S13
    play(Evenings, *SHORT)


@pytest.mark.django_db
def test_nor_on_the_morning_after() -> None:
    play(Mornings, SHORT[0] // 2, SHORT[1])


@pytest.mark.django_db
@pytest.mark.long_run
def test_nothing_sealed_or_drafted_reaches_anybody_else_however_long_they_go_on() -> None:
    play(Evenings, 500, 50)


@pytest.mark.django_db
def test_this_model_notices_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntryQuerySet, "visible_to", lambda self, person: self)
    with pytest.raises(AssertionError):
        play(Evenings, *SHORT, phases=[Phase.generate])
