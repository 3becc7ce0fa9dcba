"""How a talk goes, as one table: where it stands, who may do what, and where that leads. Pure.

Pages make their buttons from it, services their refusals, tests their walks, and docs/TALKS.md its drawing.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class State(StrEnum):
    ASKING = "asking"  # when would it suit you?
    SPEAKING = "speaking"  # one of the two says what it is like for them
    HEARING = "hearing"  # the other says it back, until it is right
    HEARD = "heard"  # yes, that’s it: more, or the other one speaks
    IDEAS = "ideas"  # both feel understood enough
    ENDED = "ended"


class Action(StrEnum):
    ANSWER = "answer"  # now, at another time, not today
    ORDER = "order"  # rather the other way round
    GUESS = "guess"  # what I think it is like for you, for myself alone
    SHOW = "show"  # that, once I was told that I got you
    SAY = "say"
    LISTEN = "listen"  # whatever comes next in journal/listening
    SWAP = "swap"  # now the other one speaks
    TICK = "tick"  # I feel understood enough
    UNTICK = "untick"
    IDEA = "idea"
    WANT = "want"
    LOOK = "look"  # on an idea’s day: keep it, change it, let it go
    FURTHER = "further"  # an idea becomes a guideline, a ritual, a reminder
    END = "end"
    UNDERSTOOD = "understood"  # one thing I understood about you
    AGAIN = "again"  # a new talk about it, beside this one


class Who(StrEnum):
    SPEAKER = "speaker"
    LISTENER = "listener"
    EITHER = "either"


class Move(NamedTuple):
    state: State
    action: Action
    who: Who
    #: Where the talk may stand afterwards.
    leads_to: tuple[State, ...]
    #: Only once each of the two has spoken and was told “yes, that’s it”.
    once_both_heard: bool = False
    #: Only for whoever has been told “yes, that’s it”.
    once_told_yes: bool = False
    #: It can be done on the other one’s phone, which then says so.
    on_their_phone: bool = False


#: Where a tick may be given and taken back: it is one’s own, and both may stand from any of these.
_TALKING: Final = (State.SPEAKING, State.HEARING, State.HEARD)

MOVES: Final = (
    Move(State.ASKING, Action.ANSWER, Who.EITHER, (State.ASKING, State.SPEAKING), on_their_phone=True),
    Move(State.ASKING, Action.ORDER, Who.EITHER, (State.ASKING,)),
    Move(State.ASKING, Action.GUESS, Who.EITHER, (State.ASKING,)),
    Move(State.SPEAKING, Action.SAY, Who.SPEAKER, (State.HEARING,), on_their_phone=True),
    Move(State.SPEAKING, Action.SWAP, Who.SPEAKER, (State.SPEAKING,), on_their_phone=True),
    Move(State.HEARING, Action.LISTEN, Who.EITHER, (State.HEARING, State.HEARD), on_their_phone=True),
    Move(State.HEARD, Action.SAY, Who.SPEAKER, (State.HEARING,), on_their_phone=True),
    Move(State.HEARD, Action.SWAP, Who.EITHER, (State.SPEAKING,), on_their_phone=True),
    Move(State.HEARD, Action.LISTEN, Who.SPEAKER, (State.HEARING,)),
    *(
        Move(
            state,
            Action.TICK,
            Who.EITHER,
            (state, State.IDEAS),
            once_both_heard=True,
            on_their_phone=True,
        )
        for state in _TALKING
    ),
    *(Move(state, Action.UNTICK, Who.EITHER, (state,), once_both_heard=True) for state in _TALKING),
    *(Move(state, Action.SHOW, Who.EITHER, (state,), once_told_yes=True) for state in (*_TALKING, State.IDEAS)),
    Move(State.IDEAS, Action.UNTICK, Who.EITHER, _TALKING),
    Move(State.IDEAS, Action.IDEA, Who.EITHER, (State.IDEAS,), on_their_phone=True),
    Move(State.IDEAS, Action.WANT, Who.EITHER, (State.IDEAS,), on_their_phone=True),
    Move(State.IDEAS, Action.LOOK, Who.EITHER, (State.IDEAS,)),
    Move(State.ENDED, Action.LOOK, Who.EITHER, (State.ENDED,)),
    Move(State.IDEAS, Action.FURTHER, Who.EITHER, (State.IDEAS,)),
    Move(State.ENDED, Action.FURTHER, Who.EITHER, (State.ENDED,)),
    *(Move(state, Action.END, Who.EITHER, (State.ENDED,)) for state in State if state is not State.ENDED),
    Move(State.ENDED, Action.UNDERSTOOD, Who.EITHER, (State.ENDED,), on_their_phone=True),
    Move(State.ENDED, Action.AGAIN, Who.EITHER, (State.ASKING,)),
)

#: Whom the page asks for the next thing. While it is heard, listening says whom.
ASKED: Final = {
    State.ASKING: Who.EITHER,
    State.SPEAKING: Who.SPEAKER,
    State.HEARD: Who.SPEAKER,
    State.IDEAS: Who.EITHER,
    State.ENDED: Who.EITHER,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides where a talk stands. Whoever speaks is named by anything that tells the two apart."""

    ended: bool
    ready: bool
    speaker: Hashable = None
    #: Who said the newest statement, and whether they were told “yes, that’s it”.
    said_by: Hashable = None
    confirmed: bool = False
    #: Those of whom at least one statement was confirmed.
    heard: Collection[Hashable] = ()
    ticked: Collection[Hashable] = ()

    @property
    def both_heard(self) -> bool:
        return len(set(self.heard)) > 1

    @property
    def state(self) -> State:
        if self.ended:
            return State.ENDED
        if not self.ready:
            return State.ASKING
        if self.both_heard and len(set(self.ticked)) > 1:
            return State.IDEAS
        if self.said_by is None or self.said_by != self.speaker:
            return State.SPEAKING
        return State.HEARD if self.confirmed else State.HEARING

    def told_yes(self, person: Hashable) -> bool:
        """Whether this one has said back what the other said, and that was it."""
        return bool(set(self.heard) - {person})

    def who(self, person: Hashable) -> Who:
        return Who.SPEAKER if person == self.speaker else Who.LISTENER

    def may(self, person: Hashable) -> frozenset[Action]:
        """What this one may do now, on a phone of their own."""
        return frozenset(move.action for move in MOVES if self._fits(move, person))

    def lent(self, person: Hashable) -> frozenset[Action]:
        """What of that they may do on the other one’s phone."""
        return frozenset(move.action for move in MOVES if move.on_their_phone and self._fits(move, person))

    def _fits(self, move: Move, person: Hashable) -> bool:
        if move.state is not self.state or (move.once_both_heard and not self.both_heard):
            return False
        if move.once_told_yes and not self.told_yes(person):
            return False
        return move.who in {Who.EITHER, self.who(person)}
