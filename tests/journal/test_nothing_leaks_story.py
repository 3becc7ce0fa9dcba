"""The story, a search, the weekly word and memories: two people and a stranger do as they like, and nothing drafted,
hidden, private or of others gets out, by word, number, order, hint or picture.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from couples.accounts.models import Person
from couples.live.hints import couple_channel
from journal.checkins import services as checkins
from journal.entries import EntryQuerySet
from journal.memories import services as memories
from journal.memories.models import Memory
from journal.memories.views import A_PAGE
from journal.nearness import services as nearness
from journal.nearness.models import WeekWord
from journal.nearness.words import Nearness
from journal.search.finding import Wanted, find
from journal.search.query import Query
from journal.story import services as story
from journal.story.models import Hidden
from journal.story.reading import Reader, some
from tests.journal.memories.photos import a_photo
from tests.journal.played import play
from tests.journal.watched import DAYS, Evening, Watched, other, people

STORY, HIDDEN, MEMORIES, CLOSE = "/us/story/", "/us/story/hidden/", "/memories/", "/how-close/"
MOST = 999
NOBODYS = "CANARYOFNOBODY"
OK, NOT_FOUND = 200, 404
PHOTO = a_photo()
ACTS = st.sampled_from(["say", "say", "nothing", "share", "share", "stop"])


@dataclass
class Remembered:
    """What the model knows of one memory."""

    by: str
    word: str
    is_open: bool
    has_photograph: bool = True

    def is_for(self, name: str) -> bool:
        return name == self.by or (self.is_open and name != "eve")


class Stories(Watched):
    """No rule waits: nothing here opens with time."""

    def __init__(self) -> None:
        super().__init__()
        self.memories: dict[UUID, Remembered] = {}

    def teardown(self) -> None:
        try:
            self._search_for_all()
        finally:
            super().teardown()

    def _everywhere(self, name: str) -> list[str]:
        return [STORY, MEMORIES] if name == "eve" else [*super()._everywhere(name), MEMORIES, HIDDEN, CLOSE]

    def _opened(self, author: str, path: str = "") -> set[str]:
        mine = {each.word for each in self.memories.values() if each.by == author and each.is_open}
        return super()._opened(author, path) | (mine if path in ("", STORY, MEMORIES) else set())

    def _everything(self, by: Person) -> Iterator[Callable[[], object]]:
        yield from super()._everything(by)
        for act in (memories.keep_draft, memories.save):
            yield partial(act, self.couple, by=by, id=uuid4(), words={"text": "late", "year": "2019"})
        yield partial(nearness.say, self.couple, by=by, word=Nearness.FAR)
        yield partial(nearness.share, self.couple, by=by)
        yield partial(story.hide, self.couple, by=by, chapter="memory", about=uuid4())

    def _part(self, leaver: str) -> None:
        """Each keeps the photographs they could see, and no other."""
        super()._part(leaver)
        for id in self.memories:
            self._look_at_the_photograph(id)

    # -- memories -----------------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.memories) < A_PAGE - 1)
    @rule(name=people, year=st.sampled_from(["1999", "2019", "2026"]), act=st.sampled_from(["keep", "keep", "save"]))
    def remember(self, name: str, year: str, act: str) -> None:
        """A new one, or the draft there is."""
        begun = [id for id, each in self.memories.items() if each.by == name and not each.is_open]
        # An id of the model’s own: what stands beside what must not depend on chance.
        id, word = begun[0] if begun else UUID(int=next(self.numbers)), self.word(name)
        said: dict[str, Any] = {"by": self.who[name], "id": id, "words": {"text": word, "alt": word, "year": year}}
        if act == "keep":
            with self.unseen(name, STORY):
                memories.keep_draft(self.couple, photo=PHOTO, **said)
                self.memories[id] = Remembered(name, word, is_open=False)
            return
        memories.save(self.couple, photo=PHOTO, **said)
        self.memories[id] = Remembered(name, word, is_open=True)
        self._both_were_told()
        assert all(word in self._page(other(name), path) for path in (STORY, MEMORIES))

    @precondition(lambda self: self.memories)
    @rule(pick=st.randoms())
    def change_or_throw_away(self, pick: Any) -> None:
        """New words for what both can read; a draft goes, and nobody else learns of either draft or end."""
        id, memory = pick.choice(list(self.memories.items()))
        if memory.is_open:
            memory.word = self.word(memory.by)
            said = {"text": memory.word, "alt": "", "year": "2019"}
            memories.save(self.couple, by=self.who[memory.by], id=id, words=said)
            self._both_were_told()
            return
        with self.unseen(memory.by, MEMORIES):
            memories.discard(Memory.objects.get(pk=id))
            del self.memories[id]

    @precondition(lambda self: self.memories)
    @rule(pick=st.randoms())
    def remove_a_photograph(self, pick: Any) -> None:
        id, memory = pick.choice(list(self.memories.items()))
        with nullcontext() if memory.is_open else self.unseen(memory.by, STORY):
            memories.remove_photograph(Memory.objects.get(pk=id))
        memory.has_photograph = False
        if memory.is_open:
            self._both_were_told()
        self._look_at_the_photograph(id)

    @precondition(lambda self: self.memories)
    @rule(pick=st.randoms())
    def pry(self, pick: Any) -> None:
        """Somebody has got hold of the id of a memory: its pages and its photograph are there for who may read it."""
        id, memory = pick.choice(list(self.memories.items()))
        self._look_at_the_photograph(id)
        for name, client in self.clients.items():
            read = client.get(reverse("memories:memory", args=[id])).status_code
            assert read == (OK if memory.is_open and memory.is_for(name) else NOT_FOUND)
            changed = client.get(reverse("memories:edit", args=[id])).status_code
            assert changed == (OK if name == memory.by else NOT_FOUND)

    def _look_at_the_photograph(self, id: UUID) -> None:
        memory = self.memories[id]
        for name, client in self.clients.items():
            may = memory.has_photograph and memory.is_for(name)
            for page in ("photograph", "small"):
                answer = client.get(reverse(f"memories:{page}", args=[id])).status_code
                assert answer == (OK if may else NOT_FOUND)

    # -- the weekly word ----------------------------------------------------------------------------------------------

    @rule(name=people, word=st.sampled_from(Nearness), act=ACTS)
    def say_how_close(self, name: str, word: Nearness, act: str) -> None:
        person, shared = self.who[name], self._both_share()
        acts = {
            "say": partial(nearness.say, self.couple, by=person, word=word),
            "nothing": partial(nearness.say, self.couple, by=person, word=None),
            "share": partial(nearness.share, self.couple, by=person),
            "stop": partial(nearness.keep_to_oneself, self.couple, by=person),
        }
        if shared or (act == "share" and self.who[other(name)].pk in nearness.sharing(self.couple)):
            acts[act]()
            self._both_were_told()
        else:
            with self.unseen(name, CLOSE):
                acts[act]()
        is_shown = self._both_share() and WeekWord.objects.for_couple(self.couple).exists()
        pages = [self._page(reader, path) for reader in ("ada", "ben") for path in (STORY, CLOSE)]
        assert {"two-lines" in page for page in pages} == {is_shown}

    @precondition(lambda self: not self._both_share())
    @rule(word=st.sampled_from(Nearness))
    def share_both_lines(self, word: Nearness) -> None:
        for act in ("say", "share"):
            for name in ("ada", "ben"):
                self.say_how_close(name, word, act)

    # -- hiding and finding -------------------------------------------------------------------------------------------

    @precondition(lambda self: self.evenings["ada", DAYS[0]].state != "opened")
    @rule(name=people)
    def an_evening(self, name: str) -> None:
        """Both check in, so that there is more than memories to tell."""
        for each in (name, other(name)):
            word = self.word(each)
            checkins.seal(self.couple, by=self.who[each], on=DAYS[0], values={"line": word})
            self.evenings[each, DAYS[0]] = Evening("opened", word)
        self._after_commit()
        self._forget(*self.seen)

    @rule(name=people, pick=st.randoms())
    def hide_an_entry(self, name: str, pick: Any) -> None:
        """For oneself: the other’s story stays, and one’s own search finds it no more."""
        if shown := self._told(name):
            chapter, about = pick.choice(shown)
            with self.unseen(name, STORY):
                story.hide(self.couple, by=self.who[name], chapter=chapter, about=about)
            assert (chapter, about) not in self._told(name)
            if about in self.memories and self.memories[about].by != name:
                self._search(name, [self.memories[about].word])

    @precondition(lambda self: Hidden.objects.for_couple(self.couple).exists())
    @rule(name=people, pick=st.randoms())
    def show_an_entry(self, name: str, pick: Any) -> None:
        if hidden := self._told(name, hidden=True):
            chapter, about = pick.choice(hidden)
            with self.unseen(name, STORY):
                story.show(self.couple, by=self.who[name], chapter=chapter, about=about)
            assert (chapter, about) in self._told(name)

    @rule(name=people, pick=st.randoms())
    def search(self, name: str, pick: Any) -> None:
        if theirs := self.words[other(name)]:
            self._search(name, [pick.choice(theirs)])

    def _search(self, name: str, words: Sequence[str]) -> None:
        """For words of the other’s: what may not be found costs as much as what nobody ever wrote."""
        self._found(name, NOBODYS)  # the first look also asks for keys
        nothing, asked_for_nothing = self._found(name, NOBODYS)
        assert not nothing
        for word in words:
            is_open = word in self._opened(other(name))
            found, asked = self._found(name, word)
            assert bool(found) == (is_open and word not in self._hidden_words(name)), word
            assert is_open or asked == asked_for_nothing

    def _search_for_all(self) -> None:
        """For what was written last. The stranger finds nothing."""
        for name in ("ada", "ben"):
            self._search(name, self.words[other(name)][-3:])
        for word in (word for name in ("ada", "ben") for word in self.words[name][-2:]):
            answer = self.clients["eve"].post("/us/search/", {"words": word}, headers={"HX-Request": "true"})
            assert "Nothing found" in answer.content.decode()

    def _found(self, name: str, word: str) -> tuple[list[Any], int]:
        with CaptureQueriesContext(connection) as queries:
            found, _more = find(self.couple, self.who[name], Wanted(query=Query.of(word)), MOST)
        return found, len(queries)

    def _hidden_words(self, name: str) -> set[str]:
        """Of memories, and of the evening, that this one hides."""
        hidden = Hidden.objects.filter(person=self.who[name])
        abouts = set(hidden.filter(chapter="memory").values_list("about", flat=True))
        words = {each.word for id, each in self.memories.items() if id in abouts}
        if hidden.filter(chapter="first-evening").exists():
            words |= {each.word for (_name, on), each in self.evenings.items() if on == DAYS[0]}
        return words

    # -- what is used above -------------------------------------------------------------------------------------------

    def _told(self, name: str, *, hidden: bool = False) -> list[tuple[str, UUID]]:
        """What each entry of this one’s story is about, or each of those they hide."""
        here = list(self.couple.memberships.select_related("person").order_by("slot"))
        reader = Reader(couple=self.couple, person=self.who[name], people=here)
        return [(entry.chapter, entry.about) for entry in some(reader, most=MOST, hidden=hidden)]

    def _both_share(self) -> bool:
        return len(nearness.sharing(self.couple)) == nearness.BOTH

    def _both_were_told(self) -> None:
        assert self._after_commit() == {couple_channel(self.couple.pk)}
        self._forget(*self.seen)


@pytest.mark.django_db
def test_nothing_drafted_hidden_or_private_reaches_the_other_through_the_story() -> None:
    play(Stories, 4, 20)


@pytest.mark.django_db
@pytest.mark.long_run
def test_nothing_of_it_reaches_the_other_however_long_they_go_on() -> None:
    play(Stories, 100, 50)


def show_drafts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EntryQuerySet, "opened", lambda self: self)


def share_what_one_shares(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(nearness, "both_share", lambda couple: bool(nearness.sharing(couple)))
    patch.setattr("journal.nearness.both_lines.both_share", lambda couple: bool(nearness.sharing(couple)))


def find_what_is_hidden(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("journal.search.finding.left_out", lambda _couple, _person: set())


def show_photographs_to_anybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("journal.memories.models.PhotographQuerySet.visible_to", lambda self, _person: self)


LEAKS = [share_what_one_shares, find_what_is_hidden, show_photographs_to_anybody]


@pytest.mark.django_db
@pytest.mark.parametrize("leak", [show_drafts, *(pytest.param(each, marks=pytest.mark.long_run) for each in LEAKS)])
def test_this_model_notices_a_leak(leak: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        play(Stories, 60, 15, phases=[Phase.generate])
