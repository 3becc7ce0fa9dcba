"""A variable stands in the settings, in the documents, in docker-compose.yml and in env.example, or in none of them."""

import re

import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
#: Set by the image or by bin/up, never by whoever runs it for others.
NOT_FOR_A_SERVER = {"NEARER_LOCAL", "NEARER_VAR"}
#: Of which docker-compose.yml makes addresses.
OF_COMPOSE = {"NEARER_HOST", "POSTGRES_PASSWORD"}
#: What docker-compose.yml says itself, because its own services are meant.
FIXED = {"NEARER_URL", "DATABASE_URL", "REDIS_URL", "CACHE_URL", "NEARER_LEDGER"}


def read() -> set[str]:
    return set(re.findall(r'\benv\.\w+\("([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))


def documented() -> set[str]:
    """Those in the table of docs/ARCHITECTURE.md."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text()
    rows = re.findall(
        r"^\| (`[^|]*) \|", text.partition("| variable | meaning |")[2].partition("\n\n")[0], re.MULTILINE
    )
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def passed() -> dict[str, str]:
    found = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return {name: str(value) for name, value in found["services"]["web"]["environment"].items()}


def exampled() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "env.example").read_text(), re.MULTILINE))


def test_the_settings_read_what_the_documents_list() -> None:
    assert len(read()) > 15
    assert documented() == read()


def test_compose_hands_on_everything_that_a_server_may_set() -> None:
    assert set(passed()) == read() - NOT_FOR_A_SERVER


def test_everything_compose_asks_for_is_in_the_example_and_nothing_else() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert exampled() == asked
    assert asked - OF_COMPOSE == read() - NOT_FOR_A_SERVER - FIXED


def test_every_variable_named_anywhere_in_the_documents_is_one() -> None:
    known = read() | OF_COMPOSE | {"EMAIL_TIMEOUT", "NEARER_CHROMIUM"}
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        named = set(re.findall(r"\b(?:NEARER_[A-Z_]+|[A-Z]+_URL)\b", path.read_text()))
        assert named - known == set(), path.name
