"""Words as they are compared: two that a reader takes for the same are the same.

NFKC and case folding (Unicode 16, chapter 3.13, toNFKC_Casefold), and what people do not tell apart on a keyboard:
curly and straight quotes. Signs that only choose how the one before them is drawn, and soft hyphens, fall away.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import regex

_ALIKE = str.maketrans("‘’‛“”„‐‑", "'''\"\"\"--", "\u00ad\u200b\ufe0e\ufe0f")  # fmt: skip
#: One letter or sign as a reader sees it, with all that belongs to it (UAX #29).
_GRAPHEME = regex.compile(r"\X")


def folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = text.translate(_ALIKE)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class Folded(NamedTuple):
    """A folded text, and for each of its characters the place in the text before it was folded."""

    text: str
    places: list[int]

    def before(self, start: int, stop: int) -> slice:
        """What a stretch of the folded text was."""
        return slice(self.places[start], self.places[stop])


def folded_with_places(text: str) -> Folded:
    """The same, letter by letter: slower, for what is shown."""
    pieces = [(folded(letter), at) for letter, at in _letters(text)]
    places = [at for piece, at in pieces for _ in piece]
    return Folded("".join(piece for piece, _at in pieces), [*places, len(text)])


def _letters(text: str) -> Iterator[tuple[str, int]]:
    return ((found.group(), found.start()) for found in _GRAPHEME.finditer(text))
