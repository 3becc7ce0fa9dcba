"""What exactly two people sign: one canonical text, and its SHA-256.

The text is numbered lines, in order, in NFC with plain newlines, each ending in a newline; further lines of the same
guideline are indented by four spaces. So two different lists never give the same text, and anybody can recompute the
digest with `sha256sum`.
"""

import hashlib
from collections.abc import Sequence

from couples.characters import tidy


def canonical(lines: Sequence[str]) -> str:
    return "".join(f"{number}. {_indented(line)}\n" for number, line in enumerate(lines, start=1))


def digest(lines: Sequence[str]) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(canonical(lines).encode()).hexdigest()


def _indented(line: str) -> str:
    return tidy(line).replace("\n", "\n    ")
