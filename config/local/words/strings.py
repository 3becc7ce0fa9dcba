"""Finds every English string a person may read: what Python and templates hand to gettext, and words in scripts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from config.local.places import ROOT

APPS = ("config", "couples", "rituals", "journal")
#: What hands a string to gettext, and which of its arguments are words.
SPOKEN = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy"), slice(0, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), slice(0, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), slice(1, 2)),
}
LITERAL = r"""(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
#: The same calls in what Django makes of a template.
CALL = re.compile(rf"\b(?:_|n?p?gettext)\(\s*u?({LITERAL}(?:\s*,\s*u?{LITERAL})*)")
#: Two words with a capital in front: what a script would say by itself.
SENTENCE = re.compile(r"""["'`]([A-Z][a-z’]+ [a-z][^"'`]*)["'`]""")


@dataclass(frozen=True, slots=True)
class Said:
    path: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: “{self.words}”"


def in_python(source: str) -> Iterator[tuple[int, str]]:
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in SPOKEN:
            for part in call.args[SPOKEN[call.func.id]]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.lineno, part.value


def in_template(source: str) -> Iterator[tuple[int, str]]:
    handed = templatize(source)
    for call in CALL.finditer(handed):
        for literal in re.findall(LITERAL, call[1]):
            yield handed.count("\n", 0, call.start()) + 1, ast.literal_eval(literal)


def in_script(source: str) -> Iterator[tuple[int, str]]:
    """Scripts take their words from the page. Comments are not said."""
    for number, line in enumerate(source.splitlines(), 1):
        if not line.lstrip().startswith(("//", "*", "/*")):
            yield from ((number, found) for found in SENTENCE.findall(line))


def every(root: Path = ROOT) -> Iterator[Said]:
    python = [path for app in APPS for path in sorted((root / app).rglob("*.py"))]
    templates = [path for path in sorted((root / "templates").rglob("*.*")) if path.is_file()]
    scripts = sorted((root / "static" / "js").rglob("*.js"))
    for paths, find in ((python, in_python), (templates, in_template), (scripts, in_script)):
        for path in paths:
            where = path.relative_to(root).as_posix()
            yield from (Said(where, line, words) for line, words in find(path.read_text(encoding="utf-8")))
