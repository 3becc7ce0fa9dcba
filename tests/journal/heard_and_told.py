"""The watched two also listen to each other and open up: drafts, what is said, what is on its way, how deep they go."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from couples import clock
from couples.live.hints import couple_channel
from journal import sending
from journal.checkins.models import CheckIn
from journal.depth import Depth
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.models import Turn
from journal.listening.sources import Shared
from journal.listening.steps import Step
from journal.openings import depth as opening_depth
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from tests.journal.watched import DAYS, Note, Watched, other, people, refused
from tests.pages import words_of

OPENINGS, HEARINGS = "/openings/", "/listening/"
days = st.sampled_from(DAYS)


class HeardAndTold(Watched):
    def __init__(self) -> None:
        super().__init__()
        #: Each word that was said in a hearing, and by whom.
        self.said: dict[str, str] = {}
        self.told: dict[UUID, Note] = {}

    def _opened(self, author: str, path: str = "") -> set[str]:
        found = super()._opened(author, path)
        if path:
            return found
        told = {each.word for each in self.told.values() if each.by == author and each.arrived}
        return found | told | {word for word, by in self.said.items() if by == author}

    def _everywhere(self, name: str) -> list[str]:
        here = [*super()._everywhere(name), OPENINGS, HEARINGS]
        opened = [(each, on) for (each, on), evening in self.evenings.items() if evening.state == "opened"]
        return here if name == "eve" else here + [hearing_of(self._shared(each, on)) for each, on in opened]

    def _shared(self, speaker: str, on: date) -> Shared:
        checkin = CheckIn.objects.for_couple(self.couple).by(self.who[speaker]).get(on=on)
        shared = sources.find(self.couple, "checkins", checkin.pk)
        assert shared
        return shared

    # -- listening ----------------------------------------------------------------------------------------------------

    @rule(speaker=people, on=days, name=people, step=st.sampled_from(list(Step)), whole=st.booleans())
    def listen(self, speaker: str, on: date, name: str, step: Step, whole: bool) -> None:
        if self.evenings[speaker, on].state == "opened":
            shared = self._shared(speaker, on)
            (self._say if whole else self._begin)(shared, name, step)

    def _begin(self, shared: Shared, name: str, step: Step) -> None:
        pair = listening.pair(shared, self.who[name], self.who[other(name)])
        with self.unseen(name, hearing_of(shared)), suppress(listening.NotTheirs):
            listening.keep_draft(shared, pair, step=step, text=self.word(name), seen=turns_of(shared))

    def _say(self, shared: Shared, name: str, step: Step) -> None:
        pair = listening.pair(shared, self.who[name], self.who[other(name)])
        word, path = self.word(name), hearing_of(shared)
        try:
            listening.say(shared, pair, step=step, seen=turns_of(shared), text=word)
        except (listening.MovedOn, listening.NotTheirs):
            assert self._after_commit() == set()
            return
        self.said[word] = name
        assert self._after_commit() == {couple_channel(self.couple.pk)}
        self._forget(*self.seen)
        assert all(word in self._page(each, path) for each in self.seen)

    @rule(speaker=people, on=days, name=people, again=st.booleans())
    def leave_it_there(self, speaker: str, on: date, name: str, again: bool) -> None:
        if self.evenings[speaker, on].state == "opened":
            shared = self._shared(speaker, on)
            act = listening.take_up if again else listening.stop
            act(shared, listening.pair(shared, self.who[name], self.who[other(name)]))
            self._after_commit()
            self._forget(*self.seen)

    # -- openings -----------------------------------------------------------------------------------------------------

    @rule(name=people, again=st.booleans(), whole=st.booleans())
    def open_up(self, name: str, again: bool, whole: bool) -> None:
        """Begin one, or go on with one; keep it, or send it. What is sent already stays as it was sent."""
        begun = [id for id, opening in self.told.items() if opening.by == name] if again else []
        id, word = begun[0] if begun else uuid4(), self.word(name)
        act = openings.send if whole else openings.keep_draft
        sent = id in self.told and self.told[id].arrives is not None
        with self.unseen(name, OPENINGS), refused(sending.AlreadySent, sent):
            act(self.couple, by=self.who[name], id=id, shape=Shape.MOMENT, words={"felt": word}, prompt="")
        mine = self.told.setdefault(id, Note(name, word))
        if mine.arrives is None:
            mine.word = word
            mine.arrives = clock.now() + sending.UNDO if whole else None

    @precondition(lambda self: self.told)
    @rule(pick=st.randoms())
    def think_again(self, pick: Any) -> None:
        id, mine = pick.choice(list(self.told.items()))
        with self.unseen(mine.by, OPENINGS), refused(sending.Arrived, mine.arrived):
            openings.take_back(Opening.objects.get(pk=id))
            mine.arrives = None

    @rule(name=people, depth=st.sampled_from(Depth))
    def choose_how_deep(self, name: str, depth: Depth) -> None:
        with self.unseen(name, OPENINGS):
            opening_depth.choose(self.couple, by=self.who[name], depth=depth)

    @precondition(lambda self: any(not each.arrived for each in self.told.values()))
    @rule(pick=st.randoms(), by_partner=st.booleans())
    def pry_into_an_opening(self, pick: Any, by_partner: bool) -> None:
        """Somebody has got hold of the id of one that is not there for them, or not yet."""
        id, mine = pick.choice([pair for pair in self.told.items() if not pair[1].arrived])
        client = self.clients[other(mine.by) if by_partner else "eve"]
        asked = [client.get(reverse("openings:edit", args=[id]))]
        asked += [client.get(reverse("listening:page", args=["openings", id]))]
        for name in ("undo", "removal"):
            asked.append(client.post(reverse(f"openings:{name}", args=[id]), {"shape": "moment", "felt": "Mine"}))
        assert {answer.status_code for answer in asked} == {404}
        assert not any(word in words_of(answer) for answer in asked for word in self.words[mine.by])


def hearing_of(shared: Shared) -> str:
    return f"{HEARINGS}{shared.kind}/{shared.id}/"


def turns_of(shared: Shared) -> int:
    return Turn.objects.said().filter(hearing__kind=shared.kind, hearing__entry_id=shared.id).count()
