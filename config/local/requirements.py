"""The locked requirement sets: made by bin/lock, checked by bin/check without a network."""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = ROOT / "pyproject.toml"
FOLDER = ROOT / "requirements"
# Largest first: the smaller sets are held to the releases of the larger one.
SETS = {"dev": ["local", "dev"], "local": ["local"], "base": []}
BOOTSTRAP = "bootstrap"
HEADER = """\
# Exact releases with hashes, made by bin/lock from pyproject.toml. Do not edit by hand.
# dependencies: {}
"""


def fingerprint() -> str:
    """Identifies the dependency tables of pyproject.toml, whatever their layout."""
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    tables = [project["requires-python"], project["dependencies"], project["optional-dependencies"]]
    return "sha256:" + hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def problems() -> list[str]:
    """What is wrong with the requirement files as they stand; empty when they can be trusted."""
    found = []
    for name in [*SETS, BOOTSTRAP]:
        path = FOLDER / f"{name}.txt"
        text = path.read_text() if path.exists() else ""
        if fingerprint() not in text:
            found.append(f"requirements/{name}.txt does not belong to this pyproject.toml: run bin/lock")
        if re.search(r"\w+://", text):
            found.append(f"requirements/{name}.txt names an address; releases and hashes are enough")
    return found


def lock(options: list[str]) -> None:
    """Writes every set anew; `--upgrade` among the options takes the newest releases allowed."""
    for name, extras in SETS.items():
        flags = [f"--extra={extra}" for extra in extras]
        if name != "dev":
            flags.append(f"--constraint={FOLDER / 'dev.txt'}")
        compile_set(name, str(PYPROJECT), [*flags, *options])
    compile_set(BOOTSTRAP, "-", options, source="uv\n")


def compile_set(name: str, source_file: str, flags: list[str], source: str = "") -> None:
    """Updates one file in place: releases stay where they are unless `flags` ask for an upgrade."""
    path = FOLDER / f"{name}.txt"
    command = [sys.executable, "-m", "uv", "pip", "compile", source_file, f"--output-file={path}", "--universal"]
    command += ["--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"]
    subprocess.run([*command, "--quiet", *flags], input=source, check=True, text=True, cwd=ROOT)
    # Until the header is there the file counts as stale, so a lock cut short is noticed.
    path.write_text(HEADER.format(fingerprint()) + path.read_text())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["lock", *options]:
            lock(options)
        case _:
            sys.exit("\n".join(problems()) or None)
