"""The order in which two people hear each other: say back, yes or almost, and only then a reply (ground rule 3)."""

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    HEARD = "heard"  # what I hear you say is …
    ALMOST = "almost"  # almost: what matters is …
    YES = "yes"  # yes, that’s it
    QUESTION = "question"  # can you tell me more about …
    MORE = "more"
    REPLY = "reply"


class Role(StrEnum):
    SPEAKER = "speaker"  # wrote what is listened to
    LISTENER = "listener"


#: Who may ever say what.
SAYS: Final = {
    Role.SPEAKER: frozenset({Step.ALMOST, Step.YES, Step.MORE}),
    Role.LISTENER: frozenset({Step.HEARD, Step.QUESTION, Step.REPLY}),
}
#: What is asked for after which step; a speaker’s yes is always possible besides (see `possible`).
_AFTER: Final = {
    None: frozenset({Step.HEARD, Step.QUESTION}),
    Step.HEARD: frozenset({Step.YES, Step.ALMOST}),
    Step.ALMOST: frozenset({Step.HEARD, Step.QUESTION}),
    Step.QUESTION: frozenset({Step.MORE}),
    Step.MORE: frozenset({Step.HEARD, Step.QUESTION}),
    Step.YES: frozenset({Step.REPLY}),
    Step.REPLY: frozenset[Step](),
}


def possible(last: Step | None, role: Role, *, lent: bool = False, replies: bool = True) -> frozenset[Step]:
    """What this one may say now. Without `replies` the yes is the end, and something else comes after it.

    The speaker may say yes at any time before it was said: it may have been said back aloud. `lent` is a yes pressed on
    the listener’s own phone, side by side: the speaker can still say “almost”, from theirs.
    """
    steps = _AFTER[last] & SAYS[role]
    if role is Role.SPEAKER and last not in {Step.YES, Step.REPLY}:
        steps |= {Step.YES}
    if role is Role.SPEAKER and last is Step.YES and lent:
        steps |= {Step.ALMOST}
    return steps if replies else steps - {Step.REPLY}


def is_asked(last: Step | None, role: Role) -> bool:
    """Whether it is this one’s go. It never has to be taken."""
    return bool(_AFTER[last] & SAYS[role])


def is_over(last: Step | None) -> bool:
    return last is Step.REPLY
