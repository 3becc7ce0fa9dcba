"""Three people who leave each other, come back, begin anew and erase, with words of every practice: what each may read
is worked out beside what their files, pages and searches hold.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from couples import clock
from couples.accounts.models import Everything, Person
from couples.erasing import ledger
from couples.erasing import services as everything
from couples.errors import Refused
from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from couples.space.leaving import services as leaving
from couples.space.models import Couple, Membership
from journal.before import services as before
from journal.erasing import services as erasing
from journal.erasing.models import JustErased
from journal.export import json_file
from journal.export.records import NotTheirs, Reader
from journal.practices import PRACTICES
from tests.addresses import ALL, ONLY_SENT, PUBLIC
from tests.anywhere import rows_with, words_by_table
from tests.factories import PersonFactory, make_couple
from tests.journal.played import Played
from tests.journal.writing import WRITES, Said, Writer
from tests.pages import words_of

NAMES = ("ada", "ben", "dora")
#: Who would be a couple, the first of them inviting. The same two more often than not.
PAIRS = [("ada", "ben"), ("ben", "ada"), ("ada", "dora"), ("dora", "ben")]
people = st.sampled_from(NAMES)
WORD = re.compile(r"CANARY\d{5}")
#: Every page without something in its address that a couple can open.
PAGES = sorted(name for name, holds in ALL.items() if not holds and name not in ONLY_SENT | PUBLIC)
#: Those of the practices, which have nothing on them that is drawn by chance but ids for what may be made there.
OF_PRACTICES = [name for name in PAGES if name.partition(":")[0] in {practice.key for practice in PRACTICES}]
MADE_UP = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|data-fresh=\"[^\"]+\"")
SEARCH = reverse("search:page")
#: One in so many of them is looked at in the end, by turns.
SOME = 7
A_WEEK = timedelta(days=7, minutes=1)


class Doors(Played):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.patch.setattr(settings, "NEARER_LEDGER", str(Path(self.folder.name) / "erasures.jsonl"))
        self.who: dict[str, Person] = {name: PersonFactory(name=name.title()) for name in (*NAMES, "eve", "sam")}
        make_couple(self.who["eve"], self.who["sam"])
        self.pairs: dict[Any, tuple[str, str]] = {}
        self.couples: list[Couple] = []
        self.open: Couple | None = None
        self.said: list[Said] = []
        self.just: list[tuple[JustErased, list[Said]]] = []
        self.asked: dict[str, Everything] = {}
        self.gone: set[str] = set()
        #: The page that somebody reads once when the other is gone, by the two.
        self.told: dict[tuple[str, str], set[str]] = {}
        #: What somebody would have come along: new couple, old couple, name, practices.
        self.along: dict[tuple[Any, Any, str], set[str]] = {}
        self.looks = 0
        self._begin(*PAIRS[0])
        for nth, what in enumerate(sorted(WRITES)):
            self._write("ada" if nth % 2 else "ben", what, is_open=True)
            self._write("ben" if nth % 2 else "ada", what, is_open=False)

    def _begin(self, one: str, other: str) -> None:
        self.clock.shift(timedelta(seconds=1))
        self.open = make_couple(self.who[one], self.who[other])
        self.couples.append(self.open)
        self.pairs[self.open.pk] = (one, other)
        self._after_commit()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # else it has failed, and says where
                self._look_in_the_end()
        finally:
            self.folder.cleanup()
            self.forget()

    def _look_in_the_end(self) -> None:
        for name in self._living():
            self._look_everywhere(name)
        self._look_as_a_stranger()
        self._gone_is_gone()
        assert not WORD.search("".join(self.hinted))
        assert "couples.Message" not in rows_with("CANARY")

    # -- what each does -----------------------------------------------------------------------------------------------

    @precondition(lambda self: self.open)
    @rule(first=st.booleans(), what=st.sampled_from(sorted(WRITES)), is_open=st.booleans())
    def write(self, first: bool, what: str, is_open: bool) -> None:
        name = self._one_of_two(first)
        self._write(name, what, is_open=is_open)
        self._look(name)

    def _write(self, name: str, what: str, *, is_open: bool) -> None:
        assert self.open
        it = Writer(self.open, self.who[name], self.who[self._other(name, self.open)], self._word, next(self.numbers))
        with suppress(Refused):
            WRITES[what](it, is_open)
        for each in self.said:
            each.gone |= each.id in it.replaced
        self.said += it.said
        for each in self.said:
            each.is_open |= each.id in it.opened
            each.signed |= each.word in it.signed
        self._after_commit()

    @precondition(lambda self: self.open)
    @rule(first=st.booleans(), tell=st.booleans())
    def leave(self, first: bool, tell: bool) -> None:
        assert self.open
        self.clock.shift(timedelta(seconds=1))
        name, mailed = self._one_of_two(first), Message.objects.count()
        leaving.leave(self.open, by=self.who[name], tell=tell)
        assert Message.objects.count() == mailed + tell
        self._have_parted(name)

    def _have_parted(self, name: str) -> None:
        """Neither a hint nor a page says more than that the door is closed."""
        assert self.open
        stays = self._other(name, self.open)
        assert self._after_commit() <= {couple_channel(self.open.pk), *self._own(name, stays)}
        page = words_of(self._client(stays).get(reverse("leaving:told")))
        told = self.told.setdefault((stays, name), set())
        told.add(page)
        assert len(told) == 1, "How and when the other went shows on the page that says so."
        leaving.hear(Membership.objects.get(couple=self.open, person=self.who[stays]))
        self.open = None
        for each in (name, stays):
            self._look(each)

    @precondition(lambda self: self.open is None)
    @rule(pair=st.sampled_from([*PAIRS[:2] * 2, *PAIRS]))
    def come_together(self, pair: tuple[str, str]) -> None:
        """A new invitation that both accept. Nothing of before comes with it."""
        free = [two for two in (pair, *PAIRS) if not {*two} & (self.gone | self._going())]
        if free:
            self._begin(*free[0])
            for each in free[0]:
                self._look(each)

    @precondition(lambda self: self.open and self._before())
    @rule(first=st.booleans(), pick=st.randoms(), yes=st.sampled_from([True, True, False]), both=st.booleans())
    def bring_along(self, first: bool, pick: Any, yes: bool, both: bool) -> None:
        """One practice of one couple of before: by one, who tells nobody, or by both, one after the other."""
        assert self.open
        name = self._one_of_two(first)
        other, old = self._other(name, self.open), pick.choice(self._before())
        practices = sorted({each.practice for each in self.said if each.couple == old and each.is_open})
        practice = pick.choice(practices)
        for each in (name, other)[: 1 + both]:
            is_told = practice in self.along.get((self.open.pk, old.pk, self._other(each, self.open)), set())
            with nullcontext() if is_told else self._unseen(each, self._other(each, self.open)):
                say = before.bring if yes else before.leave_it
                say(self.open, by=self.who[each], before=old, practice=practice)
            chosen = self.along.setdefault((self.open.pk, old.pk, each), set())
            (chosen.add if yes else chosen.discard)(practice)
        for each in (name, other):
            self._look_before(each, practice)

    @precondition(lambda self: self._erasable())
    @rule(pick=st.randoms())
    def erase(self, pick: Any) -> None:
        """One thing of one's own, wherever it is: with it what only hung on it."""
        one = pick.choice(self._erasable())
        assert one.couple
        name, where = one.by, one.couple
        other = self._other(name, where)
        with self._unseen(name, other) if not one.is_open else self._untold(name, other, where):
            just = erasing.erase(where, by=self.who[name], practice=one.practice, kind=one.kind, id=one.id)
        one.erased = True
        self.just.append((just, [one]))
        for each in (name, other):
            self._look_at(each, where)

    @precondition(lambda self: self.just)
    @rule(pick=st.randoms())
    def undo_it(self, pick: Any) -> None:
        """It is back, and open to nobody to whom it was not."""
        at = pick.randrange(len(self.just))
        just, words = self.just[at]
        if words[0].by in self.gone | self._going() or just.until <= clock.now():
            return
        del self.just[at]
        with suppress(erasing.Gone):
            erasing.undo(just)
            for each in words:
                each.erased = False
        self._after_commit()
        for reader in self._two(just.couple):
            self._look_at(reader, just.couple)

    @rule()
    def the_half_minute_passes(self) -> None:
        self.clock.shift(timedelta(seconds=31))
        erasing.end()
        self._after_commit()
        for _just, words in self.just:
            for each in words:
                each.gone = True
        self.just.clear()
        assert not JustErased.objects.exists()
        self._gone_is_gone()

    @rule(name=st.sampled_from(["ada", "ben"]), what=st.sampled_from([Everything.WORDS, Everything.ACCOUNT]))
    def ask_for_all_to_go(self, name: str, what: Everything) -> None:
        if name in self.gone:
            return
        self.clock.shift(timedelta(seconds=1))
        was, had, mailed = self.asked.get(name), self.open, Message.objects.count()
        everything.ask(self.who[name], what=what, here=None)
        counts = was is None or (was, what) == (Everything.WORDS, Everything.ACCOUNT)
        assert Message.objects.count() == mailed + counts, "Only whoever asked gets an email."
        if counts:
            self.asked[name] = what
        if counts and what == Everything.ACCOUNT and had and name in self._two(had):
            self._have_parted(name)
        else:
            assert self._after_commit() <= self._own(name)

    @precondition(lambda self: self.asked)
    @rule(by_mail=st.booleans())
    def keep_it_all(self, by_mail: bool) -> None:
        name = next(iter(self.asked))
        if by_mail:
            self.who[name].refresh_from_db()
            at = self.who[name].erase_at
            assert at
            mail = Message.objects.get(kind=everything.KIND, person=self.who[name], occurrence=at.isoformat())
            assert Client().post(everything.path(mail)).status_code == 200
        else:
            answer = self._client(name).post(reverse("erase:keep"))
            assert answer.status_code == 303
        del self.asked[name]
        self._after_commit()
        self._look(name)

    @precondition(lambda self: self.asked)
    @rule()
    def the_seven_days_pass(self) -> None:
        """What was asked for is done, and stands in the ledger with what went before it."""
        self.clock.shift(A_WEEK)
        erasing.end()
        everything.sweep()
        self._after_commit()
        for _just, words in self.just:
            for each in words:
                each.gone = True
        self.just.clear()
        for name, what in self.asked.items():
            for each in self.said:
                if each.by == name and not (each.is_both if what == Everything.ACCOUNT else each.stays):
                    each.gone = True
            if what == Everything.ACCOUNT:
                self.gone.add(name)
        self.asked.clear()
        lines = {(line.what, line.of) for line in ledger.read()}
        assert all(("person", self.who[name].pk) in lines for name in self.gone)
        ended = [each for each in self.couples if {*self._two(each)} <= self.gone]
        for couple in ended:
            assert ("couple", couple.pk) in lines
            assert not Couple.objects.filter(pk=couple.pk).exists()
        for each in self.said:
            if each.couple in ended:
                each.gone, each.signed = True, False
        self._gone_is_gone()
        for name in self._living():
            self._look(name)

    # -- what each may read -------------------------------------------------------------------------------------------

    def _mine(self, name: str, couple: Couple | None) -> set[str]:
        return {each.word for each in self.said if each.by == name and each.couple == couple and each.is_said}

    def _theirs(self, name: str, couple: Couple) -> set[str]:
        """What somebody else wrote there and could be read by this one."""
        others = [each for each in self.said if each.by != name and each.couple == couple]
        return {each.word for each in others if each.is_said and each.is_open}

    def _look(self, name: str) -> None:
        """What they could take along of each couple they were in."""
        if name in self.gone:
            return
        for couple in self._couples_of(name):
            self._look_at(name, couple)

    def _look_at(self, name: str, couple: Couple) -> None:
        if name in self.gone:
            return
        try:
            taken = set(WORD.findall("".join(json_file.write(Reader.of(couple, self.who[name])))))
        except NotTheirs as leak:
            raise AssertionError from leak
        mine = self._mine(name, couple) | self._mine(name, None)
        assert taken == mine | self._theirs(name, couple), (
            name,
            self._named(taken ^ (mine | self._theirs(name, couple))),
        )

    def _look_before(self, name: str, practice: str) -> None:
        """What both have chosen of a couple of before, and no more."""
        if self.open is None or name in self._going():
            return
        for old in self._before():
            chosen = [self.along.get((self.open.pk, old.pk, each), set()) for each in self.pairs[self.open.pk]]
            ways = [reverse("before:practice", args=[old.pk, practice])]
            read = {word for page in _followed(self._client(name), ways, "/words/") for word in WORD.findall(page)}
            there = {each.word for each in self.said if each.couple == old and each.is_open and each.is_said}
            of_it = {each.word for each in self._named(there) if each.practice == practice}
            if practice not in chosen[0] & chosen[1]:
                assert read == set(), self._named(read)
            else:
                assert of_it <= read <= of_it | self._titles(old), self._named(of_it ^ read)

    def _titles(self, couple: Couple) -> set[str]:
        """What something was an answer to stands with it: a question, a subject, a time."""
        kinds = {("questions", "asked"), ("talks", "talk"), ("rituals", "ritual")}
        return {
            each.word
            for each in self.said
            if each.couple == couple and (each.practice, each.kind) in kinds and each.is_said
        }

    def _look_everywhere(self, name: str) -> None:
        self._look(name)
        if name in self._going():
            page = self._client(name).get(reverse("kept:list"))
            assert page.headers["Location"] == reverse("erase:waiting")
            return
        client = self._client(name)
        for couple in self._couples_of(name):
            pages = list(_followed(client, [reverse("kept:space", args=[couple.pk])], f"/{couple.pk}/"))
            read = {word for page in pages for word in WORD.findall(page)}
            mine, theirs = self._mine(name, couple), self._theirs(name, couple)
            titles = self._titles(couple)
            assert read <= mine | (titles if couple == self.open else theirs), (name, self._named(read - mine))
            assert mine | (set() if couple == self.open else theirs) <= read | self._signed(couple)
        if self.open and name in self._two(self.open):
            self._look_at_pages(name, client, self.open)

    def _signed(self, couple: Couple) -> set[str]:
        """In the couple one is in now the list is of one's own alone; what was signed stands elsewhere."""
        return (
            {each.word for each in self.said if each.couple == couple and each.signed} if couple == self.open else set()
        )

    def _look_at_pages(self, name: str, client: Client, couple: Couple) -> None:
        """Some of all pages, and what a search for a word finds."""
        may = self._mine(name, couple) | self._theirs(name, couple) | self._mine(name, None)
        self.looks += 1
        for page in PAGES[self.looks % SOME :: SOME]:
            read = set(WORD.findall(words_of(client.get(reverse(page), follow=True))))
            assert read <= may, (page, self._named(read - may))
        for each in self.said[:: max(1, len(self.said) // 4)]:
            found = words_of(client.post(SEARCH, {"words": each.word})).partition('id="search-found"')[2]
            assert set(WORD.findall(found)) <= may, each

    def _look_as_a_stranger(self) -> None:
        """Whoever was never there, and whoever is with one of them now."""
        eve = self._client("eve")
        for couple in self.couples:
            for page in ("kept:space", "before:guidelines"):
                assert eve.get(reverse(page, args=[couple.pk])).status_code in {404, 405}
            for name in {*NAMES} - {*self._two(couple)} - self.gone:
                if name not in self._going():
                    assert self._client(name).get(reverse("kept:space", args=[couple.pk])).status_code == 404

    def _gone_is_gone(self) -> None:
        """In no row, not even with every key there is."""
        gone = {each.word for each in self.said if each.gone and not each.signed}
        found = {word: table for word, table in words_by_table("CANARY").items() if word in gone}
        assert found == {}, self._named(set(found))

    # -- what nobody is told ------------------------------------------------------------------------------------------

    @contextmanager
    def _unseen(self, name: str, other: str) -> Iterator[None]:
        """The other's pages stay as they are to the byte, and neither a hint nor a mail goes to them."""
        self.looks += 1
        mailed, pages = Message.objects.count(), self._some_pages(other)
        yield
        assert self._after_commit() <= self._own(name)
        assert (Message.objects.count(), self._some_pages(other)) == (mailed, pages)

    @contextmanager
    def _untold(self, name: str, other: str, couple: Couple) -> Iterator[None]:
        """No mail; open pages of the two look again."""
        mailed = Message.objects.count()
        yield
        assert self._after_commit() <= {couple_channel(couple.pk), *self._own(name, other)}
        assert Message.objects.count() == mailed

    def _some_pages(self, name: str) -> list[str]:
        """Today and two others, by turns; or what there is without a couple."""
        if name in self.gone | self._going():
            return []
        client, pages = self._client(name), ["today:home", "story:us", "kept:list"]
        if self.open:
            pages[1:] = [OF_PRACTICES[(self.looks + nth) % len(OF_PRACTICES)] for nth in (0, 7)]
        return [MADE_UP.sub("", words_of(client.get(reverse(page), follow=True))) for page in pages]

    def _own(self, *names: str) -> set[str]:
        return {person_channel(self.who[name].pk) for name in names}

    # -- who is where -------------------------------------------------------------------------------------------------

    def _client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.who[name])
        return client

    def _word(self) -> str:
        return f"CANARY{next(self.numbers):05}"

    def _living(self) -> list[str]:
        return [name for name in NAMES if name not in self.gone]

    def _two(self, couple: Couple) -> tuple[str, str]:
        return self.pairs[couple.pk]

    def _one_of_two(self, first: bool) -> str:
        assert self.open
        return self.pairs[self.open.pk][0 if first else 1]

    def _before(self) -> list[Couple]:
        """The couples that those two were in before who are one now."""
        assert self.open
        two = {*self._two(self.open)}
        return [each for each in self.couples if each != self.open and {*self._two(each)} == two]

    def _going(self) -> set[str]:
        """Whoever has asked for their account to be erased."""
        return {name for name, what in self.asked.items() if what == Everything.ACCOUNT}

    def _other(self, name: str, couple: Couple) -> str:
        return next(each for each in self._two(couple) if each != name)

    def _couples_of(self, name: str) -> list[Couple]:
        return [
            couple for couple in self.couples if name in self._two(couple) and not {*self._two(couple)} <= self.gone
        ]

    def _erasable(self) -> list[Said]:
        mine = [each for each in self.said if each.couple and each.by not in self._going()]
        return [each for each in mine if not (each.stays or each.erased or each.gone)]

    def _named(self, words: set[str]) -> list[Said]:
        return [each for each in self.said if each.word in words]


def _followed(client: Client, ways: list[str], within: str) -> Iterator[str]:
    """These pages, and those they lead to."""
    for way in ways:
        page = words_of(client.get(way))
        yield page
        found = [link for link in re.findall(r'href="([^"]+)"', page) if within in link]
        ways += [link for link in found if not link.endswith("/copy/") and link not in ways]
