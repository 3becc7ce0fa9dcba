import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from config import fonts


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("var")
    assert fonts.build(var)
    return var


def made(var: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (var / "fonts" / "fonts").glob("*.woff2")}


def test_all_faces_together_stay_small(built: Path) -> None:
    files = made(built)
    assert sorted(files) == ["atkinson-bold.woff2", "atkinson-regular.woff2", "literata.woff2"]
    assert sum(map(len, files.values())) <= 100_000


def test_the_same_packages_make_the_same_bytes(tmp_path: Path, built: Path) -> None:
    fonts.cut(fonts.FACES["atkinson-regular"], tmp_path / "again.woff2")
    again, first = (tmp_path / "again.woff2").read_bytes(), made(built)["atkinson-regular.woff2"]
    assert hashlib.sha256(again).digest() == hashlib.sha256(first).digest()


def test_nothing_is_done_when_they_are_there(built: Path) -> None:
    assert not fonts.build(built)


def test_a_missing_face_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FACES", {"atkinson-bold": fonts.FACES["atkinson-bold"]})
    fonts.build(tmp_path)
    (tmp_path / "fonts" / "fonts" / "atkinson-bold.woff2").unlink()
    assert fonts.build(tmp_path)
    assert made(tmp_path)


@pytest.mark.parametrize("face", fonts.FACES)
def test_european_names_and_quotation_marks_are_drawn(built: Path, face: str) -> None:
    known = TTFont(built / "fonts" / "fonts" / f"{face}.woff2").getBestCmap()
    missing = [letter for letter in "Zoë Łukasz Şükrü Ångström Čeněk Örn “you’re” – … €" if ord(letter) not in known]
    assert missing == []


def test_weights_of_the_serif_still_vary(built: Path) -> None:
    axes = TTFont(built / "fonts" / "fonts" / "literata.woff2")["fvar"].axes
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in axes] == [("wght", 400, 600)]


def test_the_command_builds_where_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "FACES", {"atkinson-bold": fonts.FACES["atkinson-bold"]})
    monkeypatch.setenv("NEARER_VAR", str(tmp_path))
    fonts.main()
    assert made(tmp_path)
    assert capsys.readouterr().out == "Fonts are ready.\n"
