"""What must hold for the whole of Nearer, whoever adds the next part."""

import re
import tokenize
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.template import engines
from django.test import Client
from django.urls import reverse

from couples.vault.fields import EncryptedField
from journal.entries import Entry
from rituals import practices
from rituals.models import Practice
from tests import call_graph

ROOT = Path(__file__).parents[1]
PYTHON = [path for app in ("config", "couples", "rituals", "journal") for path in (ROOT / app).rglob("*.py")]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# -- what is encrypted, and for whom ----------------------------------------------------------------------------------

#: Models with encrypted fields that belong to no couple, and why.
WITHOUT_A_COUPLE = {
    "couples.Couple": "it is the couple",
    "journal.BroughtRecord": "what one person brought along: theirs alone, in whichever couple they are",
    "couples.Device": "where one person is told: theirs alone, in whichever couple they are",
    "couples.Message": "a code to sign in is mailed to people who are in no couple, and never says a partner's words",
}


def is_encrypted(model: type[models.Model]) -> bool:
    return any(isinstance(field, EncryptedField) for field in model._meta.fields)


def without_a_couple() -> set[str]:
    found = set()
    for model in filter(is_encrypted, apps.get_models()):
        couple = next((field for field in model._meta.fields if field.name == "couple"), None)
        if couple is None or couple.null or couple.related_model is not apps.get_model("couples.Couple"):
            found.add(model._meta.label)
    return found


def test_whatever_is_encrypted_belongs_to_a_couple() -> None:
    assert without_a_couple() == set(WITHOUT_A_COUPLE)


def test_nearer_key_wraps_data_keys_and_nothing_else() -> None:
    """Else `manage.py rotatekey` would say that an older key may go while something still needs it."""
    sources = {path.relative_to(ROOT).as_posix(): path.read_text() for path in PYTHON}
    assert {name for name, text in sources.items() if re.search(r"keyring\.(un)?wrap|keyring import", text)} == {
        "couples/vault/keys.py"
    }
    assert {name for name, text in sources.items() if "settings.NEARER_KEY" in text} == {
        "config/start.py",
        "couples/vault/checks.py",
        "couples/vault/keyring.py",
    }


def test_whatever_somebody_writes_can_be_reached_by_its_couple_and_its_reader() -> None:
    entries = [model for model in apps.get_models() if issubclass(model, Entry)]
    assert entries
    for model in entries:
        assert hasattr(model._default_manager, "for_couple")
        assert hasattr(model._default_manager, "visible_to")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# -- the couple's lock: nothing is written once one of the two has left (P1) -------------------------------------------

LOCKS = {"couples.space.lock.hold", "journal.agreements.lock.locked"}
#: Services that change something without it, and why.
WITHOUT_THE_LOCK = {
    "couples.space.leaving.services.leave": "it is what the others wait for, and holds the row itself",
    "couples.space.pausing.services.pause": "one person's own, in whichever couple they are",
    "couples.space.services.begin": "makes the couple",
    "couples.space.services.decline": "by somebody who is in no couple",
    "couples.space.services.join": "holds two couples, in one order for everybody",
    "couples.space.services.take_back_no": "by somebody who is in no couple",
    "journal.agreements.signing.forget.forget": "ends what was removed, of couples that are over too",
    "journal.agreements.writing.lines.revise": "its count of changes is locked by the update that refuses",
    "journal.breaks.nudges._ring_batch": "rings; holds each break's own row, and one that is over has nothing to ring",
    "journal.brought.services.bring": "one person's own, in whichever couple they are",
    "journal.brought.services.take_away": "one person's own, in whichever couple they are",
    "journal.chosen_days.follow_clock": "follows a person's change of zone",
    "journal.erasing.everything._tell": "it holds the row itself, of a past couple too",
    "journal.erasing.services.end": "by the clock, when nobody can undo it any more",
    "journal.erasing.services.erase": "it holds the row itself, of a past couple too",
    "journal.erasing.services.undo": "it holds the row itself, of a past couple too",
    "journal.export.services._lease": "an archive is its person's own",
    "journal.export.services.ask": "an archive is its person's own, of a past couple too",
    "journal.export.services.take": "an archive is its person's own, of a past couple too",
    "rituals.nudges.engine._rung": "rings; a couple that is over has nothing to ring",
    "rituals.nudges.recompute._step": "nudges are rows of its own",
    "rituals.services.begin_afresh": "follows a person's mailbox being found",
    "rituals.services.came_back": "called by a practice that holds the lock",
    "rituals.services.enroll": "follows somebody joining, who holds the lock",
    "rituals.services.follow_clock": "follows a person's change of zone",
}


