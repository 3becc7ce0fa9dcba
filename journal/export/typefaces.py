"""Which face sets which character in the book: ours where it can, else one of the packaged Noto faces, else none.

A face is opened when the first character needs it: most books need one.
"""

import logging
import re
import unicodedata
from bisect import bisect_right
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF

#: It would name every character of a book in the log (S21).
logging.getLogger("fontTools").setLevel(logging.WARNING)

OURS: Final = "literata"
_NOTO: Final = "manimgx_fonts"
_SCRIPTS: Final = (
    *("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew"),
    *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai"),
)
_FILES: Final = {
    OURS: ("fontpkg_literata", "files/Literata[opsz,wght].ttf"),
    "cjk": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "emoji": (_NOTO, "NotoEmoji[wght].ttf"),
    "symbols": (_NOTO, "NotoSansSymbols[wght].ttf"),
    "sans": (_NOTO, "NotoSans[wght].ttf"),
} | {name.lower(): (_NOTO, f"NotoSans{name}[wght].ttf") for name in _SCRIPTS}
#: From which character on which face is asked first, by the blocks of Unicode.
_BLOCKS: Final = (
    (0x0000, "sans"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0700, "sans"),
    (0x0750, "arabic"),
    (0x0780, "sans"),
    (0x08A0, "arabic"),
    (0x0900, "devanagari"),
    (0x0980, "bengali"),
    (0x0A00, "gurmukhi"),
    (0x0A80, "gujarati"),
    (0x0B00, "oriya"),
    (0x0B80, "tamil"),
    (0x0C00, "telugu"),
    (0x0C80, "kannada"),
    (0x0D00, "malayalam"),
    (0x0D80, "sinhala"),
    (0x0E00, "thai"),
    (0x0E80, "lao"),
    (0x0F00, "sans"),
    (0x1000, "myanmar"),
    (0x10A0, "georgian"),
    (0x1100, "cjk"),
    (0x1200, "ethiopic"),
    (0x13A0, "sans"),
    (0x1780, "khmer"),
    (0x1800, "sans"),
    (0x2190, "symbols"),
    (0x2E80, "cjk"),
    (0xA000, "sans"),
    (0xA8E0, "devanagari"),
    (0xA900, "sans"),
    (0xA960, "cjk"),
    (0xA980, "sans"),
    (0xAC00, "cjk"),
    (0xD800, "sans"),
    (0xF900, "cjk"),
    (0xFB00, "sans"),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFE00, "sans"),
    (0xFE30, "cjk"),
    (0xFE70, "arabic"),
    (0xFF00, "cjk"),
    (0x10000, "symbols"),
    (0x1F000, "emoji"),
    (0x20000, "cjk"),
    (0x40000, "sans"),
)
_STARTS: Final = [start for start, _face in _BLOCKS]
#: Asked after the face of the block.
_ELSE: Final = ("emoji", "symbols", "sans", "cjk")
#: In place of what no face has: no book shows an empty box.
UNKNOWN: Final = "?"


class Typefaces:
    """The faces of one book, opened as they are needed."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._open: list[str] = []
        self._known: dict[str, bool] = {}
        self._need(OURS)

    def fit(self, text: str) -> str:
        """The text in characters that can be set. What is only a mark beside others, and in no face, is left out."""
        return "".join(character if self._has(character) else _instead(character) for character in text)

    def are_plain(self, text: str) -> bool:
        """Whether nothing is to do but to set one character after the other, all of them in our own face."""
        return not _JOINING.search(text) and all(ord(one) in self._font(OURS).cmap for one in set(text))

    def plain_width(self, text: str) -> float:
        """Of plain text, in thousandths of its size."""
        widths = self._font(OURS).cw
        return float(sum(widths[ord(one)] for one in text))

    def close(self) -> None:
        """The files of the faces: a book that is whole, or given up, needs them no more."""
        for face in self._open:
            self._font(face).ttfont.close()

    def _has(self, character: str) -> bool:
        if character not in self._known:
            self._known[character] = character == "\n" or self._find(ord(character))
        return self._known[character]

    def _find(self, code: int) -> bool:
        block = _BLOCKS[bisect_right(_STARTS, code) - 1][1]
        faces = dict.fromkeys((OURS, *self._open, block, *_ELSE))
        return any(code in self._need(face) for face in faces)

    def _need(self, face: str) -> dict[int, int]:
        """Which characters it has. From here on the book can set them."""
        if face not in self._open:
            self._pdf.add_font(face, "", _path(face))
            self._open.append(face)
            # Whatever else is open is asked in this order.
            self._pdf.set_fallback_fonts([each for each in self._open if each != OURS], exact_match=False)
        found: dict[int, int] = self._font(face).cmap
        return found

    def _font(self, face: str) -> Any:
        return self._pdf.fonts[face]


#: Characters that join, stack, turn or change their order beside others.
_JOINING: Final = re.compile(
    "[\u0300-\u036f\u0590-\u10ff\u1200-\u1cff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2066-\u2069"
    "\u20d0-\u20ff\ua800-\uabff\ufb1d-\ufdff\ufe00-\ufe0f\ufe70-\ufeff\U0001f000-\U0001faff]"
)


def is_right_to_left(text: str) -> bool:
    """By its first letter with a direction, as browsers decide (`dir="auto"`)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _instead(character: str) -> str:
    return "" if unicodedata.category(character) in {"Cf", "Cc", "Mn", "Me"} else UNKNOWN


def _path(face: str) -> Path:
    package, name = _FILES[face]
    return Path(str(files(package) / name))
