"""Everything bin/up runs, as one group: it starts together, and nothing of it is left when it ends.

A part of the application that ends by itself later is started again. Without its servers nothing goes on.
"""

import errno
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis

from config.local.child import Child, Trouble, spawn, stop_together
from config.local.group import Listen, Part, application, tell
from config.local.places import ROOT, locked
from config.local.secrets import local_secrets
from config.local.servers import running_servers
from config.local.steps import perform, steps
from config.local.stopping import Stopped
from couples.outbox import local_page

READY_SECONDS = 60.0
# Together with the servers' own ladders this stays under five seconds.
APPLICATION_GRACE = 2.8
LOOK_EVERY = 0.1
# As config/signs.py writes them.
HEARTBEATS = ("nearer:done:live", "nearer:done:worker", "nearer:done:clock", "nearer:done:beat")
# A new cluster takes 60 MB; below this PostgreSQL would run out in the middle of something.
ROOM_NEEDED = 100 * 1024 * 1024
# Listening there, we reach ourselves here.
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  compared, not bound
GIVEN = (
    "DATABASE_URL",
    "REDIS_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "NEARER_URL",
    "SECRET_KEY",
    "NEARER_KEY",
    "NEARER_VAPID_KEY",
)


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    var: Path
    #: Whether the two made-up people are there to look around in (journal/demo).
    demo: bool = False


def up(options: Options) -> int:
    """Serves until asked to stop (0) or until a part fails (raises `Trouble`)."""
    try:
        with ExitStack() as stack:
            stack.enter_context(claimed(options.var))
            refuse_taken_port(options)
            serve(options, stack)
    except Stopped:
        tell("Nearer has stopped.")
    return 0


def serve(options: Options, stack: ExitStack) -> None:
    given = {name: os.environ[name] for name in GIVEN if os.environ.get(name)}
    secrets = local_secrets(options.var)
    servers = stack.enter_context(running_servers(options.var, durable=True, given=given))
    env = environment(options, secrets | servers.env | given)
    for step in steps(options.var, servers.cluster):
        perform(step, options.var, env)
    if options.demo:
        make_demo(env)
    forget_heartbeats(env["REDIS_URL"])
    parts = application(Listen(options.host, options.port), env)
    stack.callback(stop_together, parts, APPLICATION_GRACE)
    watch(servers.children, parts, env, options, data_folders(options.var, servers.cluster))


def make_demo(env: Mapping[str, str]) -> None:
    """Says itself how far it is. What it has made before it makes no second time."""
    process = spawn([sys.executable, "-P", str(ROOT / "manage.py"), "demo"], env=env, cwd=ROOT)
    if process.wait():
        raise Trouble("The demo could not be made; the reason stands above. Without --demo Nearer starts as usual.")


def network_address() -> str:
    """Where a phone in the same network finds this machine. Nothing is sent: the system only picks a way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        found: str = probe.getsockname()[0]
        return found


def data_folders(var: Path, cluster: Path | None) -> str:
    """Everything to back up. As root the servers' data may have to live elsewhere."""
    elsewhere = cluster is not None and cluster.parent != var
    return f"{var} and {cluster.parent}" if cluster and elsewhere else str(var)


def forget_heartbeats(url: str) -> None:
    """A broker that keeps its data would let the last run's worker and beat vouch for this run's."""
    with redis.Redis.from_url(url, socket_timeout=5) as broker:
        broker.delete(*HEARTBEATS)


def hearts_beat(url: str) -> bool:
    """Whether asking /healthz is worth it yet: each time it has to say no it logs that something is down."""
    with redis.Redis.from_url(url, socket_timeout=5) as broker, suppress(redis.RedisError):
        return int(broker.exists(*HEARTBEATS)) == len(HEARTBEATS)
    return False


def environment(options: Options, values: Mapping[str, str]) -> dict[str, str]:
    mail = options.var / "mail"
    mail.mkdir(mode=0o700, exist_ok=True)
    fixed = {
        "NEARER_LOCAL": "1",
        "NEARER_VAR": str(options.var),
        "NEARER_EXTRA_HOSTS": f"127.0.0.1,localhost,{socket.gethostname()}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONTZPATH": "",
        "PYTHONUNBUFFERED": "1",
    }
    defaults = {"NEARER_URL": address(options), "EMAIL_URL": f"file://{mail}"}
    return {**os.environ, **defaults, **values, **fixed}


