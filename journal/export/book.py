"""book.pdf: everything to print, in small pages, in any script. A very long one comes in several volumes.

A volume is in memory until it is whole, so its length is bounded. Nothing of it lies on a disk.
"""

import gc
import io
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from couples import clock
from couples.localized import day
from journal.brought.record import Brought
from journal.export.html_file import names_of
from journal.export.lines import wrapped
from journal.export.records import Chapter, Reader, Record, Section, chapters, state_words
from journal.export.typefaces import OURS, Typefaces, has_right_to_left, is_right_to_left
from journal.own_words import Picture

#: After so many a new volume begins with the next record.
MOST_PAGES = 1_000
#: Half a sheet of A4, in millimetres.
WIDTH, HEIGHT, MARGIN = 148, 210, 18
POINT = 0.3528  # of a millimetre
LEADING = 1.5 * POINT
INK, QUIET = 25, 95  # greys
SMALL, BODY, LABEL, CHAPTER, TITLE = 8.5, 11.0, 13.0, 20.0, 28.0


class Volume(FPDF):
    """Pages with their number below. `put` is the one way in which words come upon them."""

    def __init__(self) -> None:
        super().__init__(format=(WIDTH, HEIGHT))
        self.set_margin(MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.set_lang(get_language() or "en")
        self.set_title(_("My words"))
        self.faces = Typefaces(self)

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_font(OURS, size=SMALL)
        self.set_text_color(QUIET)
        self.cell(0, 5, str(self.page_no()), align="C")

    def put(self, words: str, *, size: float = BODY, grey: int = INK, gap: float = 1.5) -> None:
        """Paragraphs, each in its own direction."""
        self.set_font(OURS, size=size)
        self.set_text_color(grey)
        for paragraph in self.faces.fit(words.replace("\t", " ")).splitlines() or [""]:
            if self.faces.are_plain(paragraph):
                self._put_plain(paragraph, size * LEADING)
            else:
                self._put_shaped(paragraph, size * LEADING)
        self.ln(gap)

    def _keep_together(self, *, lines: int) -> None:
        """No heading stands alone at the foot of a page."""
        if self.will_page_break(lines * BODY * LEADING):
            self.add_page()

    def _put_shaped(self, paragraph: str, height: float) -> None:
        self.set_text_shaping(True)
        align = "R" if is_right_to_left(paragraph) else "L"
        self.multi_cell(0, height, paragraph, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_shaping(False)
        # fpdf takes the size for set, even where no letter was in our own face: the next line would have an older one.
        self.current_font_is_set_on_page = False

    def _put_plain(self, paragraph: str, height: float) -> None:
        """One character after the other, in lines of ours: fpdf measures each line anew with every character."""
        for line in wrapped(paragraph, self.epw * 1000 / self.font_size, self.faces.plain_width):
            self.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def open_at(self, chapter: Chapter) -> None:
        """A chapter begins on a page of its own, which a reader finds in the outline."""
        self.add_page()
        title = self.faces.fit(chapter.title)
        self.start_section(title)
        self.put(title, size=CHAPTER, gap=6)

    def label(self, section: Section) -> None:
        self._keep_together(lines=6)  # itself, and as much of a record as stays together
        self.put(section.label, size=LABEL, gap=4)

    def set_record(self, record: Record | Brought, by: str) -> None:
        self._keep_together(lines=4)
        when = [day(record.when)] if record.when else []
        said = " · ".join(each for each in (*when, state_words(record.state)) if each)
        if record.title:
            self.put(record.title, gap=0)
        # Beside letters from right to left the day of a date would change places with its month.
        lines = [by, said] if has_right_to_left(by) else [" · ".join(each for each in (by, said) if each)]
        for line in filter(None, lines):
            self.put(line, size=SMALL, grey=QUIET, gap=0)
        for part in record.parts:
            if part.heading:
                self._keep_together(lines=2)
                self.put(str(part.heading), size=SMALL, grey=QUIET, gap=0)
            self.put(part.words)
        if isinstance(record, Record) and record.picture:
            self._put_picture(record.picture)
        self.ln(3)

    def _put_picture(self, picture: Picture) -> None:
        """The small one: as much as this paper can show. Neither wider than the words nor higher than half a page."""
        width = min(self.epw, HEIGHT / 2 * picture.width / picture.height)
        height = width * picture.height / picture.width
        if self.will_page_break(height):
            self.add_page()
        self.image(io.BytesIO(picture.small()), w=width, h=height, alt_text=picture.alt or None)
        self.ln(2)


def volumes(reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Each volume's name, and the volume. There is a first one even where nothing was written."""
    names, number = names_of(reader), 1
    volume = _begin(names)
    try:
        for chapter in chapters(reader):
            is_open = False
            for section in chapter.sections:
                is_labelled = False
                for record in section.records:
                    if volume.page_no() >= MOST_PAGES:
                        yield _name(number), _bound(volume)
                        number, volume, is_open, is_labelled = number + 1, _begin(names), False, False
                    if not is_open:
                        volume.open_at(chapter)
                    if not is_labelled:
                        volume.label(section)
                    is_open = is_labelled = True
                    volume.set_record(record, names.get(record.by, ""))
        yield _name(number), _bound(volume)
    finally:
        volume.faces.close()


def _begin(names: dict[str, str]) -> Volume:
    gc.collect()  # the volume before goes, with all its pages
    volume = Volume()
    volume.add_page()
    volume.ln(HEIGHT / 4)
    volume.put(_("My words"), size=TITLE, gap=6)
    volume.put(" · ".join(names[who] for who in ("you", "other") if who in names))
    volume.put(day(clock.now()), size=SMALL, grey=QUIET)
    return volume


def _bound(volume: Volume) -> bytes:
    whole = bytes(volume.output())
    volume.faces.close()
    return whole


def _name(number: int) -> str:
    return "book.pdf" if number == 1 else f"book-{number}.pdf"
