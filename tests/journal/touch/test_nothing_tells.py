"""A no, and nothing; taken back, and ended by itself: to the other these are one, to the byte (P7, S13).

One story is played twice, with Ada's secret doings in the first and nothing, or an ending by itself, in their place in
the second. All that Ben can come by is compared after each step: pages, hints, mail and push, his calendar, what he
would take along, how he is answered, and what the database is asked for him (the time is in that).
"""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couples import clock, ids, live
from couples.accounts.models import Person
from couples.live import hints as live_hints
from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from couples.space.models import Couple, Membership
from couples.vault import keys
from journal.export import json_file
from journal.export.records import Reader
from journal.opened import tell_partner
from journal.touch import asking, export, matching, services, shown
from journal.touch.chance import drawn_at, week_of
from journal.touch.models import Ask, Marks, RecentAsk
from journal.touch.sheet import NOT_NOW, OWN, Sheet
from rituals.calendar import services as feeds
from tests.pages import words_of

pytestmark = pytest.mark.django_db

THINGS = ("sofa", "long-hug", "bench", "umbrella", "cheek")
HOME, TODAY = reverse("touch:home"), reverse("today:home")
EVERYWHERE = [reverse(name) for name in ("touch:marks", "touch:ask", "today:together", "rituals:calendar", "story:us")]
_VALUE = re.compile(r"\bs\d+_x\d+\b|'(?:[^']|'')*'|\b[0-9]+(?:\.[0-9]+)?\b")
#: Rows have ids of their own, made by nothing.
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

#: What happens, and to what.
Step = tuple[str, Any]
#: What Ben can tell of it.
Seen = list[Any]


class Story:
    """`secret`: Ada's secret doings are played. Else what stands for them in the other story."""

    def __init__(self, couple: Couple, ada: Person, ben: Person, client: Client, *, secret: bool) -> None:
        self.couple, self.ada, self.ben, self.client, self.secret = couple, ada, ben, client, secret
        self.hints: list[tuple[str, str]] = []
        self.gone: dict[tuple[str, int], Any] = {}
        self.numbers = count()

    def off_at(self, thing: str, week: int, *_: Any) -> Any:
        return self.gone.get((thing, week))

    def play(self, steps: list[Step], patch: pytest.MonkeyPatch, travelling: Any) -> Seen:
        patch.setattr(live_hints, "_publish", lambda channel, hint: self.hints.append((channel, hint)))
        patch.setattr("couples.doorbell.knock", lambda *args, **kwargs: None)
        patch.setattr("couples.access.uuid4", lambda: UUID(int=next(self.numbers) << 64))
        patch.setattr("journal.touch.sheet.lasts", lambda: 3)
        patch.setattr(asking, "_share", lambda: 0.5)
        patch.setattr(matching, "misses", lambda *_: False)
        patch.setattr(matching, "off_at", self.off_at)
        seen: Seen = []
        for what, how in [*steps, ("everywhere", None)]:
            seen.append((what, how, getattr(self, what)(how), self.heard(), self.looks()))
            travelling.shift(timedelta(minutes=7))
        return seen

    # -- what Ben can tell --------------------------------------------------------------------------------------------

    def looks(self) -> Seen:
        with CaptureQueriesContext(connection) as asked:
            pages = [words_of(self.client.get(path)) for path in (HOME, TODAY)]
        shapes = [_VALUE.sub("?", each["sql"]) for each in asked]
        told = list(Message.objects.filter(person=self.ben).order_by("created_at").values_list("kind", "occurrence"))
        return [pages, shapes, told]

    def heard(self) -> Seen:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for entry in waiting:
            entry[1]()
        his = {couple_channel(self.couple.pk), person_channel(self.ben.pk)}
        heard, self.hints = [each for each in self.hints if each[0] in his], []
        return heard

    def everywhere(self, _how: Any) -> Seen:
        feed = reverse("rituals:feed", args=[feeds.renew(Membership.objects.get(person=self.ben))])
        calendar = re.sub(rb"DTSTAMP.*", b"", self.client.get(feed).content)
        archive = _ID.sub("ID", "".join(json_file.write(Reader.of(self.couple, self.ben))))
        questions = [reverse("touch:question", args=[ask.pk]) for ask in Ask.objects.order_by("asked_at")]
        pages = [words_of(self.client.get(path)) for path in (*EVERYWHERE, *questions)]
        return [re.sub("/[A-Za-z0-9_-]{20,}", "", calendar.decode()), archive, pages]

    # -- what happens in both -----------------------------------------------------------------------------------------

    def begun(self, _how: Any) -> None:
        """Both have marked everything, and the list of the next week is there."""
        for person in (self.ada, self.ben):
            services.save(self.couple, by=person, changes=dict.fromkeys(THINGS, "yes"))
        self.wait(120)

    def wait(self, hours: int) -> None:
        self_travel.shift(timedelta(hours=hours))

    def ada_marks(self, how: tuple[str, str]) -> None:
        services.save(self.couple, by=self.ada, changes=dict([how]))

    def ben_marks(self, how: tuple[str, str]) -> None:
        services.save(self.couple, by=self.ben, changes=dict([how]))

    def ben_takes_back(self, thing: str) -> None:
        services.take_back(self.couple, by=self.ben, key=thing)

    def ben_asks(self, thing: str) -> Seen:
        """Or may not, just now; how he is answered is compared."""
        sent = {"id": str(ids.bound(UUID(int=(77 + next(self.numbers)) << 64), self.ben, self.couple)), "thing": thing}
        answer = self.client.post(reverse("touch:ask"), sent)
        return [answer.status_code, words_of(answer)]

    def ada_says(self, how: str) -> None:
        if ask := self._asked():
            asking.answer(ask, by=self.ada, how=how, reply="Tea first")

    # -- what only Ada knows of ---------------------------------------------------------------------------------------

    def not_now(self, thing: str) -> None:
        """A mark of a thing that has none."""
        if self.secret and thing not in self._sheet().marks:
            services.save(self.couple, by=self.ada, changes={thing: NOT_NOW})

    def takes_back(self, thing: str) -> None:
        """Else chance lets it go at this instant, and its mark ends with the next drawing."""
        if thing not in self._sheet().marks:
            return
        if self.secret:
            services.take_back(self.couple, by=self.ada, key=thing)
        else:
            week = week_of(clock.now())
            self.gone.setdefault((thing, week), clock.now())
            row = Marks.objects.get(person=self.ada)
            row.sheet["marks"][thing][1] = week
            row.save()

    def takes_all_back(self, _how: Any) -> None:
        if self.secret:
            services.take_all_back(self.couple, by=self.ada)
        else:
            for thing in list(self._sheet().marks):
                self.takes_back(thing)

    def adds_her_own(self, words: str) -> None:
        if self.secret:
            services.add_own(self.couple, by=self.ada, words=words)

    def answers_not_now(self, _how: Any) -> None:
        """Else there is no answer."""
        ask = self._asked()
        if self.secret and ask and not ask.answered_at:
            asking.answer(ask, by=self.ada, how="not")

    def takes_the_yes_back(self, _how: Any) -> None:
        """Else it fades at this instant."""
        ask = self._asked()
        if not ask or not ask.answered_at:
            return
        if self.secret:
            asking.take_back(ask, by=self.ada)
        else:
            Ask.objects.filter(pk=ask.pk).update(fades_at=clock.now())

    def _sheet(self) -> Sheet:
        return services.sheet_of(self.couple, self.ada)

    def _asked(self) -> Ask | None:
        return Ask.objects.filter(asked_by=self.ben, fades_at__gt=clock.now()).first()


