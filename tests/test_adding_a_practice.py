"""docs/ADDING-A-PRACTICE.md does what it says: its blocks, in a copy of the project, make a practice that every hub
knows; and a hub that forgets one is noticed.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "ADDING-A-PRACTICE.md"
COPIED = ["config", "couples", "rituals", "journal", "templates", "static", "tests", "docs"]
BLOCK = re.compile(r"^`(?P<path>[\w/.-]+)`\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
#: What asks every practice at every hub, and the example's own.
HUBS = ["tests/journal/test_practices.py", "tests/journal/signs"]
#: What finds an address or an id that no table has.
EVERY_ADDRESS = [
    "tests/test_addresses.py::test_every_address_with_something_in_it_is_in_the_table",
    "tests/test_addresses.py::test_what_is_only_sent_is_not_followed_and_nothing_else_is_refused",
    "tests/test_page_ids.py::test_no_form_or_address_with_an_id_is_missing_here",
    "tests/test_architecture.py::test_every_practice_but_their_own_has_somewhere_to_lead",
]
#: pytest could not even collect: the project does not start.
NOTHING_RAN = 4
ELSEWHERE = 3

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def blocks() -> list[tuple[str, str, str]]:
    found = [(each["path"], each["kind"], each["text"]) for each in BLOCK.finditer(PAGE.read_text())]
    assert len(found) == PAGE.read_text().count("\n```") / 2, "A block is not under its path."
    return found


def patched(path: Path, diff: str) -> None:
    """The lines before, exactly once, become the lines after."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    replace(path, before, after)


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1, f"{path.name}: {before!r}"
    path.write_text(text.replace(before, after))


def copy_to(project: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "browser", "composed")
    for name in COPIED:
        shutil.copytree(ROOT / name, project / name, ignore=ignored)
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, project / name)


def add_practice(project: Path) -> None:
    for path, kind, text in blocks():
        place = project / path
        if kind == "diff":
            patched(place, text)
        else:
            assert not place.exists(), f"{path} is no file of its own"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("project")
    copy_to(project)
    add_practice(project)
    return project


@pytest.fixture(scope="module")
def run(project: Path) -> Run:
    """A command in the copy, with a database of its own on this run's server: the copy has a table more."""
    before, slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    own = {"PYTHONPATH": str(project), "DATABASE_URL": f"{before}{slash}adding{uuid4().hex[:8]}"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}

    def run(*command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-P", *command],
            cwd=project,
            env=inherited | own,
            capture_output=True,
            text=True,
            check=False,
        )

    made = run("-W", "ignore", "manage.py", "makemigrations", "journal", "--name", "signs")
    assert made.returncode == 0, made.stderr
    return run


def ran(run: Run, *what: str) -> "subprocess.CompletedProcess[str]":
    return run("-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider", *what)


def test_a_practice_takes_three_lines_elsewhere() -> None:
    added = [line for _path, kind, text in blocks() if kind == "diff" for line in text.splitlines() if line[0] == "+"]
    assert len(added) == ELSEWHERE
    own = ("journal/signs/", "templates/journal/signs/", "tests/journal/signs/")
    assert all(path.startswith(own) for path, kind, _text in blocks() if kind != "diff")


def test_the_page_alone_makes_a_practice_that_every_hub_knows(run: Run) -> None:
    assert imports(run).returncode == 0
    linted = run("-m", "ruff", "check", "journal", "tests/journal")
    assert linted.returncode == 0, linted.stdout
    laid_out = run("-m", "ruff", "format", "--check", "journal/signs", "tests/journal/signs")
    assert laid_out.returncode == 0, laid_out.stdout
    told = ran(run, *HUBS, *EVERY_ADDRESS)
    assert told.returncode == 0, told.stdout


def imports(run: Run) -> "subprocess.CompletedProcess[str]":
    return run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


# -- what is forgotten ------------------------------------------------------------------------------------------------


class Forgotten(NamedTuple):
    what: str
    path: str
    line: str
    without: str


