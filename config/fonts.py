"""Cut the two faces from their packages to what a page needs: `python -m config.fonts` fills $NEARER_VAR/fonts/fonts.

Built, never committed. The same packages and the same lists below give the same bytes; what is there is left alone.
"""

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

#: Latin, Latin-1, Latin Extended-A, Romanian's letters with a comma below, and the accents of decomposed text.
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x300, 0x304)]
SIGNS = "‐‑–—‘’‚“”„†•…′″‹›€™←→−ẞʻʼˆ˚˜"
FEATURES = ["kern", "mark", "mkmk", "liga", "locl", "ccmp", "calt", "tnum", "lnum"]
#: Copyright, family, style, full name, PostScript name, licence and its address.
NAMES = [0, 1, 2, 4, 6, 13, 14]


@dataclass(frozen=True)
class Face:
    package: str
    source: str
    #: Which part of a variable font to keep; a single number pins the axis there.
    axes: Mapping[str, float | tuple[float, float]] = field(default_factory=dict)


FACES = {
    "atkinson-regular": Face("fontpkg-atkinson-hyperlegible", "AtkinsonHyperlegible-Regular.ttf"),
    "atkinson-bold": Face("fontpkg-atkinson-hyperlegible", "AtkinsonHyperlegible-Bold.ttf"),
    # 19 px is where partners' words are set; headings borrow the same optical size.
    "literata": Face("fontpkg-literata", "Literata[opsz,wght].ttf", {"opsz": 14, "wght": (400, 600)}),
}


def cut(face: Face, target: Path) -> None:
    """Subset first, then pin the axes: the other order fails on glyphs made of others. The licence stays inside."""
    font = TTFont(str(_source(face)), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=NAMES, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=SIGNS, unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    if face.axes:
        instancer.instantiateVariableFont(font, dict(face.axes), inplace=True)
    font.flavor = "woff2"
    # Written beside and moved: an interrupted build never leaves half a font under the real name.
    unfinished = target.with_suffix(".part")
    font.save(str(unfinished))
    unfinished.replace(target)


def build(var: Path) -> bool:
    """Make what is missing or out of date under `var`; False when there was nothing to do."""
    folder = var / "fonts" / "fonts"
    stamp = folder / ".made-from"
    made_from = _made_from()
    targets = {name: folder / f"{name}.woff2" for name in FACES}
    if stamp.is_file() and stamp.read_text() == made_from and all(target.is_file() for target in targets.values()):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name, face in FACES.items():
        cut(face, targets[name])
    stamp.write_text(made_from)
    return True


def _source(face: Face) -> Path:
    return Path(str(files(face.package.replace("-", "_")) / "files" / face.source))


def _made_from() -> str:
    packages = {"fonttools", *(face.package for face in FACES.values())}
    versions = "\n".join(f"{package} {version(package)}" for package in sorted(packages))
    return hashlib.sha256(versions.encode() + Path(__file__).read_bytes()).hexdigest()


def main() -> None:
    var = Path(os.environ.get("NEARER_VAR") or Path(__file__).resolve().parent.parent / "var")
    changed = build(var)
    sys.stdout.write("Fonts are ready.\n" if changed else "Fonts were ready.\n")


if __name__ == "__main__":
    main()
