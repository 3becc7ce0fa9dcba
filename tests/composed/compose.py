"""docker-compose.yml and the Caddyfile as they are, with only names, ports and certificates of this machine put in.

Nothing is copied from them by hand: a command, a variable or a limit that changes there changes here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
#: As the images start them: docker-compose.yml gives these no command.
OF_THE_IMAGE = {"caddy": ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]}
_VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")
_NAMED_PORT = re.compile(r"\b(web|live):(\d+)\b")


@dataclass(frozen=True)
class Service:
    """One of the file's services: what it is started with."""

    name: str
    command: list[str]
    environment: dict[str, str]
    healthcheck: list[str]


@cache
def composed() -> dict[str, Any]:
    """The file itself, anchors and all."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def services(dotenv: Mapping[str, str]) -> dict[str, Service]:
    """Every service, with the values of a .env file put in; raises when one it asks for is missing."""
    return {name: _service(name, told, dotenv) for name, told in composed()["services"].items()}


def _service(name: str, told: dict[str, Any], dotenv: Mapping[str, str]) -> Service:
    environment = {key: filled(str(value), dotenv) for key, value in told.get("environment", {}).items()}
    command = [filled(str(word), dotenv) for word in told.get("command") or OF_THE_IMAGE.get(name, [])]
    health = told.get("healthcheck", {}).get("test", [])
    return Service(name, command, environment, [str(word) for word in health[1:]])


def filled(text: str, dotenv: Mapping[str, str]) -> str:
    """`${NAME}`, `${NAME:-otherwise}` and `${NAME:?why it is needed}`, as Compose reads them."""

    def value(found: re.Match[str]) -> str:
        name, kind, words = found.groups()
        if kind == "?" and not dotenv.get(name):
            raise KeyError(f"{name}: {words}")
        return dotenv.get(name) or (words if kind == "-" else "")

    return _VARIABLE.sub(value, text)


def with_ports(command: list[str], port: int) -> list[str]:
    """The same command, listening on this machine's `port` only."""
    found = []
    for word in command:
        option, _, _ = word.partition("=")
        own = {"--host": f"{option}=127.0.0.1", "--port": f"{option}={port}"}
        found.append(own.get(option, word))
    return found


def caddyfile(ports: Mapping[str, int], *, http: int, https: int, admin: int) -> str:
    """deploy/Caddyfile: upstreams on this machine's ports, its own ports free ones, certificates Caddy's own."""
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    here = [f"http_port {http}", f"https_port {https}", f"admin 127.0.0.1:{admin}", "skip_install_trust", "local_certs"]
    start = re.search(r"^\{\n", text, re.MULTILINE)
    assert start, "the Caddyfile has no global options"
    text = text[: start.end()] + "".join(f"\t{option}\n" for option in here) + text[start.end() :]
    return _NAMED_PORT.sub(lambda found: f"127.0.0.1:{ports[found[1]]}", text)