def address(options: Options) -> str:
    """What to type into a browser: passkeys want a name, and all addresses at once are none."""
    names = {"127.0.0.1": "localhost", "::1": "localhost", **dict.fromkeys(EVERY_ADDRESS, network_address())}
    host = names.get(options.host, options.host)
    return f"http://[{host}]:{options.port}" if ":" in host else f"http://{host}:{options.port}"


@contextmanager
def claimed(var: Path) -> Iterator[None]:
    """`var`, made when missing, for one Nearer at a time."""
    if not var.exists():
        var.mkdir(parents=True)
        var.chmod(0o755)
    if shutil.disk_usage(var).free < ROOM_NEEDED:
        raise Trouble(f"There is too little space left on the disk for {var}: Nearer wants 100 MB to start safely.")
    refusal = (
        f"Nearer is already running with the data in {var}. Stop that one first, or start beside it:\n"
        "    bin/up --var OTHER_FOLDER --port OTHER_PORT"
    )
    with locked(var / "up.lock", refusal):
        yield


def refuse_taken_port(options: Options) -> None:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except PermissionError:
            raise Trouble(f"Port {options.port} belongs to the system. Choose another: bin/up --port 8000") from None
        except socket.gaierror:
            raise Trouble(
                f"{options.host} is no address of this machine. Without --host only it can connect."
            ) from None
        except OSError as error:
            raise Trouble(taken(options, error)) from None


def taken(options: Options, error: OSError) -> str:
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{options.host} is no address of this machine. Without --host only it can connect."
    return f"Port {options.port} is in use by another program. Choose another: bin/up --port {options.port + 1}"


def watch(servers: Sequence[Child], parts: Sequence[Part], env: Mapping[str, str], options: Options, data: str) -> None:
    """Says when it is ready, and never returns: a stop raises, as does a server that ends, or a part before that."""
    deadline = time.monotonic() + READY_SECONDS
    ready = False
    while True:
        # Servers first: when one ends, what leans on it ends too, and the cause is what should be named.
        for child in [*servers, *parts]:
            if child.running:
                continue
            if not ready or not isinstance(child, Part):
                raise Trouble(f"“{child.name}” ended by itself ({child.status}), so all was stopped.{words(child)}")
            child.mend()
        late = time.monotonic() > deadline
        if not ready and (late or hearts_beat(env["REDIS_URL"])):
            ready, answer = healthy(env["NEARER_URL"], options)
            if ready:
                announce(env["NEARER_URL"], where_mail_is(options, env), data)
                if options.demo and has_local_pages(options):
                    tell(f"Look around as Alex or Sam: http://localhost:{options.port}/local/demo/\n")
            elif late:
                raise Trouble(f"Nearer was not ready within {READY_SECONDS:.0f} seconds. It says of itself:\n{answer}")
        time.sleep(LOOK_EVERY)


def words(child: Child) -> str:
    return f"\nIts last words ({child.log}):\n{child.last_words()}" if child.log else ""


def healthy(url: str, options: Options) -> tuple[bool, str]:
    """Asks the web process itself, by the name people use, never through a proxy."""
    host = EVERY_ADDRESS.get(options.host, options.host)
    connection = http.client.HTTPConnection(host, options.port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(url).netloc})
        response = connection.getresponse()
        return response.status == 200, response.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return False, "nothing yet"
    finally:
        connection.close()


def announce(url: str, mail: str, data: str) -> None:
    tell(f"\nNearer is ready: {url}\n{mail}")
    tell(f"Your data: {data}\nCtrl-C stops it.\n")


def has_local_pages(options: Options) -> bool:
    """Whether this machine reaches us by an address that is only its own."""
    return options.host in {"127.0.0.1", "localhost", "::1", *EVERY_ADDRESS}


def where_mail_is(options: Options, env: Mapping[str, str]) -> str:
    """Only this machine is shown the page, by its own name for itself."""
    if not env["EMAIL_URL"].startswith("file:"):
        return "Mail is sent, by EMAIL_URL."
    if not has_local_pages(options):
        return f"Mail it would send: {env['EMAIL_URL'].removeprefix('file://')}"
    return f"Mail it would send: http://localhost:{options.port}{local_page.path_of(env['SECRET_KEY'])}"


def options_from(host: str, port: int, var: str | None, *, demo: bool = False) -> Options:
    if not 0 < port < 65536:
        sys.exit(f"A port is a number from 1 to 65535, not {port}.")
    return Options(host, port, Path(var or os.environ.get("NEARER_VAR") or ROOT / "var").absolute(), demo)
