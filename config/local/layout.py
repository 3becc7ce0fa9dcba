"""Templates are text that people read: no line is wider than the code's."""

from collections.abc import Iterator
from pathlib import Path

from config.local.places import ROOT

WIDEST = 120


def long_lines(templates: Path = ROOT / "templates") -> Iterator[str]:
    """One sentence for each, with its file and line."""
    for path in sorted(each for each in templates.rglob("*") if each.is_file()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > WIDEST:
                where = path.relative_to(templates.parent)
                yield f"{where}:{number}: {len(line)} characters; a template's line has at most {WIDEST}"
