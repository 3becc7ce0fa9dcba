"""docs/EXPORT.md names every kind of record with its columns."""

import re
from pathlib import Path

from journal.export.records import kinds
from journal.own_words import FORMAT, VERSION

PAGE = (Path(__file__).parents[3] / "docs" / "EXPORT.md").read_text()
ROW = re.compile(r"^\| `([\w-]+)` \| `([\w-]+)` \| ([^|]+) \| ([^|]*) \| ([^|]*) ?\|$", re.MULTILINE)


def named(text: str) -> list[str]:
    return re.findall(r"`([\w-]+)`", text)


def test_every_kind_of_record_is_explained_with_its_columns() -> None:
    told = {
        (practice, kind): (label.strip(), named(fields), named(own))
        for practice, kind, label, fields, own in ROW.findall(PAGE)
    }
    assert list(told) == [(practice.key, words.key) for practice, words in kinds()]
    for practice, words in kinds():
        label, fields, own = told[practice.key, words.key]
        assert label == str(words.label)
        assert fields[: len(words.fields)] == list(words.fields)
        assert own == list(words.own)


def test_every_file_and_the_version_are_explained() -> None:
    assert all(f"| `{name}` |" in PAGE for name in ("words.json", "words.html", "book.pdf"))
    assert f"## words.json, version {VERSION}" in PAGE
    assert f"`{FORMAT}`" in PAGE
