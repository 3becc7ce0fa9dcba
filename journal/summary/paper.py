"""The notes as a file to print: small pages like the book's, in any script, with a title that says nothing."""

from django.utils.translation import gettext as _

from couples import clock
from couples.localized import day
from journal.export.book import BODY, LABEL, QUIET, SMALL, TITLE, Volume
from journal.summary.gathering import Notes, Thing


def pdf(notes: Notes) -> bytes:
    volume = Volume()
    try:
        volume.set_title(_("Notes"))
        volume.add_page()
        volume.put(_("Notes"), size=TITLE, gap=2)
        volume.put(day(clock.now()), size=SMALL, grey=QUIET, gap=8)
        for side in notes.sides:
            volume.put(side.by.name, size=LABEL, gap=3)
            if side.wish:
                volume.put(_("One thing I’d like help with"), size=SMALL, grey=QUIET, gap=0)
                volume.put(side.wish, size=BODY, gap=4)
            _set(volume, side.things)
        if notes.common:
            volume.put(_("Of both of you"), size=LABEL, gap=3)
            _set(volume, notes.common)
        return bytes(volume.output())
    finally:
        volume.faces.close()


def _set(volume: Volume, things: list[Thing]) -> None:
    for each in things:
        volume.put(" · ".join(filter(None, [each.label, each.title])), size=SMALL, grey=QUIET, gap=0)
        for part in each.parts:
            if part.heading:
                volume.put(str(part.heading), size=SMALL, grey=QUIET, gap=0)
            volume.put(part.words)
        volume.ln(3)
