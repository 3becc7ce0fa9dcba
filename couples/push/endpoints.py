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
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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
    if not settings.PUSH_INSIDE and not all(_is_public(address) for address in listed):
        raise NotPublic
    return listed


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        # What an address of the old kind hides in is as public as that one.
        hidden = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            hidden = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if hidden is not None:
            return _is_public(str(hidden))
    return address.is_global and not address.is_multicast
