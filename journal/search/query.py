"""What somebody looks for: words that all have to stand in the same thing, anywhere in it.

A word is found where one begins: “walk” finds “walking” and not “sidewalk”. Chinese, Japanese, Thai and others write no
space between words, so there it is found anywhere, and never within a letter.
"""

from dataclasses import dataclass
from functools import cached_property

import regex

from journal.search.folding import folded, folded_with_places

#: More words narrow nothing down; each costs a look through everything.
MOST_WORDS = 12
#: Scripts without a space between words (Unicode Standard Annex #14, class SA, and the ideographs).
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tai_Tham}\p{Tibetan}]"
)
_LETTER = regex.compile(r"[\p{L}\p{N}]")
#: Nothing that belongs to the letter before it may follow, nor may a joined picture go on.
_WHOLE = r"(?![\p{M}\u200d\U0001f3fb-\U0001f3ff])"
_BEGINS = r"(?<![\p{L}\p{N}\p{M}])"
_NOT_JOINED = r"(?<!\u200d)"

#: Letters shown before and after the first word found.
BEFORE, AFTER = 60, 200


@dataclass(frozen=True)
class Query:
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Query":
        return cls(tuple(dict.fromkeys(folded(text).split()))[:MOST_WORDS])

    @cached_property
    def _patterns(self) -> "list[regex.Pattern[str]]":
        return [regex.compile(pattern_of(word)) for word in self.words]

    @cached_property
    def _any(self) -> "regex.Pattern[str]":
        return regex.compile("|".join(pattern_of(word) for word in sorted(self.words, key=len, reverse=True)))

    def stands_in(self, text: str) -> bool:
        """Whether every word is in it."""
        within = folded(text)
        # Most texts do not hold the word at all, and that is quickly seen.
        return all(
            word in within and pattern.search(within) for word, pattern in zip(self.words, self._patterns, strict=True)
        )

    def marked(self, text: str) -> "list[tuple[str, bool]]":
        """A stretch of the text around what was found, in pieces, each with whether it is a word that was looked for.

        Nothing when none of the words is in it.
        """
        within = folded_with_places(text)
        found = [within.before(*each.span()) for each in self._any.finditer(within.text)]
        if not found:
            return []
        start, stop = _around(text, found[0].start)
        pieces, at = [("…", False)] if start else [], start
        for each in found:
            if each.start >= stop:
                break
            pieces += [(text[at : each.start], False), (text[each], True)]
            at = each.stop
        pieces.append((text[at : max(at, stop)], False))
        if max(at, stop) < len(text):
            pieces.append(("…", False))
        return [piece for piece in pieces if piece[0]]


def pattern_of(word: str) -> str:
    begins = _BEGINS if _LETTER.match(word) and not _UNSPACED.match(word) else _NOT_JOINED
    return f"{begins}{regex.escape(word, literal_spaces=True)}{_WHOLE}"


def _around(text: str, found: int) -> tuple[int, int]:
    """Where the shown stretch begins and ends: at a space where there is one near."""
    start, stop = max(found - BEFORE, 0), min(found + AFTER, len(text))
    if start:
        space = text.find(" ", start, found)
        start = space + 1 if space >= 0 else start
    if stop < len(text):
        space = text.rfind(" ", found, stop)
        stop = space if space > found else stop
    return start, stop
