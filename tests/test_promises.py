"""Every promise that code names is explained in docs/PROMISES.md, and each that is explained there has a test."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = ROOT / "docs" / "PROMISES.md"
CODE = ("config", "couples", "rituals", "journal", "bench", "tests")
ID = re.compile(r"\b[SKETCPG]\d{1,2}\b")


def prose(source: str) -> Iterator[str]:
    """What is written for people: comments, and docstrings of modules, classes and functions."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def named(*folders: str) -> set[str]:
    """The ids that Python files in these folders name."""
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return {id for file in files for words in prose(file.read_text()) for id in ID.findall(words)}


def explained() -> list[str]:
    return re.findall(r"^\| ([SKETCPG]\d{1,2}) \|", PAGE.read_text(), re.MULTILINE)


def test_each_promise_that_is_named_is_explained() -> None:
    documents = {id for page in (ROOT / "docs").glob("*.md") for id in ID.findall(page.read_text()) if page != PAGE}
    assert named(*CODE) | documents <= set(explained())


def test_each_promise_that_is_explained_is_named_by_a_test() -> None:
    assert set(explained()) <= named("tests")


def test_no_id_stands_for_two_promises() -> None:
    assert len(explained()) == len(set(explained()))


def test_an_id_in_words_is_found_and_one_in_a_string_is_not() -> None:
    source = '"""Kept (K8)."""\n\nPATH = "S4 4"  # and so is this (E9)\n'
    assert [id for words in prose(source) for id in ID.findall(words)] == ["E9", "K8"]
