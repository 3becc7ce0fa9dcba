from dataclasses import dataclass

from django.utils.functional import Promise

from journal.depth import Depth


@dataclass(frozen=True, slots=True)
class Theme:
    key: str
    label: str | Promise
    about: str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is stored with answers and is never given to another question.

    One that is asked no more stays here as `retired`, so that old answers keep theirs. A question that asks something
    else than before is a new one; only a slip of the pen is corrected in place.
    """

    key: str
    depth: Depth
    text: str | Promise
    retired: bool = False

    @property
    def theme(self) -> str:
        return self.key.rpartition("-")[0]
