from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from config.storage import IMPORT, SHEET, one_sheet, with_one_sheet


def test_an_import_becomes_its_layer() -> None:
    sheet = '@layer a, b;\n\n@import url("x.css") layer(a);\n@import url("y/z.css") layer(b);\n'
    files = {"x.css": "p {}\n", "y/z.css": "q {}\n"}
    assert one_sheet(sheet, files.__getitem__) == "@layer a, b;\n\n@layer a {\np {}\n}\n@layer b {\nq {}\n}\n"


def test_every_block_of_ours_reaches_the_one_sheet() -> None:
    root = Path(str(finders.find(SHEET))).parent
    source = (root / "app.css").read_text()
    named = {match["path"] for match in IMPORT.finditer(source)}
    assert named == {str(path.relative_to(root)) for path in root.rglob("*.css") if path.name != "app.css"}
    storage = FileSystemStorage(root.parent)
    paths = {f"css/{path}": (storage, f"css/{path}") for path in [*named, "app.css"]}
    memory, name = with_one_sheet(paths)[SHEET]
    with memory.open(name) as file:
        collected = file.read().decode()
    assert "@import" not in collected
    assert ".said" in collected


def test_blocks_name_no_files_since_their_folder_changes() -> None:
    root = Path(str(finders.find(SHEET))).parent
    assert [path.name for path in (root / "components").glob("*.css") if "url(" in path.read_text()] == []
