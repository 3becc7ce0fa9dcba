"""The book: in any script, without an empty box, in volumes; and what it never tells."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fpdf import FPDF

from couples import clock
from couples.accounts.models import Person
from couples.localized import day, for_reader
from couples.space.models import Couple
from journal.appreciations import services as thanks
from journal.checkins import services as checkins
from journal.export import book
from journal.export.book import BODY, HEIGHT, MARGIN, SMALL, Volume
from journal.export.lines import wrapped
from journal.export.records import Reader, Record, Section
from journal.export.typefaces import OURS, Typefaces, is_right_to_left
from journal.own_words import Part, State
from tests.journal.export.test_what_is_taken import every_entry

pytestmark = pytest.mark.django_db

SCRIPTS = {
    "Latin": "Zażółć gęślą jaźń, Ș ț Ő ẞ Việt",
    "Greek": "Ελληνικά",
    "Cyrillic": "Русский Українська",
    "Hebrew": "שלום עולם",
    "Arabic": "مرحبا بالعالم",
    "Persian": "گفتگو پژواک",
    "Chinese": "你好，世界。爱",
    "Japanese": "おはよう、世界。カタカナ",
    "Korean": "안녕하세요 세계",
    "Devanagari": "नमस्ते क्षत्रिय",
    "Thai": "สวัสดีชาวโลก",
    "emoji": "😀❤️👨‍👩‍👧‍👦🏳️‍🌈☕✨🫶",
    "signs": "→ ✓ ♥ ½ … „“ – — ‰",
}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is set on pages, in the order in which it is."""
    said: list[str] = []
    fit = Typefaces.fit

    def spying(self: Typefaces, text: str) -> str:
        said.extend((fitting := fit(self, text)).splitlines())
        return fitting

    monkeypatch.setattr(Typefaces, "fit", spying)
    return said


def book_of(couple: Couple, person: Person) -> dict[str, bytes]:
    with for_reader(person):
        return dict(book.volumes(Reader.of(couple, person)))


@pytest.fixture
def pdf() -> FPDF:
    return FPDF()


@pytest.fixture
def faces(pdf: FPDF) -> Iterator[Typefaces]:
    opened = Typefaces(pdf)
    yield opened
    opened.close()


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_set_as_it_was_written(script: str, faces: Typefaces) -> None:
    words = SCRIPTS[script]
    assert faces.fit(words) == words


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_character_has_a_shape_in_a_face_of_the_book(script: str, pdf: FPDF, faces: Typefaces) -> None:
    faces.fit(SCRIPTS[script])
    fonts: list[Any] = list(pdf.fonts.values())
    boxes = [one for one in SCRIPTS[script] if not any(ord(one) in font.cmap for font in fonts)]
    assert [one for one in boxes if unicodedata.category(one) not in {"Cf", "Mn"}] == []


def test_only_faces_that_are_needed_are_opened(pdf: FPDF, faces: Typefaces) -> None:
    faces.fit("Only ours: “quoted”, é and ß.")
    assert list(pdf.fonts) == [OURS]


def test_what_no_face_has_is_no_box(faces: Typefaces) -> None:
    assert faces.fit("a\U000e0041b\ue000c\x07d") == "ab?cd"


@pytest.mark.parametrize(
    ("words", "right"), [("שלום Ada", True), ("“مرحبا”", True), ("Ada שלום", False), ("12 😀", False), ("", False)]
)
def test_each_paragraph_goes_in_the_direction_of_its_first_letter(words: str, right: bool) -> None:
    assert is_right_to_left(words) is right


def test_a_book_in_all_scripts_at_once(couple: Couple, ada: Person, printed: list[str]) -> None:
    ada.name = "עדה"
    ada.save()
    checkins.seal(couple, by=ada, on=clock.today(ada), values={"line": "\n".join(SCRIPTS.values())})
    (volume,) = book_of(couple, ada).values()
    assert volume.startswith(b"%PDF-")
    assert set(SCRIPTS.values()) <= set(printed)
    assert any("עדה" in line for line in printed)


