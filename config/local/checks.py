"""What bin/check looks at. Every part is run, and all that fail are named."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from config.local.layout import long_lines
from config.local.places import ROOT
from config.local.requirements import problems
from config.local.testing import test_environment

# As a server would have it: values long enough to be refused for no reason but the settings' own.
DEPLOYED = {
    "NEARER_URL": "https://nearer.example.org",
    "NEARER_HSTS_PRELOAD": "1",
    "MAIL_FROM": "Nearer <nearer@example.org>",
    "EMAIL_URL": "smtp://user:secret@mail.example.org:587/?tls=True",
    "SECRET_KEY": "for-this-check-only-Aa0_Bb1-Cc2_Dd3-Ee4_Ff5-Gg6_Hh7-Ii8_Jj9-Kk",
}
# The tool has a script but no module to run; a script's first line breaks when a checkout is moved.
IMPORT_RULES = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Part:
    name: str
    command: Sequence[str]
    deployed: bool = False


def parts() -> list[Part]:
    python = [sys.executable, "-P", "-m"]
    manage = [sys.executable, "-P", "manage.py"]
    # Longest first: two run at a time.
    return [
        Part("types", [*python, "mypy"]),
        Part("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Part("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], deployed=True),
        Part("import rules", [sys.executable, "-P", "-c", IMPORT_RULES]),
        Part("words", [*python, "config.local.words"]),
        Part("templates", [*python, "djlint", "--lint", "--quiet", "templates"]),
        Part("lint", [*python, "ruff", "check", "--quiet"]),
        Part("format", [*python, "ruff", "format", "--check", "--quiet"]),
    ]


def check() -> int:
    """0 when all is well, else 1 and the reasons of every part that is not."""
    with test_environment() as env, ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda part: run(part, env), parts())
        failed = [part.name for part, good in zip(parts(), results, strict=True) if not good]
    for name, found in {"locked packages": problems(), "width of templates": list(long_lines())}.items():
        print("\n".join([*found, f"  FAIL  {name}" if found else f"  ok    {name}"]))
        failed += [name] if found else []
    if failed:
        print(f"\nNot yet: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def deployed(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"} | DEPLOYED


def run(part: Part, env: Mapping[str, str]) -> bool:
    started = time.monotonic()
    process = subprocess.run(
        part.command,
        env=deployed(env) if part.deployed else dict(env),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    good = process.returncode == 0
    title = f"  {'ok  ' if good else 'FAIL'}  {part.name} ({time.monotonic() - started:.1f} s)"
    print(title if good else f"{process.stdout.rstrip()}\n{title}", flush=True)
    return good
