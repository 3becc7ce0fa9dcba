"""Finds what every practice's package has under one name (`models`, `tasks`), so that no list of packages is kept."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import journal


def modules(name: str) -> list[ModuleType]:
    """Import `name` from each of journal's packages that has it."""
    packages = [found.name for found in iter_modules(journal.__path__, "journal.") if found.ispkg]
    return [import_module(f"{package}.{name}") for package in packages if find_spec(f"{package}.{name}")]
