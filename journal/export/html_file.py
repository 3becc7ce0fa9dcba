"""words.html: everything to read, in one file that opens anywhere without a network.

It has its style in itself, no script, and a policy that lets it load nothing: words somebody wrote stay words.
"""

import base64
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe

from couples import clock
from couples.accounts.models import Person
from couples.consent.texts import TEXTS
from couples.space.models import Membership
from journal.brought.record import Brought
from journal.export.records import Chapter, Reader, Record, chapters, state_words

NAME = "words.html"
#: Where the records stand in the page: as markup, which nothing anybody wrote can be.
RECORDS = "<!-- records -->"
STYLE = Path(__file__).with_name("words.css")


def write(reader: Reader) -> Iterator[str]:
    """Piece by piece; a record is one piece."""
    entry = get_template("journal/export/file/entry.html")
    names = names_of(reader)
    parts = list(chapters(reader))
    page = render_to_string("journal/export/file/page.html", _page(parts, names, reader.person))
    before, _, after = page.partition(RECORDS)
    yield before
    for chapter in parts:
        yield render_to_string("journal/export/file/chapter.html", {"chapter": chapter})
        for section in chapter.sections:
            label = section.label
            for record in section.records:
                by = names.get(record.by, "")
                said, picture = state_words(record.state), _within(record)
                yield entry.render({"record": record, "by": by, "said": said, "label": label, "picture": picture})
                label = ""
    yield after


def _within(record: Record | Brought) -> str:
    """Its photograph, small, as the address of an image that is all there: the page loads nothing."""
    picture = record.picture if isinstance(record, Record) else None
    return f"data:image/jpeg;base64,{base64.b64encode(picture.small()).decode()}" if picture else ""


def names_of(reader: Reader) -> dict[str, str]:
    """What people are called, by who they are to the reader."""
    both = Membership.objects.filter(couple=reader.couple).select_related("person")
    return {reader.names[each.person_id]: each.name for each in both}


def _page(parts: list[Chapter], names: dict[str, str], person: Person) -> dict[str, object]:
    return {
        "style": _style(),
        "chapters": parts,
        "made_at": clock.now(),
        "names": names,
        "person": person,
        "agreed": TEXTS.get(person.agreed_to),
        "records": mark_safe(RECORDS),  # noqa: S308  ours
    }


@cache
def _style() -> SafeString:
    # Ours alone, read once: nothing anybody wrote is in it.
    return mark_safe(f"<style>\n{STYLE.read_text()}</style>")  # noqa: S308
