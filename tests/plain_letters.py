"""What of a page people read, and which of it is still in plain letters."""

import re
from html.parser import HTMLParser

#: Names, addresses, zones, codes, what a script fills in, and marks of the page: nobody's words.
_NO_WORDS = re.compile(
    r"Nearer|English|Firefox|Android|UTC|SHA-256|\S+@\S+|(?:https?|webcal)://\S+|[A-Z]\w+(?:/[A-Z]\w+)+"
    r"|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|&\w+;|\{\w+\}|\b[0-9a-f-]{32,}\b"
)
_PLAIN = re.compile(r"[A-Za-z]{2,}")
#: Read out, or shown in an empty field. What a script puts on the page stands in `data-…`, in several words.
_READ = {"aria-label", "title", "placeholder", "alt"}
_UNREAD = {"script", "style", "svg", "code"}
_VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_zone = tag == "option" and "/" in (said.get("value") or "")
        is_name = tag == "b" and said.get("translate") == "no"
        if tag not in _VOID:
            self._within.append("code" if is_zone or is_name else tag)
        for name, value in attrs:
            if value and (name in _READ or (name.startswith("data-") and " " in value and name != "data-also")):
                self.found.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Ends what stands within it, too: a tag may be left open."""
        while self._within and self._within.pop() not in {tag, "code" if tag in {"option", "b"} else tag}:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not _UNREAD & set(self._within):
            self.found.append(" ".join(data.split()))


def is_plain(words: str) -> bool:
    return bool(_PLAIN.search(_NO_WORDS.sub("", words)))


def in_plain_letters(page: str) -> list[str]:
    """Each piece of a page that never went through gettext."""
    reader = _Reader()
    reader.feed(page)
    return sorted({each for each in reader.found if is_plain(each)})
