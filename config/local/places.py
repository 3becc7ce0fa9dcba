"""Where local data lives, and from where the servers' programs run."""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.local.child import Account, Trouble

ROOT = Path(__file__).resolve().parents[2]
STATE = Path("/var/lib")
# A socket's whole path must fit into about 100 bytes; the longest name in the folder is PostgreSQL's.
LONGEST_SOCKET = 100 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Place:
    """One set of servers: their data, their sockets, and the account they run as."""

    data: Path
    sockets: Path
    account: Account


def server_account() -> Account:
    """Nobody else, unless we are root: then `nobody`, who needs no new system user and owns nothing."""
    if os.geteuid() != 0:
        return Account()
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account) -> bool:
    """Whether `account` can walk to `path`. Doubt counts as no: the answer only decides where data goes."""
    return account.uid < 0 or all(
        folder.stat().st_mode & 0o001 or folder.stat().st_uid == account.uid for folder in [path, *path.parents]
    )


def state_folder(path: Path) -> Path:
    return STATE / f"nearer-local-{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"


def data_folder(home: Path, account: Account) -> Path:
    """`home`, or where `account` cannot reach it a state folder: opening the parents would open more than ours."""
    if reachable(home, account):
        return home
    folder = state_folder(home)
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise Trouble(f"{folder} belongs to someone else; Nearer does not put data there.")
    return folder


@contextmanager
def place_for(home: Path) -> Iterator[Place]:
    account = server_account()
    data = data_folder(home, account)
    short = len(os.fsencode(data / "run")) <= LONGEST_SOCKET
    sockets = data / "run" if short else Path(tempfile.mkdtemp(prefix="nearer-", dir="/tmp"))
    own_folder(sockets, account)
    try:
        yield Place(data, sockets, account)
    finally:
        if not short:
            shutil.rmtree(sockets, ignore_errors=True)


@contextmanager
def locked(path: Path, refusal: str) -> Iterator[None]:
    """One holder at a time. The lock is the process's own, so it is free again however the process ends."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(refusal) from None
        yield


def own_folder(path: Path, account: Account) -> Path:
    """A folder only `account` (and root) can enter: whoever reaches a socket in it is the database's superuser."""
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)
    account.own(path)
    return path


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(f"The package {name} is missing: run bin/up, or name servers with DATABASE_URL and REDIS_URL.")
    return Path(spec.submodule_search_locations[0])


@cache
def programs(package: str, account: Account) -> Path:
    """The installed package's folder, or a copy of its programs where `account` can run them."""
    source = package_folder(package)
    if reachable(source, account):
        return source
    release = importlib.util.find_spec(package)
    stamp = f"{source}:{source.stat().st_mtime_ns}:{release and release.origin}"
    target = data_folder(source, account) / hashlib.sha256(stamp.encode()).hexdigest()[:12]
    if not target.exists():
        copy_programs(source, target)
    return target / package


def copy_programs(source: Path, target: Path) -> None:
    """Copied aside and then renamed: a copy cut short is never taken for a whole one."""
    aside = Path(tempfile.mkdtemp(prefix="copy-", dir=target.parent))
    aside.chmod(0o755)
    for folder in [source, source.with_name(f"{source.name}.libs")]:
        if folder.exists():
            shutil.copytree(folder, aside / folder.name)
    for old in target.parent.iterdir():
        if old != aside:
            shutil.rmtree(old, ignore_errors=True)
    aside.rename(target)
