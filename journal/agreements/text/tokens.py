"""A guideline's text in tokens: words, runs of space, and single signs. Merging and comparing work on these."""

import regex

# Scripts written without spaces; scx also covers the signs they share, such as the long vowel mark.
UNSPACED = r"[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]"
_LETTER = rf"(?=[\p{{L}}\p{{N}}_])(?!{UNSPACED})\X"
# A word (times, dates and amounts are one: 20:30), a run of space, or one sign. Every part is whole graphemes, \X, so a
# combining mark or a joined emoji is never torn off (UAX #29).
_TOKEN = regex.compile(rf"(?:{_LETTER})+(?:(?:['’\-‐]|(?<=\p{{N}})[.,:/](?=\p{{N}}))(?:{_LETTER})+)*|(?:(?=\s)\X)+|\X")
_WORD = regex.compile(_LETTER)


def tokens_of(text: str) -> list[str]:
    found: list[str] = _TOKEN.findall(text)
    return found


def is_word(token: str) -> bool:
    return _WORD.match(token) is not None
