"""Questions, where we are, looking ahead: two people and a stranger do as they like, and nothing sealed or drafted gets
out, by word, length, order, hint or mail."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import rule

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import couple_channel
from couples.outbox.models import Message
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.export.records import NotTheirs
from journal.questions import services as questions
from journal.questions.suggesting import id_on
from journal.support import services as support
from journal.touch import asking
from journal.touch import services as touch
from journal.visions import services as visions
from tests.journal.planted_leaks import ALL_LEAKS
from tests.journal.played import play
from tests.journal.watched import Watched, other, people, refused

QUESTION, STOCK, TOGETHER, AHEAD = "/questions/", "/where-we-are/", "/where-we-are/together/", "/vision/"
NOTES = "/support/along/"
SEE_OTHER, NOT_FOUND = 303, 404
PAGES = [QUESTION, "/questions/earlier/", "/questions/kept/", STOCK, TOGETHER, AHEAD]
PAGES += ["/where-we-are/over-time/", "/vision/over-time/", NOTES, "/support/along/look/", "/support/along/print/"]
CLOSENESS = "/closeness/"
PAGES += [CLOSENESS, "/closeness/marks/", "/closeness/asking/"]
TOPICS = ["work", "observer", "silence"]
HOPE: dict[str, Any] = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes"}
#: To choose from: one's own and the other's stand apart there, one's own first for either reader.
LISTS = re.compile(r"<select.*?</select>", re.DOTALL)


class Common(Watched):
    """What each has given stands as its last word under its key; `open` holds the keys both have read."""

    def __init__(self) -> None:
        super().__init__()
        self.last: dict[tuple[str, str], str] = {}
        self.given: set[tuple[str, str]] = set()
        self.open: set[tuple[str, str]] = set()
        self.hopes: dict[str, UUID] = {}

    def _everywhere(self, name: str) -> list[str]:
        return PAGES[:1] if name == "eve" else [*super()._everywhere(name), *PAGES]

    def _opened(self, author: str, path: str = "") -> set[str]:
        return super()._opened(author, path) | {self.last[key] for key in self.open if key[0] == author}

    @contextmanager
    def quiet(self, name: str, path: str) -> Iterator[None]:
        """Unseen, and unmailed."""
        with self.unseen(name, path):
            mailed = Message.objects.count()
            yield
            assert Message.objects.count() == mailed

    def _opens(self, keys: set[tuple[str, str]], *paths: str) -> None:
        self.open |= keys
        assert self._after_commit()
        self._forget(*self.seen)
        for reader in self.seen:
            pages = [self._page(reader, path) for path in paths]
            assert all(any(self.last[key] in page for page in pages) for key in keys if key[0] != reader)
            shown = LISTS.sub("", pages[0])
            for kind in {kind for _name, kind in keys}:
                both = [self.last[each, kind] for each in ("ada", "ben") if (each, kind) in self.open]
                at = [shown.rfind(word) for word in both]
                assert at == sorted(at), "Who was first does not show: Ada’s stands before Ben’s whoever was."

    def _everything(self, by: Person) -> Iterator[Callable[[], object]]:
        yield from super()._everything(by)
        yield partial(questions.give, self.couple, by=by, id=id_on(self.couple, clock.today(by)), text="late")
        for topic in TOPICS:
            yield partial(assessments.share, self.couple, by=by, topic=topic, values={"words": "late"})
        yield partial(visions.keep, self.couple, by=by, id=uuid4(), values=HOPE | {"words": "late"})
        yield partial(visions.seal, self.couple, by=by)
        yield partial(touch.add_own, self.couple, by=by, words="late")
        yield partial(asking.ask, self.couple, by=by, id=uuid4(), words="late")
        yield partial(support.keep, self.couple, by=by, values={"wish": "late"})

    def _part(self, leaver: str) -> None:
        """The notes both released end when either goes."""
        self.open -= {("ada", "notes"), ("ben", "notes")}
        super()._part(leaver)

    # -- questions ----------------------------------------------------------------------------------------------------

    @rule(name=people, act=st.sampled_from(["give", "give", "draft", "retract", "aside"]))
    def question(self, name: str, act: str) -> None:
        key, theirs, word = (name, "question"), (other(name), "question"), self.word(name)
        person = self.who[name]
        asked: dict[str, Any] = {"by": person, "id": id_on(self.couple, clock.today(person))}
        if key in self.open:
            return
        if act == "give" and theirs in self.given:
            questions.give(self.couple, text=word, **asked)
            self.last[key] = word
            self._opens({key, theirs}, QUESTION)
            return
        with self.quiet(name, QUESTION):
            if act == "give":
                questions.give(self.couple, text=word, **asked)
                self.given.add(key)
            elif act == "aside":
                questions.set_aside(self.couple, text=word, **asked)
                self.given.discard(key)
            elif act == "retract":
                questions.retract(self.couple, **asked)
                self.given.discard(key)
            else:
                questions.save_draft(self.couple, text=word, **asked)
            if act in {"give", "aside"}:
                self.last[key] = word

    # -- where we are -------------------------------------------------------------------------------------------------

    @rule(name=people, topic=st.sampled_from(TOPICS), act=st.sampled_from(["share", "share", "keep", "retract"]))
    def take_stock(self, name: str, topic: str, act: str) -> None:
        key, word = (name, topic), self.word(name)
        if key in self.open:
            with self.quiet(name, STOCK), pytest.raises(assessments.AlreadyOpened):
                assessments.share(self.couple, by=self.who[name], topic=topic, values={"words": word})
        elif self._stock_is_open:
            self._offer(key, word, act)
        elif act == "share" and {(other(name), each) for each in TOPICS} & self.given:
            self._share(key, word)
            self._opens({each for each in self.given if each[1] in TOPICS}, TOGETHER)
        else:
            with self.quiet(name, STOCK):
                self._change(key, word, act)

    @property
    def _stock_is_open(self) -> bool:
        return any(kind in TOPICS for _name, kind in self.open)

    def _change(self, key: tuple[str, str], word: str, act: str) -> None:
        name, topic = key
        if act == "share":
            self._share(key, word)
        elif act == "keep":
            assessments.keep(self.couple, by=self.who[name], topic=topic, values={"words": word})
        else:
            for mine in Strain.objects.filter(author=self.who[name], topic=topic):
                assessments.retract(mine)
            self.given.discard(key)

    def _share(self, key: tuple[str, str], word: str) -> None:
        assessments.share(self.couple, by=self.who[key[0]], topic=key[1], values={"words": word})
        self.last[key] = word
        self.given.add(key)

    def _offer(self, key: tuple[str, str], word: str, act: str) -> None:
        """After the first opening a line is offered by its topic alone, and may be taken back unread."""
        reader, offered = other(key[0]), key in self.given
        if act == "keep" or (act == "retract" and not offered):
            with self.quiet(key[0], TOGETHER):
                self._change(key, word, act)
            return
        before, mailed = self._page(reader, TOGETHER), Message.objects.count()
        self._change(key, word, act)
        assert (self._after_commit(), Message.objects.count()) == ({couple_channel(self.couple.pk)}, mailed)
        self._forget(*self.seen)
        after = self._page(reader, TOGETHER)
        assert (after == before) == (offered and act == "share")
        assert not any(each in after for each in self._closed(key[0]))

    @rule(name=people, topic=st.sampled_from(TOPICS))
    def read_what_is_offered(self, name: str, topic: str) -> None:
        """Or what is not: then there is nothing here, whatever its author has begun."""
        key = (other(name), topic)
        theirs = Strain.objects.filter(author=self.who[key[0]], topic=topic).first()
        address = reverse("assessments:opening", args=[theirs.pk if theirs else uuid4()])
        if self._stock_is_open and key in self.given - self.open:
            assert self.clients[name].post(address).status_code == SEE_OTHER
            self._opens({key}, TOGETHER)
            return
        with self.quiet(name, STOCK):
            answer = self.clients[name].post(address)
        assert answer.status_code == (SEE_OTHER if key in self.open else NOT_FOUND)

    # -- looking ahead ------------------------------------------------------------------------------------------------

    @rule(name=people, act=st.sampled_from(["seal", "seal", "keep", "retract"]))
    def look_ahead(self, name: str, act: str) -> None:
        key, theirs, word = (name, "hope"), (other(name), "hope"), self.word(name)
        if key in self.open:
            return
        if act == "seal" and key not in self.last:
            self.look_ahead(name, "keep")
        if act == "seal" and theirs in self.given:
            visions.seal(self.couple, by=self.who[name])
            self._opens({key, theirs}, AHEAD)
            return
        with self.quiet(name, AHEAD), refused(visions.AlreadySealed, act == "keep" and key in self.given):
            if act == "keep":
                id = self.hopes.setdefault(name, uuid4())
                visions.keep(self.couple, by=self.who[name], id=id, values=HOPE | {"words": word})
                self.last[key] = word
            elif act == "seal":
                visions.seal(self.couple, by=self.who[name])
                self.given.add(key)
            else:
                visions.retract(self.couple, by=self.who[name])
                self.given.discard(key)

    # -- notes to take along ------------------------------------------------------------------------------------------

    @rule(name=people, act=st.sampled_from(["release", "release", "keep", "take back"]))
    def notes_along(self, name: str, act: str) -> None:
        key, theirs, word = (name, "notes"), (other(name), "notes"), self.word(name)
        person = self.who[name]
        if key in self.open:
            if act == "take back":
                support.take_back(self.couple, by=person)
                self.open -= {key, theirs}
                self.given.discard(key)
                assert self._after_commit() == {couple_channel(self.couple.pk)}
                self._forget(*self.seen)
                assert not any(each in self._page(other(name), NOTES) for each in self._closed(name))
            return
        if act == "release" and key not in self.last:
            self.notes_along(name, "keep")
        if act == "release" and theirs in self.given and key not in self.given:
            self._release(name)
            self._opens({key, theirs}, NOTES)
            return
        with self.quiet(name, NOTES):
            if act == "keep":
                support.keep(self.couple, by=person, values={"wish": word, "chosen": []})
                self.last[key] = self.last.get(key, word) if key in self.given else word
            elif act == "release":
                self._release(name)
            else:
                support.take_back(self.couple, by=person)
                self.given.discard(key)

    # -- closeness: with and without, in tests/journal/touch/test_nothing_tells.py -------------------------------------

    @rule(name=people, act=st.sampled_from(["mark", "mark", "take back", "own", "clear"]))
    def closeness(self, name: str, act: str) -> None:
        person = self.who[name]
        with self.quiet(name, CLOSENESS):
            if act == "mark":
                touch.save(self.couple, by=person, changes={"sofa": "yes", "bench": "ask", "cheek": "not"})
            elif act == "own":
                touch.add_own(self.couple, by=person, words=self.word(name))
            elif act == "clear":
                touch.take_all_back(self.couple, by=person)
            else:
                touch.take_back(self.couple, by=person, key="sofa")

    @rule(name=people, answers=st.booleans())
    def ask_for_closeness(self, name: str, answers: bool) -> None:
        """What is asked opens at once and fades, so it is no word of the model's. A no is told to nobody."""
        with suppress(asking.AskError):
            asking.ask(self.couple, by=self.who[name], id=uuid4(), thing="sofa")
        self._after_commit()
        self._forget(*self.seen)
        asked = asking.asked_by(self.couple, self.who[name])
        if answers and asked:
            with self.quiet(other(name), CLOSENESS):
                asking.answer(asked, by=self.who[other(name)], how="not")

    def _release(self, name: str) -> None:
        mine = support.of(self.couple, self.who[name])
        assert mine
        support.release(self.couple, by=self.who[name], seen=support.seen_as(mine))
        self.given.add((name, "notes"))


@pytest.mark.django_db
def test_nothing_sealed_or_drafted_reaches_the_other() -> None:
    play(Common, 8, 15)


@pytest.mark.django_db
@pytest.mark.long_run
def test_nothing_sealed_or_drafted_reaches_the_other_however_long_they_go_on() -> None:
    play(Common, 500, 50)


@pytest.mark.django_db
@pytest.mark.parametrize("leak", ALL_LEAKS)
def test_this_model_notices_a_leak(leak: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    leak(monkeypatch)
    # One's own act that is suddenly refused is noticed as well: the refusal itself would tell. So is a page that fails
    # before it shows what is not its reader's.
    refusals = (visions.VisionError, assessments.AssessmentError, questions.QuestionError, NotTheirs)
    with pytest.raises((AssertionError, *refusals)):
        play(Common, 60, 15, phases=[Phase.generate])