def test_a_name_from_right_to_left_leaves_its_date_as_it_is(
    couple: Couple, ada: Person, ben: Person, printed: list[str]
) -> None:
    ada.name = "Ada עדה"
    ada.save()
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=clock.today(ada), values={"line": "Tea"})
    book_of(couple, ada)
    today = day(clock.today(ada))
    assert printed.count("Ada עדה") == 1
    assert printed[printed.index("Ada עדה") + 1] == today
    assert f"Ben · {today}" in printed


@pytest.mark.parametrize("name", ["עדה", "💛"])
def test_after_a_line_without_a_letter_of_our_own_face_the_next_has_its_size(name: str) -> None:
    volume = Volume()
    volume.add_page()
    for words, size in (("Title", BODY), (name, SMALL), ("Tea", SMALL)):
        volume.put(words, size=size)
    volume.faces.close()
    set_so_far = volume.pages[1].contents
    assert isinstance(set_so_far, bytearray)
    face, size_of_last = re.findall(rb"/F(\d+) ([\d.]+) Tf", set_so_far)[-1]
    assert (int(face), float(size_of_last)) == (volume.fonts[OURS].i, SMALL)


def test_what_a_section_is_called_does_not_stand_alone_at_the_foot_of_a_page(
    couple: Couple, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    on: dict[str, int] = {}
    cell = Volume.cell

    def spying(self: Volume, width: float, height: float, text: str, **rest: Any) -> Any:
        done = cell(self, width, height, text, **rest)
        on[text] = self.page_no()
        return done

    monkeypatch.setattr(Volume, "cell", spying)
    record = Record(uuid4(), "you", State.DRAFT, clock.now(), "", (Part("", "Tea"),), {})
    for free in range(0, 60, 4):
        volume = Volume()
        volume.add_page()
        volume.set_y(HEIGHT - MARGIN - 4 - free)
        volume.label(Section("thanks", "thank-you", "Thank-yous", iter(())))
        volume.set_record(record, "Ada")
        volume.faces.close()
        assert on["Thank-yous"] == on["Tea"], free


def test_a_word_as_long_as_a_page_fits(couple: Couple, ada: Person, printed: list[str]) -> None:
    thanks.send_first(couple, by=ada, text="x" * 1000)
    assert book_of(couple, ada)["book.pdf"]
    assert "x" * 1000 in printed


def test_nothing_written_is_a_book_with_a_title(couple: Couple, ada: Person, printed: list[str]) -> None:
    assert list(book_of(couple, ada)) == ["book.pdf"]
    assert printed[0] == "My words"


def test_a_long_one_comes_in_volumes_and_loses_nothing(
    couple: Couple, ada: Person, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MOST_PAGES", 3)
    for nth in range(12):
        thanks.keep_draft(couple, by=ada, id=uuid4(), text=f"Note {nth}: {'tea ' * 200}")
    volumes = book_of(couple, ada)
    assert list(volumes) == ["book.pdf", *(f"book-{nth}.pdf" for nth in range(2, len(volumes) + 1))]
    assert len(volumes) > 2
    assert [sum(f"Note {nth}:" in line for line in printed) for nth in range(12)] == [1] * 12


def test_the_others_drafts_are_in_no_book(couple: Couple, ada: Person, ben: Person, printed: list[str]) -> None:
    every_entry(couple, ben, "CANARY")
    book_of(couple, ada)
    assert "CANARY" not in "\n".join(printed)
    book_of(couple, ben)
    assert "CANARY" in "\n".join(printed)


def test_no_log_names_the_characters(couple: Couple, ada: Person, caplog: pytest.LogCaptureFixture) -> None:  # S21
    caplog.set_level(logging.INFO)
    thanks.send_first(couple, by=ada, text="Ω 爱")
    book_of(couple, ada)
    assert [record.name for record in caplog.records if record.name.startswith("fontTools")] == []


@pytest.mark.parametrize(
    ("paragraph", "lines"),
    [
        ("", [""]),
        ("a b", ["a b"]),
        ("one two three four", ["one two", "three four"]),
        ("a very long: abcdefghijklmnopqrstuvwxyz x", ["a very", "long:", "abcdefghij", "klmnopqrst", "uvwxyz x"]),
        ("two  spaces", ["two ", "spaces"]),
    ],
)
def test_lines_break_between_words_and_within_one_only_where_it_has_to(paragraph: str, lines: list[str]) -> None:
    assert list(wrapped(paragraph, 10, len)) == lines
