"""Every hub knows every practice: what each says of itself in its `practice.py` is met where people are."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

import journal
from couples import live, moments
from couples.accounts.models import Person
from couples.outbox import kinds
from couples.space.models import Couple
from journal.before import waiting as before
from journal.export.records import kinds as kinds_taken
from journal.listening import sources
from journal.own_words import Words
from journal.practice import Place, Practice, Row
from journal.practices import PRACTICES
from journal.story_lines import Chapter
from journal.today.waiting import statement
from journal.waiting import Waits
from rituals import practices as rituals
from tests.addresses import MODULES
from tests.pages import words_of

FOLDER = Path(journal.__path__[0])
ROOT = FOLDER.parent
#: Packages with pages that show what practices have, and are none.
HUBS = {"today", "story", "search", "help", "export", "brought", "before", "demo", "erasing", "summary"}
HUB_PAGES = {Place.TOGETHER: "today:together", Place.TALK: "today:talk", Place.US: "story:us", Place.YOU: "you"}
OWN = [practice for practice in PRACTICES if not practice.package]

each_practice = pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice.key)
each_own = pytest.mark.parametrize("practice", OWN, ids=lambda practice: practice.key)


def modules_of(practice: Practice) -> Iterator[Any]:
    package = import_module(f"journal.{practice.key}")
    yield from (import_module(found.name) for found in walk_packages(package.__path__, f"{package.__name__}."))


def said_in(practice: Practice, kind: type[Any]) -> list[Any]:
    """What of this kind its modules hold for the rest of the house."""
    held = [value for module in modules_of(practice) for value in vars(module).values()]
    return [value for value in held if isinstance(value, kind)]


def row_on(page: str, row: Row) -> bool:
    """With its words, and leading to its page."""
    rows = re.findall(r"<li>.*?</li>", page, re.DOTALL)
    return any(
        all(each in found for each in (f'href="{reverse(row.page)}"', escape(str(row.title)), escape(str(row.note))))
        for found in rows
    )


# -- the list ---------------------------------------------------------------------------------------------------------


def test_every_package_with_pages_is_a_practice_or_a_hub() -> None:
    with_pages = {path.parent.name for path in FOLDER.glob("*/urls.py")}
    assert with_pages - HUBS == {path.parent.name for path in FOLDER.glob("*/practice.py")}


def test_every_practice_is_in_the_list_once() -> None:
    keys = [practice.key for practice in OWN]
    assert sorted(keys) == sorted(path.parent.name for path in FOLDER.glob("*/practice.py"))
    assert len({practice.path for practice in PRACTICES}) == len({practice.key for practice in PRACTICES})


@each_practice
def test_a_practice_is_called_by_its_key(practice: Practice) -> None:
    assert import_module(practice.urls).app_name == practice.key
    assert reverse(practice.row.page) == f"/{practice.path}"


@each_own
def test_all_that_a_practice_has_for_the_house_is_said_in_its_practice(practice: Practice) -> None:
    assert {id(each) for said in said_in(practice, tuple) for each in said if isinstance(each, Words)} == {
        *map(id, practice.export)
    }
    chapters = {id(each) for said in said_in(practice, tuple) for each in said if isinstance(each, Chapter)}
    assert chapters == {*map(id, practice.story)}
    assert set(map(id, said_in(practice, Waits))) == {id(practice.waits)} - {id(None)}
    assert set(map(id, said_in(practice, sources.Source))) == {id(practice.listen_to)} - {id(None)}
    named = {each.key for each in practice.kinds}
    assert {each.key for each in said_in(practice, kinds.Kind)} <= named
    assert {value for module in modules_of(practice) if "post" in vars(module) for value in kinds_of(module)} <= named


def kinds_of(module: Any) -> set[str]:
    """The kinds a module that posts mail names."""
    return {module.KIND} if hasattr(module, "KIND") else set()


# -- what people meet -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@each_practice
def test_its_place_is_lit_on_its_first_page(practice: Practice, ada_client: Client) -> None:
    page = words_of(ada_client.get(reverse(practice.row.page)))
    (places,) = re.findall(r'<nav class="places".*?</nav>', page, re.DOTALL)
    (lit,) = re.findall(r'<a [^>]*aria-current="page"[^>]*>.*?</a>', places, re.DOTALL)
    assert re.sub(r"<[^>]*>", "", lit).strip() == str(practice.place.label)


@pytest.mark.django_db
@each_practice
def test_its_rows_stand_where_people_look(practice: Practice, ada_client: Client) -> None:
    hub = practice.row_at or practice.place
    pages = {place: words_of(ada_client.get(reverse(page))) for place, page in HUB_PAGES.items()}
    assert [place for place, page in pages.items() if row_on(page, practice.row)] == [hub]
    for row in (practice.written, practice.kept):
        assert row is None or row_on(pages[Place.US], row)


@pytest.mark.django_db
def test_us_lists_what_is_written(ada_client: Client) -> None:
    """Of the practices of today; a new one adds its own by its `written` and `kept`."""
    page = words_of(ada_client.get(reverse("story:us")))
    for address in ("appreciations:list", "agreements:history", "checkins:kept"):
        assert f'href="{reverse(address)}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("key", MODULES)
def test_today_looks_again_when_something_changes_in_it(
    key: str, couple: Couple, ada: Person, ben: Person, ada_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hinted = set()
    monkeypatch.setattr(live, "announce", lambda couple, topic, *args, **kwargs: hinted.add(topic))
    MODULES[key].world(couple, ada, ben, "Words", many=1)
    practice = next(each for each in PRACTICES if each.key == key)
    assert hinted & set(practice.topics)
    page = words_of(ada_client.get(reverse("today:home")))
    assert all(f"live:{topic} from:body" in page for topic in practice.topics)


# -- what the rest of the house knows ---------------------------------------------------------------------------------


@each_practice
def test_the_floors_below_know_what_it_has(practice: Practice) -> None:
    assert all(kinds.get(kind.key) is kind for kind in practice.kinds)
    assert practice.listen_to is None or sources.source(practice.listen_to.kind) is practice.listen_to
    assert rituals.link(practice.key) is practice.ritual
    assert practice.moved is None or practice.moved in moments.moved._followers


@pytest.mark.django_db
def test_today_asks_every_practice_what_waits() -> None:
    said = [practice.waits for practice in PRACTICES if practice.waits]
    assert list(statement().waits) == [*said, before.WAITS]


@each_practice
def test_what_it_holds_of_somebody_is_taken_along(practice: Practice) -> None:
    assert practice.export
    assert [words for each, words in kinds_taken() if each is practice] == list(practice.export)


#: In a process that knows no practice by then: whoever imports one imports its models and tasks as well.
FOUND = """
import django
from journal.apps import JournalConfig
JournalConfig.ready = lambda self: None
django.setup()
from config.celery import app
from django.apps import apps
print(*{model.__module__ for model in apps.get_app_config("journal").get_models()})
app.loader.import_default_modules()
print(*{name for name in app.tasks if name.startswith("journal.")})
"""


def test_every_model_and_task_of_a_package_is_found_without_a_list() -> None:
    found = subprocess.run([sys.executable, "-P", "-c", FOUND], capture_output=True, text=True, check=True, cwd=ROOT)
    for name, line in zip(("models", "tasks"), found.stdout.splitlines(), strict=True):
        packages = {each.split(".")[1] for each in line.split()}
        assert packages == {path.parent.name for path in FOLDER.glob(f"*/{name}.py")}
