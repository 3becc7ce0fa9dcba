"""Words that could not be saved: shown again where they were typed, with the reason."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from journal.agreements.errors import AgreementError


@dataclass(frozen=True)
class Trouble:
    """Words that could not be saved, and why. `line` or `overlap` says where they were typed; neither: in the form for
    a new line.
    """

    message: str
    words: str
    line: UUID | None = None
    overlap: UUID | None = None
    base_rev: int | None = None
    op_id: UUID = field(default_factory=uuid4)


def trouble_with(error: AgreementError, **where: Any) -> Trouble:
    return Trouble(str(error), **where)
