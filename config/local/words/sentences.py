"""Takes what is said apart: sentences, and the words of one."""

import re
from collections.abc import Iterator

TAG = re.compile(r"<[^>]+>")
#: What gettext fills in: %(name)s and {{ name }} stand for one word, by its name.
FILLED = re.compile(r"%\((\w+)\)[sd]|\{\{?\s*(\w+)[^}]*\}\}?|%[sd]")
#: A sentence ends before a capital, a quotation or a name that is filled in.
END = re.compile(r"(?<=[.?!…:])[”’)]*\s+(?=[A-Z“‘(%{])")
WORD = re.compile(r"[^\W_]+(?:[’'\-.@/][^\W_]+)*")


def plain(words: str) -> str:
    """Without tags, and a capital word where gettext fills one in."""
    return FILLED.sub(lambda found: (found[1] or found[2] or "it").title().replace("_", ""), TAG.sub("", words))


def sentences(words: str) -> Iterator[str]:
    for line in TAG.sub("", words).splitlines():
        yield from (sentence.strip() for sentence in END.split(line) if sentence.strip())


def words_of(sentence: str) -> list[str]:
    return WORD.findall(plain(sentence))
