import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
#: Extensions of htmx that no page asks for; their comments name files that do not exist.
UNUSED = "django_htmx/ext/"
#: Our own modules, and what of them is for readers: lines that only explain, empty lines, and the space at the start of
#: a line. No module has a text that goes over several lines.
SCRIPTS = "js/"
FOR_READERS = re.compile(r"^(?: *//.*\n|\n| +)", re.MULTILINE)
IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)


def one_sheet(sheet: str, read: Callable[[str], str]) -> str:
    """The sheet with each layered import replaced by what it names: one request instead of thirty, the same cascade.

    Only `fonts.css` names files, and it lies beside the sheet, so no path inside needs to change.
    """
    return IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{read(found['path'])}}}", sheet)


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for ever-cached files, also inside `import` statements: our modules and sheets need no bundler."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Mapping[str, tuple[Storage, str]], *args: Any, **kwargs: Any) -> Iterator[Any]:
        used = {name: place for name, place in paths.items() if not name.startswith(UNUSED)}
        bare = with_bare_scripts(used)
        yield from super().post_process(with_one_sheet(bare) if SHEET in used else bare, *args, **kwargs)


def with_one_sheet(paths: Mapping[str, tuple[Storage, str]]) -> dict[str, tuple[Storage, str]]:
    def read(name: str) -> str:
        storage, path = paths[posixpath.join(posixpath.dirname(SHEET), name)]
        with storage.open(path) as file:
            return str(file.read().decode())

    memory = InMemoryStorage()
    memory.save(SHEET, ContentFile(one_sheet(read(posixpath.basename(SHEET)), read).encode()))
    return {**paths, SHEET: (memory, SHEET)}


def bare_script(script: str) -> str:
    """The module without comments and indentation, which are not for every phone to fetch."""
    return FOR_READERS.sub("", script)


def with_bare_scripts(paths: Mapping[str, tuple[Storage, str]]) -> dict[str, tuple[Storage, str]]:
    memory = InMemoryStorage()
    ours = {name: place for name, place in paths.items() if name.startswith(SCRIPTS) and name.endswith(".js")}
    for name, (storage, path) in ours.items():
        with storage.open(path) as file:
            memory.save(name, ContentFile(bare_script(str(file.read().decode())).encode()))
    return {**paths, **{name: (memory, name) for name in ours}}