#: By the test that notices, each line that makes one hub follow the list, or one practice known to it: where, as it
#: is, and as if forgotten.
NOTICED = {
    "test_every_practice_is_in_the_list_once": [
        Forgotten("the list", "journal/practices.py", "    SIGNS,\n", ""),
    ],
    "test_its_place_is_lit_on_its_first_page": [
        Forgotten(
            "the place that is lit", "journal/places.py", "for practice in PRACTICES} | {", "for practice in ()} | {"
        ),
    ],
    "test_its_rows_stand_where_people_look": [
        Forgotten(
            "the rows of places", "journal/practices.py", "(practice.row_at or practice.place) == place]", "False]"
        ),
    ],
    "test_us_lists_what_is_written": [
        Forgotten(
            "what is written",
            "journal/practices.py",
            "for practice in PRACTICES if practice.written]",
            "for practice in ()]",
        ),
        Forgotten(
            "what is kept", "journal/practices.py", "for practice in PRACTICES if practice.kept)", "for practice in ())"
        ),
    ],
    "test_today_looks_again_when_something_changes_in_it": [
        Forgotten("live topics", "journal/practices.py", "for topic in practice.topics)", "for topic in ())"),
        Forgotten("its topics", "journal/signs/practice.py", "    topics=(services.TOPIC,),\n", ""),
    ],
    "test_today_asks_every_practice_what_waits": [
        Forgotten(
            "what waits",
            "journal/today/waiting.py",
            "for practice in PRACTICES if practice.waits]",
            "for practice in ()]",
        ),
    ],
    "test_the_floors_below_know_what_it_has": [
        Forgotten("kinds of mail", "journal/practices.py", "for kind in practice.kinds:", "for kind in ():"),
        Forgotten("what is listened to", "journal/practices.py", "if practice.listen_to:", "if False:"),
        Forgotten("ritual links", "journal/practices.py", "if practice.ritual:", "if False:"),
        Forgotten("who moved", "journal/practices.py", "if practice.moved:", "if False:"),
    ],
    "test_what_it_holds_of_somebody_is_taken_along": [
        Forgotten(
            "what is taken along", "journal/export/records.py", "for practice in PRACTICES:", "for practice in ():"
        ),
        Forgotten("what is taken of it", "journal/signs/practice.py", "    export=WORDS,\n", "    export=(),\n"),
    ],
    "test_a_practice_is_called_by_its_key": [
        Forgotten("addresses", "journal/urls.py", "for practice in PRACTICES)", "for practice in PRACTICES[:-1])"),
    ],
    "test_every_model_and_task_of_a_package_is_found_without_a_list": [
        Forgotten("models", "journal/models.py", 'modules("models")', "modules"),
        Forgotten("tasks", "journal/tasks.py", 'modules("tasks")', "modules"),
    ],
    "test_all_that_a_practice_has_for_the_house_is_said_in_its_practice": [
        Forgotten("what waits of it", "journal/signs/practice.py", "    waits=waiting.WAITS,\n", ""),
        Forgotten("whom questions tell", "journal/questions/practice.py", "    kinds=(mail.MAIL,),\n", ""),
        Forgotten("what can be heard of hopes", "journal/visions/practice.py", "    listen_to=SOURCE,\n", ""),
    ],
    "tests/test_addresses.py::test_what_is_only_sent_is_not_followed_and_nothing_else_is_refused": [
        Forgotten(
            "its place among the tests",
            "tests/journal/signs/addresses.py",
            'ONLY_SENT = {"giving"}',
            "ONLY_SENT: set[str] = set()",
        ),
    ],
    "tests/test_page_ids.py::test_no_form_or_address_with_an_id_is_missing_here": [
        Forgotten(
            "that pages bring its ids", "tests/journal/signs/addresses.py", 'FORMS = {"SignForm": "a sign"}\n', ""
        ),
    ],
    "tests/journal/agreements/review": [
        Forgotten("whom guidelines tell", "journal/agreements/practice.py", "    moved=review.follow_clock,\n", ""),
    ],
    "tests/test_architecture.py::test_every_practice_but_their_own_has_somewhere_to_lead": [
        Forgotten(
            "where the evening's nudge leads", "journal/checkins/practice.py", "    ritual=Link(", "    # ritual=Link("
        ),
    ],
}
CASES = [(test, each) for test, rows in NOTICED.items() for each in rows]
#: One always; with -m long_run all.
EACH = [
    pytest.param(test, each, id=each.what, marks=[pytest.mark.long_run] if nth else [])
    for nth, (test, each) in enumerate(CASES)
]


@pytest.mark.parametrize(("test", "forgotten"), EACH)
def test_what_is_forgotten_is_noticed(test: str, forgotten: Forgotten, run: Run, project: Path) -> None:
    place = project / forgotten.path
    before = place.read_text()
    replace(place, forgotten.line, forgotten.without)
    try:
        told = ran(run, test if "/" in test else f"{HUBS[0]}::{test}")
    finally:
        place.write_text(before)
    assert told.returncode in {1, NOTHING_RAN}, told.stdout
    assert re.search(r"\d+ (failed|error)|^E ", told.stdout + told.stderr, re.MULTILINE)


def test_a_module_without_a_layer_is_noticed(run: Run, project: Path) -> None:
    before = (project / "pyproject.toml").read_text()
    replace(project / "pyproject.toml", "| signs |", "|")
    try:
        told = imports(run)
    finally:
        (project / "pyproject.toml").write_text(before)
    assert told.returncode == 1
    assert "journal.signs" in told.stdout
