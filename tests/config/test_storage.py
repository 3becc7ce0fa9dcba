from pathlib import Path

import brotli  # type: ignore[import-untyped]  # what whitenoise compresses with
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from config.storage import IMPORT, SHEET, bare_script, one_sheet, with_bare_scripts, with_one_sheet


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


def test_scripts_travel_without_their_comments_and_others_as_they_are() -> None:
    storage = FileSystemStorage(Path(str(finders.find(SHEET))).parent.parent)
    paths = {"js/app.js": (storage, "js/app.js"), "css/app.css": (storage, "css/app.css")}
    bare = with_bare_scripts(paths)
    assert bare["css/app.css"] == paths["css/app.css"]
    memory, name = bare["js/app.js"]
    with memory.open(name) as file:
        sent = file.read().decode()
    assert "//" not in sent
    assert 'import "./forms.js";' in sent
    assert bare_script('// Why.\n\nlet a = "//b"; // c\n  // d\n  let e;\n') == 'let a = "//b"; // c\nlet e;\n'


def test_no_script_has_a_text_over_several_lines_which_would_travel_changed() -> None:
    root = Path(str(finders.find(SHEET))).parent.parent / "js"
    assert [
        path.name for path in root.rglob("*.js") for line in path.read_text().splitlines() if line.count("`") % 2
    ] == []


def test_the_editor_of_the_guidelines_is_small() -> None:
    root = Path(str(finders.find(SHEET))).parent.parent / "js"
    files = [*root.glob("guidelines/*.js"), *(root / "elements").glob("guideline*.js")]
    assert len(files) > 3
    sent = [bare_script(file.read_text()).encode() for file in files]
    assert sum(len(brotli.compress(script)) for script in sent) <= 9.25 * 1024
