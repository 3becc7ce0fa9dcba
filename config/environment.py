"""Reads and checks the environment once, at the start, so that a bad value is refused before it is stumbled over.

Each refusal is one sentence that names the variable and says what to write. An empty value counts as none: Compose
hands on what `.env` leaves empty.
"""

import os
import re
from dataclasses import dataclass
from email.utils import getaddresses
from typing import Any, Final, NoReturn
from urllib.parse import parse_qs, quote, unquote, urlsplit

import dj_database_url
import redis
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_NAME = re.compile(r"\.?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def refuse(sentence: str) -> NoReturn:
    raise ImproperlyConfigured(sentence)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    said = text(name).lower()
    if said and said not in _YES | _NO:
        refuse(f"{name} is 1 or 0, not {said!r}")
    return said in _YES if said else default


def number(name: str, default: int, *, least: int, most: int) -> int:
    said = text(name)
    if not said:
        return default
    if not said.isdecimal() or not least <= int(said) <= most:
        refuse(f"{name} is a whole number from {least} to {most}, not {said!r}")
    return int(said)


def names(name: str) -> list[str]:
    """Host names, comma-separated."""
    found = [each.strip() for each in text(name).split(",") if each.strip()]
    for each in found:
        if not _NAME.fullmatch(each):
            refuse(f"{name} lists bare names such as nearer.example.org, without https:// and port, not {each!r}")
    return found


def level(name: str) -> str:
    said = text(name, "INFO").upper()
    return said if said in _LEVELS else refuse(f"{name} is one of {', '.join(_LEVELS)}, not {said!r}")


def helplines(name: str) -> list[list[str]]:
    """Each a name, a number or address, and what else helps to know: `Name | number | hours; Name | number`."""
    found = [[part.strip() for part in each.split("|")] for each in text(name).split(";") if each.strip()]
    for each in found:
        if len(each) < 2 or not all(each):
            refuse(f"{name} lists a name and a number as `Name | 030 123456 | day and night`, separated by ; signs")
    return found


def address(name: str, default: str = "", *, example: str = "https://nearer.example.org") -> str:
    """Of a web page. Raises when it is none, or carries a name or password."""
    said = text(name, default)
    if not said:
        refuse(f"{name} is missing: the address people open, for example {example}")
    try:
        parts = urlsplit(said)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        good = good and "@" not in parts.netloc
    except ValueError:
        good = False
    if not good or re.search(r"\s", said):
        refuse(f"{name} must be a whole address with http:// or https://, not {said!r}")
    return said


def public_address(name: str) -> str:
    """Where people open Nearer: the root of a name of its own, as its cookies and links are made for."""
    said = address(name).rstrip("/")
    parts = urlsplit(said)
    if parts.path or parts.query or parts.fragment:
        refuse(f"{name} must be a name of its own, for example https://nearer.example.org, without anything behind it")
    return said


def tidy(url: str) -> str:
    """The address with the signs in its password escaped that would end it early: `#`, `/`, `?`, `@` or a space."""
    scheme, found, rest = url.partition("://")
    who, at, where = rest.rpartition("@")
    if not (found and at):
        return url
    name, colon, password = who.partition(":")
    return f"{scheme}://{_quoted(name)}{colon}{_quoted(password)}@{where}"


def _quoted(words: str) -> str:
    """Percent-encoded where it is not already."""
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", words), safe="%")


def database(name: str, **options: Any) -> dict[str, Any]:
    url = text(name)
    if not url:
        refuse(f"{name} is missing: for example postgresql://nearer:password@database:5432/nearer")
    if url.partition("://")[0] not in {"postgres", "postgresql"}:
        refuse(f"{name} must name a PostgreSQL database and begin with postgresql://")
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(tidy(url), **options))
    except ValueError:
        found = {}
    if not found.get("NAME"):
        refuse(f"{name} is not understood: write it as postgresql://nearer:password@database:5432/nearer")
    return found


def valkey(name: str, default: str = "") -> str:
    url = tidy(text(name, default))
    if not url:
        refuse(f"{name} is missing: for example redis://broker:6379/0")
    try:
        redis.Redis.from_url(url)  # connects to nobody yet
    except ValueError:
        refuse(f"{name} is not understood: write it as redis://broker:6379/0")
    return url


def sender(name: str, default: str) -> str:
    """One address, with a name before it or without."""
    said = text(name, default)
    if not said:
        refuse(f"{name} is missing: the sender of every mail, for example Nearer <nearer@example.org>")
    found = [] if re.search(r"[\x00-\x1f\x7f]", said) else getaddresses([said])
    try:
        validate_email(found[0][1] if len(found) == 1 else "")
    except ValidationError:
        refuse(
            f"{name} must be one address such as Nearer <nearer@example.org>; a name with a comma or another mark in it"
            f' stands in quotes: "Ours, at home" <nearer@example.org>'
        )
    return said


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    #: STARTTLS, or TLS from the first byte.
    tls: bool = False
    ssl: bool = False
    folder: str = ""


_ELSEWHERE: Final = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "dummy": "django.core.mail.backends.dummy.EmailBackend",
}
_PORTS: Final = {"smtp": 25, "submission": 587, "submit": 587, "smtps": 465}
_SMTP_EXAMPLE: Final = "smtp://name:password@mail.example.org:587/?tls=True"


def mail(name: str) -> Mail:
    url = text(name)
    if not url:
        refuse(f"{name} is missing: for example {_SMTP_EXAMPLE}")
    scheme = url.partition(":")[0]
    if scheme in _ELSEWHERE:
        return Mail(_ELSEWHERE[scheme])
    if scheme == "file":
        # Django's own writes one growing log; a person wants one message a file.
        return Mail("couples.outbox.transport.files.EmailBackend", folder="/" + url.partition("://")[2].lstrip("/"))
    if scheme not in _PORTS:
        refuse(f"{name} must begin with smtp://, for example {_SMTP_EXAMPLE}")
    try:
        return _smtp(name, scheme, url)
    except ValueError:
        refuse(f"{name} is not understood: write it as {_SMTP_EXAMPLE}")


def _smtp(name: str, scheme: str, url: str) -> Mail:
    parts = urlsplit(tidy(url))
    host, port = parts.hostname or "", parts.port or _PORTS[scheme]
    if not _NAME.fullmatch(host) and ":" not in host:
        raise ValueError
    asked = {key: values[-1] for key, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
    ssl, tls = (_asked_for(name, key, asked) for key in ("ssl", "tls"))
    if asked or parts.path.strip("/") or parts.fragment:
        raise ValueError
    if ssl and tls:
        refuse(f"{name} asks for tls and ssl at once: tls=True is usual on port 587, ssl=True on port 465")
    ssl = ssl or (scheme == "smtps" and not tls and port not in {25, 587})
    return Mail(
        "couples.outbox.transport.smtp.EmailBackend",
        host=host,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=not ssl and (tls or scheme != "smtp"),
        ssl=ssl,
    )


def _asked_for(name: str, key: str, asked: dict[str, str]) -> bool:
    said = asked.pop(key, "0").lower()
    if said not in _YES | _NO | {"y", "n", "t", "f"}:
        refuse(f"{name} says {key}={said}: that is True or False")
    return said in _YES | {"y", "t"}
