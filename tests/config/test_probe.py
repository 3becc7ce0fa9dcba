"""The probes of docker-compose.yml: each asks the process beside it, gets a right answer, and fills no log."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import redis
import yaml
from django.conf import settings

from config import signs
from config.probe import is_well

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "nearer"}


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test reads what the application logs."""


@pytest.fixture
def web() -> Iterator[int]:
    from config.wsgi import application  # noqa: PLC0415  as a server would

    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def answering() -> Iterator[Callable[[int], int]]:
    servers: list[HTTPServer] = []

    def start(status: int) -> int:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Answer))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return servers[-1].server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def probed(part: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "config/probe.py", part, *more]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.django_db
def test_web_answers_its_probe_and_logs_nothing(web: int, caplog: pytest.LogCaptureFixture) -> None:
    answer = probed("web", str(web))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert caplog.messages == []


@pytest.mark.django_db(transaction=True)
def test_the_process_that_serves_hints_answers_its_probe(web: int, caplog: pytest.LogCaptureFixture) -> None:
    """The same address in one process: whoever is not signed in is told that there is nothing to listen to."""
    assert is_well("live", web)
    assert caplog.messages == []


@pytest.mark.parametrize(("part", "status"), [("web", 400), ("web", 503), ("web", 301), ("live", 200), ("live", 503)])
def test_not_any_answer_will_do(answering: Callable[[int], int], part: str, status: int) -> None:
    assert not is_well(part, answering(status))


def test_nobody_there_is_not_well(answering: Callable[[int], int]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert not is_well("web", nobody.getsockname()[1])
    assert probed("pigeon").returncode == 1


@pytest.mark.parametrize("part", ["worker", "clock", "beat"])
def test_each_process_vouches_for_itself_alone(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three workers one has died: the other two say nothing of it."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    mine = f"{part}@{socket.gethostname()}"
    broker.delete(signs.alive_key(mine))
    signs.alive(f"{part}@another")
    signs.done(part)
    assert probed(part).returncode == 1
    signs.alive(mine)
    assert probed(part).returncode == 0
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    assert not is_well(part)


def test_every_process_of_ours_that_stays_has_its_probe() -> None:
    assert set(OURS) == {"migrate", "web", "live", "worker", "clock", "beat"}
    for name in set(OURS) - {"migrate"}:
        assert OURS[name]["healthcheck"]["test"] == ["CMD", "python", "-P", "config/probe.py", name]


def test_celery_names_each_process_as_its_probe_does() -> None:
    for name in ("worker", "clock"):
        assert f"--hostname={name}@%h" in OURS[name]["command"]


def test_the_image_is_built_once_and_fetched_from_nowhere() -> None:
    builders = {name for name, service in OURS.items() if "build" in service}
    assert builders == {"migrate"}
    for name in set(OURS) - builders:
        assert OURS[name]["pull_policy"] == "never"
        assert OURS[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_probe_is_in_the_image() -> None:
    left_out = (settings.BASE_DIR / ".dockerignore").read_text().split()
    assert "!config" in left_out
    assert "config/local" in left_out
    assert Path(settings.BASE_DIR / "config" / "probe.py").exists()
    assert "NEARER_URL" in OURS["web"]["environment"]
