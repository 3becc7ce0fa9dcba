"""Two languages that nobody speaks, made from all that goes through gettext.

Each text stands in brackets, is two fifths longer, and has no plain letter left but in what is put in. So what still
has plain letters on a page never went through gettext, and what a real language would cut off is cut off here. Nothing
of this is kept: `write` makes both anew from what `makemessages` would find, in about three seconds.
"""

import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LONGER, RIGHT_TO_LEFT = "en-xa", "ar-xb"
#: Code, own name and letters.
LANGUAGES = ((LONGER, "⟦Èñğļîšĥ⟧"), (RIGHT_TO_LEFT, "⟦אבג⟧"))
LETTERS = {
    LONGER: "áƀçđéƒğĥîĵķļɱñôþɋřšţûṽŵẋýžÀßÇĐÉƑĞĤÎĴĶĻṀÑÔÞɊŘŠŢÛṼŴẊÝŽ",
    RIGHT_TO_LEFT: "אבגדהוזחטיכלמנסעפצקרשתםןףץ" * 2,
}
#: What makemessages knows beside these (django/core/management/commands/makemessages.py).
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: How a date or a time is written: letters there are signs (couples/localized.py).
SIGNS = {"date format", "12-hour time", "24-hour time"}
#: Left as it is: what is put in, tags and entities.
_KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w+\}|<[^>]+>|&\w+;)")


def write(folder: Path) -> None:
    """Both languages, as settings.LOCALE_PATHS wants them."""
    found = [*ours(), *theirs()]
    for language in LETTERS:
        catalogue = Catalog(locale="en")
        for id, context in found:
            catalogue.add(id, said(id, context, language), context=context)
        place = folder / to_locale(language) / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / "django.mo").open("wb") as file:
            write_mo(file, catalogue)


Found = Iterator[tuple[str | tuple[str, ...], str | None]]


def ours() -> Found:
    """What makemessages finds in our own files."""
    for folder in ("config", "couples", "rituals", "journal", "templates"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".html", ".txt"}:
                words = path.read_text()
                # Of a template only its texts are left, and its indents, which mean nothing.
                code = words if path.suffix == ".py" else re.sub(r"(?m)^\s+", "", templatize(words, origin=str(path)))
                for _line, id, _comments, context in extract("python", BytesIO(code.encode()), KEYWORDS):
                    yield id, context


def theirs() -> Found:
    """What Django and allauth bring: weekdays, months, refusals of fields."""
    places = [*Path(django.__file__).parent.rglob("locale/en/**/django.po"), Path(allauth.__file__).parent]
    for place in places:
        for path in [place] if place.is_file() else place.rglob("locale/en/**/django.po"):
            with path.open("rb") as file:
                for each in read_po(file):
                    if each.id:
                        yield each.id if isinstance(each.id, str) else tuple(each.id), each.context


def said(id: str | tuple[str, ...], context: str | None, language: str) -> str | tuple[str, ...]:
    if isinstance(id, tuple):
        return tuple(pseudo(each, language) for each in id)
    return id if context in SIGNS else pseudo(id, language)


def pseudo(words: str, language: str = LONGER) -> str:
    letters = str.maketrans(string.ascii_letters, LETTERS[language])
    parts = [part if odd else part.translate(letters) for part, odd in zip(_KEPT.split(words), _odd(), strict=False)]
    # In words of usual length: one long one would be wider than any phone.
    more = " ".join(["ööööö"] * -(-len(words) * 2 // 5 // 6)).translate({ord("ö"): LETTERS[language][14]})
    return f"⟦{''.join(parts)} {more}⟧"


def _odd() -> Iterator[bool]:
    while True:
        yield False
        yield True
