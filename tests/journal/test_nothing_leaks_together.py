"""Questions, where we are, looking ahead: two people and a stranger do as they like, and nothing sealed or drafted gets
out, by word, length, order, hint or mail."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from couples import clock
from couples.outbox.models import Message
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.entries import EntryQuerySet
from journal.questions import services as questions
from journal.questions.suggesting import id_on
from journal.visions import services as visions
from tests.journal.watched import Watched, other

QUESTION, STOCK, AHEAD = "/questions/", "/where-we-are/", "/vision/"
PAGES = [QUESTION, "/questions/earlier/", "/questions/kept/", STOCK, "/where-we-are/together/", AHEAD]
PAGES += ["/where-we-are/over-time/", "/vision/over-time/"]
TOPICS = ["work", "observer"]
people = st.sampled_from(["ada", "ben"])


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

    # -- questions ----------------------------------------------------------------------------------------------------

    @rule(name=people, act=st.sampled_from(["draft", "give", "retract", "aside"]))
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

    @rule(name=people, topic=st.sampled_from(TOPICS), act=st.sampled_from(["keep", "share", "retract"]))
    def take_stock(self, name: str, topic: str, act: str) -> None:
        if any(kind in TOPICS for _name, kind in self.open):
            return  # from here on lines are offered: tests/journal/assessments
        key, word = (name, topic), self.word(name)
        theirs = {(other(name), each) for each in TOPICS} & self.given
        if act == "share":
            opens = bool(theirs)
            share = {"by": self.who[name], "topic": topic, "values": {"words": word}}
            if not opens:
                with self.quiet(name, STOCK):
                    assessments.share(self.couple, **share)  # type: ignore[arg-type]
            else:
                assessments.share(self.couple, **share)  # type: ignore[arg-type]
            self.last[key] = word
            self.given.add(key)
            if opens:
                self._opens(theirs | {each for each in self.given if each[0] == name and each[1] in TOPICS}, PAGES[4])
            return
        with self.quiet(name, STOCK):
            if act == "keep":
                assessments.keep(self.couple, by=self.who[name], topic=topic, values={"words": word})
            else:
                mine = Strain.objects.filter(author=self.who[name], topic=topic).first()
                if mine:
                    assessments.retract(mine)
                self.given.discard(key)

    # -- looking ahead ------------------------------------------------------------------------------------------------

    @rule(name=people, act=st.sampled_from(["keep", "seal", "retract"]))
    def look_ahead(self, name: str, act: str) -> None:
        key, theirs, word = (name, "hope"), (other(name), "hope"), self.word(name)
        if key in self.open:
            return
        if act == "seal" and theirs in self.given and key in self.last:
            visions.seal(self.couple, by=self.who[name])
            self._opens({key, theirs}, AHEAD)
            return
        with self.quiet(name, AHEAD), suppress(visions.VisionError):
            if act == "keep":
                values = {"horizon": 1, "area": "us", "words": word, "value": "calm", "guess": "yes"}
                id = self.hopes.setdefault(name, uuid4())
                visions.keep(self.couple, by=self.who[name], id=id, values=values)
                self.last[key] = word
            elif act == "seal":
                visions.seal(self.couple, by=self.who[name])
                self.given.add(key)
            else:
                visions.retract(self.couple, by=self.who[name])
                self.given.discard(key)


def play(examples: int, steps: int, **more: Any) -> None:
    machine: type[RuleBasedStateMachine] = Common
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        **more,
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.django_db
def test_nothing_sealed_or_drafted_reaches_the_other() -> None:
    play(8, 15)


@pytest.mark.django_db
@pytest.mark.long_run
def test_nothing_sealed_or_drafted_reaches_the_other_however_long_they_go_on() -> None:
    play(500, 50)


@pytest.mark.django_db
def test_this_model_notices_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntryQuerySet, "opened", lambda self: self.exclude(sealed_at=None))
    with pytest.raises(AssertionError):
        play(30, 15, phases=[Phase.generate])
