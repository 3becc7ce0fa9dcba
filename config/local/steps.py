"""What must be done before anything serves, and skipped when nothing has changed since it was last done."""

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.local.child import Trouble, spawn
from config.local.places import ROOT


@dataclass(frozen=True)
class Step:
    name: str
    command: list[str]
    # What the result depends on; None when that cannot be known from here, so the step always runs.
    made_from: str | None
    # Without this the step is not done, whatever the stamp says.
    result: Path | None = None


def steps(var: Path, cluster: Path | None) -> list[Step]:
    """`cluster` is the data folder of our own PostgreSQL; a database we do not own is always asked."""
    manage = [sys.executable, "-P", str(ROOT / "manage.py")]
    packages = read(ROOT / "requirements" / "base.txt")
    fonts = digest([packages, read(ROOT / "config" / "fonts.py")])
    static = digest([fonts.encode(), *listed(ROOT / "static"), packages, read(ROOT / "config" / "storage.py")])
    migrations = (read(path) for path in sorted(ROOT.glob("*/migrations/*.py")))
    schema = digest([packages, *migrations, identity(cluster)]) if cluster else None
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    found = [
        Step("fonts", [sys.executable, "-P", "-m", "config.fonts"], fonts, var / "fonts"),
        Step("static", [*manage, "collectstatic", "--noinput", "--clear", "--verbosity=0"], static, var / "static"),
        Step("migrate", [*manage, "migrate", "--noinput", "--verbosity=0"], schema),
    ]
    if catalogues:
        words = digest(read(path) for path in catalogues)
        found.insert(0, Step("words", [*manage, "compilemessages", "--verbosity=0"], words))
    return found


def perform(step: Step, var: Path, env: Mapping[str, str]) -> None:
    """Runs `step` unless its stamp says that it would do nothing. The stamp is gone while it runs."""
    stamp = var / "stamps" / step.name
    present = step.result is None or step.result.exists()
    if present and step.made_from is not None and stamp.exists() and stamp.read_text() == step.made_from:
        return
    stamp.parent.mkdir(exist_ok=True)
    stamp.unlink(missing_ok=True)
    process = spawn(step.command, env=env, cwd=ROOT, output=subprocess.PIPE)
    said, _ = process.communicate()
    if process.returncode:
        raise Trouble(f"Preparing Nearer stopped at “{step.name}”:\n{said.decode(errors='replace').rstrip()}")
    if step.made_from is not None:
        stamp.write_text(step.made_from)


def digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def listed(folder: Path) -> Iterable[bytes]:
    """Names, sizes and times of all files: enough to notice an edit, and quick."""
    for path in sorted(folder.rglob("*")):
        status = path.stat()
        yield f"{path.relative_to(folder)}:{status.st_size}:{status.st_mtime_ns}".encode()


def identity(cluster: Path) -> bytes:
    """The cluster's own number, first in its control file: another cluster in the same folder starts from nothing."""
    return (cluster / "global" / "pg_control").read_bytes()[:8]
