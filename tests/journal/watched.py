"""A couple and a stranger who are watched: what each may know is worked out beside what their pages show."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import rule

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from couples.space.errors import SpaceClosed
from couples.space.leaving import services as leaving
from couples.space.models import Membership
from couples.vault.fields import EncryptedField
from journal.appreciations.models import Appreciation
from journal.assessments.models import Strain
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.entries import Entry
from journal.export import json_file
from journal.export.records import NotTheirs, Reader
from journal.listening.models import Turn
from journal.memories.models import Memory
from journal.openings.models import Opening
from journal.questions.models import Answer, OwnQuestion, Prompt
from journal.questions.suggesting import id_on
from journal.talks.models import Guess, Idea, Look, Readiness, Statement, Understood
from journal.visions.models import Hope
from tests.factories import PersonFactory, make_couple
from tests.journal.played import Played
from tests.page_ids import MAKES, answer_to
from tests.pages import words_of

DAYS = (date(2026, 11, 22), date(2026, 11, 21))
THANKS = "/thanks/"
EVERYWHERE = ["/today/", THANKS, *(f"/check-in/{day}/" for day in DAYS), "/check-in/kept/", "/us/", "/us/story/"]
people = st.sampled_from(["ada", "ben"])
WRITTEN: tuple[type[Entry], ...] = (CheckIn, Answer, Strain, Hope, Opening, Appreciation, Turn)
WRITTEN += (Readiness, Guess, Statement, Idea, Look, Understood, Memory)

Pages = dict[str, str]


@dataclass
class Evening:
    """What the model knows of one person's check-in."""

    state: str = "none"
    word: str = ""


@dataclass
class Note:
    by: str
    word: str
    arrives: datetime | None = None

    @property
    def arrived(self) -> bool:
        return self.arrives is not None and self.arrives <= clock.now()