def unlocked(root: Path) -> set[str]:
    calls, atomic = call_graph.read(root, ("couples", "rituals", "journal"))
    of_a_couple = {name for name in atomic if name.startswith(("couples.space.", "rituals.", "journal."))}
    return of_a_couple - call_graph.leading_to(LOCKS, calls)


def test_every_service_of_a_couple_holds_its_lock() -> None:
    assert unlocked(ROOT) == set(WITHOUT_THE_LOCK)


def test_the_search_for_what_holds_no_lock_finds_it(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    head = "from couples.space import lock\n"
    made = "\n@transaction.atomic\ndef {}(couple):\n    {}\n"
    held = made.format("held", "_held(couple)") + "\ndef _held(couple):\n    lock.hold(couple)\n"
    (tmp_path / "journal" / "planted.py").write_text(head + held + made.format("free", "couple.save()"))
    assert unlocked(tmp_path) == {"journal.planted.free"}


# -- where nudges lead ------------------------------------------------------------------------------------------------


def test_every_practice_but_their_own_has_somewhere_to_lead() -> None:
    assert set(practices.links()) == set(Practice.values) - {Practice.OWN.value}


@pytest.mark.django_db
def test_every_nudge_leads_to_a_page(ada_client: Client) -> None:
    for found in practices.links().values():
        assert ada_client.get(reverse(found.url_name)).status_code == 200


# -- pages without inline script or style -----------------------------------------------------------------------------

INLINE = {
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script in htmx": re.compile(r"\bhx-(?:on|vals=['\"]js|vars)|javascript:", re.IGNORECASE),
}


def inline(page: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(page)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    found = inline(path.read_text())
    # Readers of mail take no stylesheet files; these styles never meet a page of ours.
    assert [name for name in found if path.parent.name != "mail" or "style" not in name] == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>go()</script>",
        "<style>p{}</style>",
        '<p class="x" style="color:red">',
        '<a\n  onclick="go()">',
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_the_search_for_inline_code_finds_it(planted: str) -> None:
    assert inline(planted)


# -- a class that a page names is drawn somewhere ----------------------------------------------------------------------

#: Only for scripts and tests to find an element by.
HANDLES = {"line-hint", "presence", "undo"}


def classes(page: str) -> set[str]:
    """All that an element of this template may wear."""
    plain = re.sub(r"{%.*?%}|{{.*?}}", " ", page, flags=re.DOTALL)
    return {each for found in re.findall(r'\bclass="([^"]*)"', plain) for each in found.split()}


def test_a_class_that_a_page_names_has_a_rule() -> None:
    """Otherwise it was renamed, or never made: the page would lose its look without a word."""
    sheets = "".join(path.read_text() for path in (ROOT / "static" / "css").rglob("*.css"))
    drawn = set(re.findall(r"\.([a-z][\w-]*)", sheets))
    pages = [path for path in TEMPLATES if path.parent.name != "mail"]
    assert {name for path in pages for name in classes(path.read_text())} - drawn == HANDLES


def test_the_search_for_classes_finds_them() -> None:
    assert classes('<p class="a {% if b %}c{% endif %} d-{{ e }}">{{ "<x>" }}') == {"a", "c", "d-"}


# -- one clock ---------------------------------------------------------------------------------------------------------


def test_only_a_story_that_never_happened_is_told_as_of_the_past() -> None:
    """Whatever says when somebody really did something would be a lie."""
    calling = {path.relative_to(ROOT).as_posix() for path in PYTHON if re.search(r"\bas_of\(", path.read_text())}
    assert calling == {"couples/clock.py", "journal/demo/making.py", "journal/demo/telling.py"}


# -- modules and elements that can be read in one sitting --------------------------------------------------------------

MODULE, ELEMENT = 250, 100
#: Longer, with the lines they have. None of them may grow.
LONGER = {
    "config/settings.py": 335,  # settings, and not much else
}


def too_long() -> dict[str, int]:
    modules = [(path, MODULE) for path in PYTHON if "migrations" not in path.parts]
    elements = [(path, ELEMENT) for path in (ROOT / "static" / "js" / "elements").rglob("*.js")]
    assert modules
    assert elements
    counted = [(path, most, len(path.read_text().splitlines())) for path, most in [*modules, *elements]]
    return {path.relative_to(ROOT).as_posix(): lines for path, most, lines in counted if lines > most}


def test_no_module_or_element_is_longer_than_one_sitting() -> None:
    found = too_long()
    assert {name: lines for name, lines in found.items() if lines > LONGER.get(name, 0)} == {}
    assert set(LONGER) <= set(found), "short enough now: take it off the list"


# -- one word, one meaning (docs/GLOSSARY.md) --------------------------------------------------------------------------

_WORDS_OF_A_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Rooms that know bytes and keys, and no answers: there, what cannot be read is encrypted.
ENCRYPTING = ("couples/vault/", "couples/push/", "couples/outbox/", "couples/keyed.py", "couples/accounts/sessions.py")


def names_in(path: Path) -> set[str]:
    """Each word of each name in a module: `turns_first` has two."""
    with path.open("rb") as file:
        names = {token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.NAME}
    return {word.lower() for name in names for word in _WORDS_OF_A_NAME.findall(name)}


def misused(path: Path) -> list[str]:
    place, names = path.relative_to(ROOT).as_posix(), names_in(path)
    found = ["standing"] if "standing" in names else []
    if names & {"turn", "turns"} and not place.startswith("journal/listening/"):
        found.append("turn")
    if place.startswith(ENCRYPTING) and re.search("seal", path.read_text(), re.IGNORECASE):
        found.append("sealed")
    return found


def test_a_word_of_the_glossary_has_one_meaning() -> None:
    modules = [path for path in PYTHON if "migrations" not in path.parts]
    assert {str(path.relative_to(ROOT)): found for path in modules if (found := misused(path))} == {}
    assert [str(path.relative_to(ROOT)) for path in TEMPLATES if re.search(r"\bstanding\b", path.read_text())] == []


@pytest.mark.parametrize(
    ("place", "source", "word"),
    [
        ("rituals/models.py", "turns_first = 1", "turn"),
        ("couples/space/models.py", "def standing(self): ...", "standing"),
        ("journal/questions/deck/planted.py", "STANDING = ()", "standing"),
        ("couples/vault/cipher.py", '"""Sealed bytes."""', "sealed"),
    ],
)
def test_the_search_for_misused_words_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, source: str, word: str
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    planted = tmp_path / place
    planted.parent.mkdir(parents=True)
    planted.write_text(source)
    assert misused(planted) == [word]


SEVERAL_LINES = re.compile(r"{% blocktranslate(?![^%]* trimmed)[^%]*%}(?:(?!{% endblocktranslate).)*\n", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_text_over_several_lines_is_trimmed(path: Path) -> None:
    """Templates are read without the space at the start of lines (config/templates.py): a message with that space in
    it would no longer be the one that translators were given.
    """
    assert not SEVERAL_LINES.search(path.read_text())


def test_untrimmed_text_would_be_found() -> None:
    assert SEVERAL_LINES.search("{% blocktranslate %}One\n  two{% endblocktranslate %}")
    assert not SEVERAL_LINES.search("{% blocktranslate trimmed with a=b %}\nOne\n{% endblocktranslate %}")
    assert not SEVERAL_LINES.search("{% blocktranslate %}One{% endblocktranslate %}\n")


def test_templates_are_all_where_these_tests_look() -> None:
    assert [Path(folder) for engine in engines.all() for folder in engine.dirs] == [ROOT / "templates"]
    assert [path for app in ("couples", "rituals", "journal") for path in (ROOT / app).rglob("*.html")] == []
    assert len(TEMPLATES) > 50
