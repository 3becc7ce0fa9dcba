"""How words are stored and counted, alike here and in the browser (static/js/characters.js).

One visible letter may come as several code points. They are put together where Unicode can (NFC). A text's length is
the number of code points of the result, without the space around it.
"""

import unicodedata

import regex

#: More marks on one letter than anybody's words have. To put marks in order takes the square of their number, so such
#: a row is parted by a joiner that does not show (UAX #15, stream-safe text).
_MARKS = regex.compile(r"((?:(?!\u034f)\p{M}){30})(?=(?!\u034f)\p{M})")
#: What either side takes for space.
_AROUND = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)

#: Signs that turn the words around them round, and mean nothing by themselves (UAX #9).
_TURNING = regex.compile(r"\p{Bidi_Control}")
#: A letter, digit, sign or picture. Some count as one and show nothing.
_SHOWN = regex.compile(r"(?!\p{Default_Ignorable_Code_Point}|[\u2800\U0001d159])[\p{L}\p{N}\p{P}\p{S}]")


def tidy(text: str) -> str:
    """Plain newlines and NFC: the form in which words are stored, compared and signed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else _composed(_composed(text))  # one mark may come apart into several


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _MARKS.sub("\\1\u034f", text))


def trimmed(text: str) -> str:
    return text.strip(_AROUND)


def count(text: str) -> int:
    return len(trimmed(tidy(text)))


def in_a_sentence(text: str) -> str:
    """A name or a title as it may stand among our own words: one line, and nothing that turns them round."""
    return " ".join(_TURNING.sub("", tidy(text)).split())


def shows(text: str) -> bool:
    """Whether there is anything to see."""
    return _SHOWN.search(text) is not None