class Watched(Played):
    """Each word written is one of its kind, so that a page that holds it tells where it came from."""

    #: Made once, as each looks for all static files first.
    clients: ClassVar = {name: Client() for name in ("ada", "ben", "eve")}

    def __init__(self) -> None:
        super().__init__()
        self.who: dict[str, Person] = {name: PersonFactory(name=name.title()) for name in ("ada", "ben", "eve", "sam")}
        self.couple = make_couple(self.who["ada"], self.who["ben"])
        make_couple(self.who["eve"], self.who["sam"])
        for name, client in self.clients.items():
            client.cookies.clear()
            client.force_login(self.who[name])
        self.looks = 0
        #: What each has last seen where, as long as it must still be so.
        self.seen: dict[str, Pages] = {"ada": {}, "ben": {}}
        self.words: dict[str, list[str]] = {"ada": [], "ben": []}
        self.evenings = {(name, day): Evening() for name in ("ada", "ben") for day in DAYS}
        self.notes: dict[UUID, Note] = {}
        self._after_commit()

    def teardown(self) -> None:
        try:
            for name in self.clients:
                self._look_everywhere(name)
            self._part("ada" if next(self.numbers) % 2 else "ben")
        finally:
            self.forget()

    # -- what is looked at --------------------------------------------------------------------------------------------

    def word(self, name: str) -> str:
        self.words[name].append(f"CANARY{next(self.numbers):05}")
        return self.words[name][-1]

    @contextmanager
    def unseen(self, name: str, path: str) -> Iterator[None]:
        """The other's pages stay the same to the byte, and nobody's page but one's own is hinted to."""
        reader = other(name)
        before = self.seen[reader].get(path) or self._page(reader, path)
        elsewhere = self._now_and_then(reader)
        around = elsewhere and (self._page(reader, elsewhere), self._archive(reader))
        yield
        assert self._after_commit() <= {person_channel(self.who[name].pk)}
        after = self._page(reader, path)
        assert after == before
        assert not elsewhere or (self._page(reader, elsewhere), self._archive(reader)) == around
        assert not any(word in after for word in self._closed(name))
        self._forget(name)  # what one does oneself may show on any page of one’s own
        self.seen[reader][path] = after

    def _now_and_then(self, reader: str) -> str:
        """Today every third time, and any other page in its turn."""
        self.looks += 1
        if self.looks % 3:
            return ""
        every = self._everywhere(reader)
        return "/today/" if self.looks % 2 else every[self.looks // 6 % len(every)]

    @contextmanager
    def opening(self, name: str, path: str) -> Iterator[None]:
        yield
        assert self._after_commit() == {couple_channel(self.couple.pk)}
        self._forget(*self.seen)
        for reader in self.seen:
            page = self._page(reader, path)
            read = [[page.find(word) for word in self._opened(each, path)] for each in ("ada", "ben")]
            assert min(map(min, read)) >= 0
            assert max(read[0]) < min(read[1]), "Who was first does not show: Ada’s stands before Ben’s whoever was."

    @rule(name=people, how=st.sampled_from(sorted(MAKES)), pick=st.randoms())
    def bring_an_id(self, name: str, how: str, pick: Any) -> None:
        """A page brings the id of something of the other's, seen or not, or of a day's question: any is a free one."""
        free = answer_to(self.clients[name], MAKES[how](self.couple, uuid4()))
        taken = pick.choice(self._ids_of(other(name)))
        assert answer_to(self.clients[name], MAKES[how](self.couple, taken)) == free

    def _ids_of(self, name: str) -> list[UUID]:
        """What this one wrote, asked or noted, in whatever state, and the questions of three days."""
        on = clock.today(self.who[name])
        days = [id_on(self.couple, on + timedelta(days=days)) for days in (-1, 0, 1)]
        kinds: list[Any] = [*WRITTEN, OwnQuestion]
        rows = [kind._default_manager.filter(author=self.who[name]) for kind in kinds]
        rows.append(Prompt._default_manager.filter(asked_by=self.who[name]))
        return days + sorted(id for each in rows for id in each.values_list("pk", flat=True))

    def _page(self, name: str, path: str) -> str:
        return words_of(self.clients[name].get(path, headers={"HX-Request": "true"}))

    def _archive(self, name: str) -> str:
        """What this one would take along now."""
        couple = Membership.objects.get(person=self.who[name]).couple
        try:
            return "".join(json_file.write(Reader.of(couple, self.who[name])))
        except NotTheirs as leak:
            raise AssertionError from leak

    def _forget(self, *names: str) -> None:
        for name in names:
            self.seen[name].clear()

    def _look_everywhere(self, name: str) -> None:
        """Of the others' words, exactly those that are open to this one."""
        pages = [words_of(self.clients[name].get(path)) for path in self._everywhere(name)]
        for author in {"ada", "ben"} - {name}:
            for where in (pages, [self._archive(name)]):
                found = {word for word in self.words[author] if any(word in page for page in where)}
                assert found == (set() if name == "eve" else self._opened(author))

    def _part(self, leaver: str) -> None:
        """One goes. Neither can give anything more, and nothing opens; each keeps their own, and what was open."""
        stays, kept = other(leaver), [self._kept(name) for name in self.words]
        mailed, opened = Message.objects.count(), self._opened_rows()
        kept_open = {name: self._opened(name) for name in self.words}
        self._after_commit()  # what one did just before is told to oneself
        on_the_way = {
            person_channel(author)
            for kind in WRITTEN
            for author in kind._default_manager.filter(opened_at__gt=clock.now()).values_list("author", flat=True)
        }
        leaving.leave(self.couple, by=self.who[leaver])
        for act in (act for name in (stays, leaver) for act in self._everything(self.who[name])):
            with pytest.raises(SpaceClosed):
                act()
        # Whoever sent what has not arrived has it back as a draft, and is the only one to hear of it.
        assert self._after_commit() <= {couple_channel(self.couple.pk)} | on_the_way
        assert (Message.objects.count(), self._opened_rows()) == (mailed, opened)
        assert [self._kept(name) for name in self.words] == kept
        self.clock.shift(timedelta(minutes=1))  # what was on its way has not arrived
        for reader, author in ((stays, leaver), (leaver, stays)):
            pages = [words_of(self.clients[reader].get(path)) for path in self._everywhere(reader)]
            assert not any(word in page for page in pages for word in self.words[author])
            pages = list(self._kept_pages(reader))
            found = {word for word in self.words[author] if any(word in page for page in pages)}
            assert found == kept_open[author]
        assert self.clients["eve"].get(reverse("kept:space", args=[self.couple.pk])).status_code == 404

    def _everything(self, by: Person) -> Iterator[Callable[[], object]]:
        """All that this one could still give."""
        for on in DAYS:
            yield partial(checkins.seal, self.couple, by=by, on=on, values={"line": "late"})

    def _kept_pages(self, name: str) -> Iterator[str]:
        """Every page of what this one keeps."""
        ways = [reverse("kept:space", args=[self.couple.pk])]
        for way in ways:
            page = words_of(self.clients[name].get(way))
            yield page
            ways += [found for found in re.findall(rf'href="({ways[0]}[^"]+/)"', page) if not found.endswith("/copy/")]
            ways += [f"{way.partition('?')[0]}{found}" for found in re.findall(r'href="(\?from=\d+)">Later', page)]

    def _opened_rows(self) -> list[int]:
        return [kind._default_manager.filter(opened_at__lte=clock.now()).count() for kind in WRITTEN]

    def _kept(self, name: str) -> dict[object, tuple[object, ...]]:
        """Each row this one wrote and nobody else may read, as they can still read it."""
        unread = [
            kind._default_manager.filter(author=self.who[name]).exclude(opened_at__lte=clock.now()) for kind in WRITTEN
        ]
        return {(kind, row.pk): words_in(row) for kind, rows in zip(WRITTEN, unread, strict=True) for row in rows}

    def _everywhere(self, name: str) -> list[str]:
        return EVERYWHERE[: 3 if name == "eve" else None]

    def _opened(self, author: str, path: str = "") -> set[str]:
        mine = [(day_of(on), each) for (name, on), each in self.evenings.items() if name == author]
        read = {each.word for at, each in mine if each.state == "opened" and path in ("", at)}
        return read | {note.word for note in self.notes.values() if note.by == author and note.arrived and not path}

    def _closed(self, author: str) -> set[str]:
        return set(self.words[author]) - self._opened(author)


def refused(error: type[Exception], when: bool) -> AbstractContextManager[Any]:
    """One's own doings alone decide whether something is refused: any other refusal would tell of the other's."""
    return pytest.raises(error) if when else nullcontext()


def words_in(row: models.Model) -> tuple[object, ...]:
    return tuple(getattr(row, field.name) for field in row._meta.concrete_fields if isinstance(field, EncryptedField))


def day_of(on: date) -> str:
    return f"/check-in/{on}/"


def other(name: str) -> str:
    return "ben" if name == "ada" else "ada"
