"""Where a push may go. The address comes from a browser, so it could name anything this server can reach (SSRF)."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 1_024
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\Z")
_PLAIN = re.compile(r"[\x21-\x7e]+\Z")
#: Names that never leave a network (RFC 6761, RFC 6762, RFC 8375, and what networks use on their own).
_INSIDE = ("local", "localhost", "internal", "intranet", "lan", "home", "corp", "test", "invalid", "onion", "arpa")
#: What IANA has given out to reach one machine of the whole internet (global unicast), and what is special within it:
#: its two registries of special-purpose addresses, multicast and 240/4. Whatever hides an address of the old kind in
#: one of the new is among these, or in neither. Our own list: Python's is another one in every release.
_GLOBAL = [ipaddress.ip_network(each) for each in ("0.0.0.0/0", "2000::/3")]
_SPECIAL = [
    ipaddress.ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"),
    )
]


class NotPublic(ValueError):
    """No address out in the open internet."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    secure: bool
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        usual = self.port == (443 if self.secure else 80)
        return f"http{'s' if self.secure else ''}://{self.host}" + ("" if usual else f":{self.port}")


def endpoint(url: str) -> Endpoint:
    """Raises NotPublic for whatever cannot be a push service's address. Looks at the words only: see `addresses`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotPublic from None
    host = (parts.hostname or "").lower()
    if len(url) > LONGEST or not _PLAIN.match(url) or not host or parts.username is not None or parts.fragment:
        raise NotPublic
    secure = parts.scheme == "https"
    if not secure and parts.scheme != "http":
        raise NotPublic
    if not settings.PUSH_INSIDE:
        inside = host.rpartition(".")[2] in _INSIDE
        if not secure or port not in {None, 443} or inside or not _NAME.match(host):
            raise NotPublic
    target = parts.path or "/"
    return Endpoint(secure, host, port or (443 if secure else 80), f"{target}?{parts.query}" if parts.query else target)


def addresses(to: Endpoint) -> list[str]:
    """Its network addresses, all of them public, or NotPublic. Connect to one of these: a second look-up might differ.

    Raises OSError when the name is not known.
    """
    found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    listed = list(dict.fromkeys(str(where[0]) for *_, where in found))
    for address in listed:
        refuse_inside(address)
    return listed


def refuse_inside(address: str) -> None:
    """Raises NotPublic for all but one machine out in the open. Asked before connecting, and of what is connected."""
    if not settings.PUSH_INSIDE and not is_public(address):
        raise NotPublic


def is_public(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if getattr(address, "scope_id", None):  # names one of this machine's own networks
        return False
    return any(address in each for each in _GLOBAL) and not any(address in each for each in _SPECIAL)
