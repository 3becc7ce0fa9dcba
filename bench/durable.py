"""Servers that keep what they acknowledge: what a commit costs is part of every figure about nudges."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

_MARK = "NEARER_BENCH_DURABLE"
_ASIDE = "aside"


def on_durable_servers(command: Sequence[str]) -> int | None:
    """Run `command` again on such servers and return its exit status; None where this process is on them already.

    A process of its own, since whoever imports these servers has read the settings by then.
    """
    if _MARK in os.environ:
        return None
    from config.local.servers import local_servers  # noqa: PLC0415

    home = Path(tempfile.mkdtemp(prefix="nearer-bench-", dir="/tmp"))
    home.chmod(0o711)
    try:
        with local_servers(home, durable=True) as env:
            return subprocess.run(
                command, env=os.environ | env | {_MARK: str(home), "LOG_LEVEL": "ERROR"}, check=False
            ).returncode
    finally:
        shutil.rmtree(home, ignore_errors=True)


def url_of(database: str) -> str:
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}"


def connect(database: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(url_of(database), autocommit=True)


def set_aside() -> None:
    """Keep what our database holds by now for `copied`. Nobody may be connected to it meanwhile."""
    _copy(urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/"), _ASIDE)


def copied(database: str) -> str:
    """A new database that holds what was set aside, whatever a part of the benchmark has left in ours since then."""
    _copy(_ASIDE, database)
    return database


def _copy(template: str, database: str) -> None:
    with connect("postgres") as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}"')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')  # type: ignore[arg-type]
