"""The watched also erase: what the other could not read goes without a trace; what they could read is no longer there,
and nothing says when it went.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import rule

from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from journal.agreements.models import Revision
from journal.erasing import services as erasing
from journal.export.records import kinds
from journal.listening.models import Turn
from journal.support.models import Handout
from tests.journal.planted_leaks import erase_aloud
from tests.journal.played import play
from tests.journal.test_nothing_leaks import Evenings
from tests.journal.test_nothing_leaks_talks import Talking
from tests.journal.test_nothing_leaks_together import Common
from tests.journal.watched import Pages, Watched, other, people, words_in

CANARIES = re.compile(r"CANARY\d{5}")
#: In place of a path.
ARCHIVE = "the file to take along"
LATER = timedelta(minutes=2)


class Erasing(Watched):
    @rule(name=people, pick=st.randoms())
    def erase(self, name: str, pick: Any) -> None:
        """One thing of one's own, and then it is as if that had not been, so that every model plays it alike.

        What the other could not read goes without a trace. What they could read is not there any more, and the rest of
        their pages is; they see the same whenever it was.
        """
        if own := self._erasable(name):
            practice, kind, row = pick.choice(own)
            said = CANARIES.findall(str(words_in(row)))
            look = self._look_for_no_trace if not set(said) & self._opened(name) else self._look_for_the_rest
            look(name, {*said, *self._hung_on(name, row)}, lambda: self._erase(name, practice, kind, row))
            self._forget(*self.seen)

    def _erasable(self, name: str) -> list[tuple[str, str, Any]]:
        """By the number of their first word, as ids are made by chance. Nothing that ends what is the other’s."""
        found = []
        for practice, words in kinds():
            if words.by and words.erase and words.model not in {Handout, Revision}:
                own = erasing.own_rows(words, self.couple, self.who[name])
                found += [(practice.key, words.key, row) for row in own if words.erasable(row)]
        with_words = [each for each in found if CANARIES.search(str(words_in(each[2])))]
        return sorted(with_words, key=lambda each: (str(words_in(each[2])), each[:2]))

    def _hung_on(self, name: str, row: Any) -> set[str]:
        """What they said about it themselves."""
        turns = Turn.objects.filter(hearing__entry_id=row.pk, author=self.who[name])
        return set(CANARIES.findall("".join(turn.text for turn in turns)))

    def _erase(self, name: str, practice: str, kind: str, row: Any) -> None:
        erasing.erase(self.couple, by=self.who[name], practice=practice, kind=kind, id=row.pk)

    def _look_for_no_trace(self, name: str, _words: set[str], erase: Callable[[], None]) -> None:
        reader, mailed = other(name), Message.objects.count()
        before = self._some_of(reader, set())
        self._after_commit()
        with undone():
            erase()
            assert self._after_commit() == {person_channel(self.who[name].pk)}
            assert (self._again(reader, before), Message.objects.count()) == (before, mailed)

    def _look_for_the_rest(self, name: str, words: set[str], erase: Callable[[], None]) -> None:
        reader, mailed = other(name), Message.objects.count()
        before = self._some_of(reader, words)
        self._after_commit()
        with undone():
            erase()
            assert couple_channel(self.couple.pk) in self._after_commit()
            assert Message.objects.count() == mailed
            now = self._again(reader, before)
        for path, page in before.items():
            read = set(CANARIES.findall(page)) - words
            assert set(CANARIES.findall(now[path])) == read, path
        if self.looks % 3:
            return
        self.clock.shift(LATER)
        still = self._again(reader, before)
        with undone():
            erase()
            later = self._again(reader, before)
        self.clock.shift(-LATER)
        self._after_commit()
        assert all(later[path] == now[path] for path in before if still[path] == before[path]), "When it went shows."

    def _some_of(self, reader: str, words: set[str]) -> Pages:
        """Today, two pages by turns, what this one would take along, and where they have just seen one of the words."""
        self.looks += 1
        every = self._everywhere(reader)
        paths = {"/today/": "", every[self.looks % len(every)]: "", ARCHIVE: ""}
        paths |= {path: "" for path, page in self.seen[reader].items() if any(word in page for word in words)}
        return self._again(reader, paths)

    def _again(self, reader: str, pages: Pages) -> Pages:
        return {path: self._archive(reader) if path == ARCHIVE else self._page(reader, path) for path in pages}


@contextmanager
def undone() -> Iterator[None]:
    """What was done within was not done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class ErasingEvenings(Erasing, Evenings):
    """Check-ins, thank-yous, listening, opening up."""


class ErasingTogether(Erasing, Common):
    """Questions, where we are, looking ahead, notes, closeness."""


class ErasingTalks(Erasing, Talking):
    """Talking it through."""


MODELS = [ErasingEvenings, ErasingTogether, ErasingTalks]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_erasing_tells_the_other_nothing_more_than_that_it_is_not_there(model: type[Erasing]) -> None:
    play(model, 3, 15)


@pytest.mark.django_db
@pytest.mark.long_run
@pytest.mark.parametrize("model", MODELS)
def test_nor_however_long_they_go_on(model: type[Erasing]) -> None:
    play(model, 100, 50)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [MODELS[0], *(pytest.param(model, marks=pytest.mark.long_run) for model in MODELS[1:])]
)
def test_these_models_notice_an_erasing_that_tells(model: type[Erasing], monkeypatch: pytest.MonkeyPatch) -> None:
    erase_aloud(monkeypatch)
    with pytest.raises(AssertionError):
        play(model, 60, 15, phases=[Phase.generate])