self_travel: Any = None


@pytest.fixture
def told(
    couple: Couple, ada: Person, ben: Person, ben_client: Client, monkeypatch: pytest.MonkeyPatch
) -> Callable[[list[Step]], list[Seen]]:
    """Plays a story with Ada's secrets and without. Both begin in the same instant, from the same rows."""
    session = ben_client.cookies["session"].value

    def play(secret: bool, steps: list[Step]) -> Seen:
        global self_travel
        with time_machine.travel(drawn_at(70) + timedelta(hours=50), tick=False) as self_travel:
            connection.run_on_commit = []
            ben_client.cookies.clear()
            ben_client.cookies["session"] = session
            with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
                seen = Story(couple, ada, ben, ben_client, secret=secret).play(steps, patch, self_travel)
                transaction.set_rollback(True)
            connection.run_on_commit = []
            keys.cache.clear()
        return seen

    return lambda steps: [play(secret, steps) for secret in (True, False)]


def alike(stories: list[Seen]) -> None:
    for one, other in zip(*stories, strict=True):
        assert one == other


things = st.sampled_from(THINGS)
marks = st.tuples(things, st.sampled_from(["yes", "yes", "yes", "ask"]))
nothing = st.none()
HAPPENS: dict[str, st.SearchStrategy[Any]] = {
    "wait": st.sampled_from([1, 30, 80, 168, 170]),
    "ada_marks": marks,
    "ben_marks": marks,
    "ben_takes_back": things,
    "ben_asks": things,
    "ada_says": st.sampled_from(["yes", "else"]),
    "not_now": things,
    "takes_back": things,
    "takes_all_back": nothing,
    "adds_her_own": st.sampled_from(["CANARY", "Sit close on the sofa"]),
    "answers_not_now": nothing,
    "takes_the_yes_back": nothing,
}
steps = st.lists(st.one_of([st.tuples(st.just(what), how) for what, how in HAPPENS.items()]), min_size=2, max_size=9)
BEGUN: list[Step] = [("begun", None)]
IN_ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=6, derandomize=True, suppress_health_check=IN_ONE_DATABASE)
@given(more=steps)
def test_nothing_tells(told: Any, more: list[Step]) -> None:
    alike(told(BEGUN + more))


@pytest.mark.long_run
@settings(max_examples=400, suppress_health_check=IN_ONE_DATABASE)
@given(more=steps)
def test_nothing_tells_however_long_they_go_on(told: Any, more: list[Step]) -> None:
    alike(told(BEGUN + more))


#: One of everything.
EVERYTHING: list[Step] = [
    *BEGUN,
    ("takes_back", "sofa"),
    ("adds_her_own", "CANARY"),
    ("wait", 20),
    ("ben_asks", "bench"),
    ("answers_not_now", None),
    ("ben_asks", "cheek"),
    ("takes_back", "long-hug"),
    ("takes_back", "bench"),
    ("wait", 170),
    ("not_now", "sofa"),
    ("ben_asks", "bench"),
    ("ben_asks", "umbrella"),
    ("ada_says", "yes"),
    ("takes_the_yes_back", None),
    ("ada_marks", ("sofa", "ask")),
    ("wait", 70),
    ("ben_asks", "bench"),
    ("takes_all_back", None),
    ("wait", 170),
]


def test_nothing_of_everything_tells(told: Any) -> None:
    stories = told(EVERYTHING)
    alike(stories)
    pages = [page for _what, _how, _got, _heard, looks in stories[0] for page in looks[0]]
    assert sum("Hold hands" in page or "on a bench" in page for page in pages) > 1
    assert not any("CANARY" in page for page in pages)


# -- planted ----------------------------------------------------------------------------------------------------------


def hint_to_both(patch: pytest.MonkeyPatch) -> None:
    announce = live.announce
    patch.setattr(live, "announce", lambda couple, topic, id=None, *, only=None: announce(couple, topic, id))


def mail_what_was_taken_back(patch: pytest.MonkeyPatch) -> None:
    take_back = services.take_back

    def telling(couple: Couple, *, by: Person, key: str) -> None:
        take_back(couple, by=by, key=key)
        tell_partner(couple, by=by, at="touch:home", id=couple.pk)

    patch.setattr(services, "take_back", telling)


def count_what_is_her_own(patch: pytest.MonkeyPatch) -> None:
    both = export.both

    def counting(row: Marks) -> dict[str, object]:
        theirs = Marks.objects.for_couple(row.couple).exclude(pk=row.pk)
        return both(row) | {"more": sum(key.startswith(OWN) for each in theirs for key in each.sheet["own"])}

    (marks,) = (each for each in export.WORDS if each.key == "marks")
    object.__setattr__(marks, "more", counting)
    patch.callback = lambda: object.__setattr__(marks, "more", both)  # type: ignore[attr-defined]


def answer_not_now(patch: pytest.MonkeyPatch) -> None:
    def telling(ask: Ask, by: Person) -> None:
        Ask.objects.filter(pk=ask.pk).update(answered_at=clock.now())

    patch.setattr(asking, "_put_away", telling)


def rest_longer_after_a_no(patch: pytest.MonkeyPatch) -> None:
    put_away = asking._put_away

    def longer(ask: Ask, by: Person) -> None:
        put_away(ask, by)
        RecentAsk.objects.all().update(until=clock.now() + timedelta(days=40))

    patch.setattr(asking, "_put_away", longer)


def tell_that_something_changed(patch: pytest.MonkeyPatch) -> None:
    """By the digest the page asks by."""
    digest: Any = shown.Shown.__dict__["digest"].fget

    def counting(self: shown.Shown) -> str:
        return f"{digest(self)}{sum(len(row.sheet['marks']) for row in Marks.objects.all())}"

    patch.setattr(shown.Shown, "digest", property(counting))


ASKED: list[Step] = [("ben_asks", "bench"), ("answers_not_now", None)]
LEAKS: list[tuple[Callable[[Any], None], list[Step]]] = [
    (hint_to_both, [("takes_back", "sofa")]),
    (mail_what_was_taken_back, [("takes_back", "sofa")]),
    (tell_that_something_changed, [("takes_back", "sofa")]),
    (count_what_is_her_own, [("adds_her_own", "CANARY")]),
    (answer_not_now, ASKED),
    (rest_longer_after_a_no, [*ASKED, ("wait", 260), ("ben_asks", "bench")]),
]


@pytest.mark.parametrize(("leak", "more"), LEAKS)
def test_a_leak_would_be_seen(told: Any, leak: Any, more: list[Step], monkeypatch: pytest.MonkeyPatch) -> None:
    leak(monkeypatch)
    try:
        with pytest.raises(AssertionError):
            alike(told(BEGUN + more))
    finally:
        getattr(monkeypatch, "callback", lambda: None)()
