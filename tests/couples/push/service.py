"""A push service and a browser of our own: it takes what we push, checks who we say we are (RFC 8292) and opens the
words (RFC 8291, RFC 8188) with its own keys, step by step from the RFCs and not by the library that encrypted them.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hmac256(key: bytes, data: bytes) -> bytes:
    found = hmac.HMAC(key, hashes.SHA256())
    found.update(data)
    return found.finalize()


@dataclass
class Pushed:
    path: str
    headers: dict[str, str]
    said: dict[str, Any]
    plain: bytes
    claims: dict[str, Any]
    key: bytes


@dataclass
class BrowserKeys:
    """One subscription: its address at the service, and keys only the browser has."""

    path: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = bytes(range(16))

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, origin: str) -> dict[str, str]:
        return {"endpoint": origin + self.path, "p256dh": b64(self.point), "auth": b64(self.auth)}

    def opened(self, body: bytes) -> bytes:
        """RFC 8291, section 3.4, and RFC 8188, section 2: one record."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, encrypted = body[21 : 21 + length], body[21 + length :]
        assert len(sender) == 65
        assert len(encrypted) <= size
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        prk_key = hmac256(self.auth, shared)
        ikm = hmac256(prk_key, b"WebPush: info\0" + self.point + sender + b"\x01")
        prk = hmac256(salt, ikm)
        key = hmac256(prk, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = hmac256(prk, b"Content-Encoding: nonce\0\x01")[:12]
        padded = AESGCM(key).decrypt(nonce, encrypted, None).rstrip(b"\0")
        assert padded.endswith(b"\x02")  # the last record
        return padded[:-1]


def claims_of(authorization: str) -> tuple[dict[str, Any], bytes]:
    """The claims of a VAPID header whose signature holds, and the key it was signed with (RFC 8292, section 3)."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    key = unb64(parts["k"])
    signed, _, signature = parts["t"].rpartition(".")
    raw = unb64(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    head, claims = (json.loads(unb64(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    return claims, key


class PushService:
    def __init__(self) -> None:
        self.browsers: dict[str, BrowserKeys] = {}
        self.pushed: list[Pushed] = []
        self.connections = 0
        self.origin = ""
        #: What to answer at a path, by status or by doing it.
        self.answers: dict[str, int | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.answer_headers: dict[str, str] = {}
        #: Called with each push before it is answered.
        self.on_push: Callable[[], None] = lambda: None

    def browser(self, path: str = "/wp/one") -> dict[str, str]:
        """A browser subscribes here."""
        keys = self.browsers[path] = BrowserKeys(path)
        return keys.subscription(self.origin)

    def at(self, path: str) -> list[Pushed]:
        return [each for each in self.pushed if each.path == path]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        claims, key = claims_of(headers["Authorization"])
        plain = self.browsers[path].opened(body)
        self.pushed.append(Pushed(path, headers, json.loads(plain), plain, claims, key))


def handler(service: PushService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            service.connections += 1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.on_push()
            answer = service.answers.get(self.path, 201)
            if callable(answer):
                answer(self)
                return
            if answer == 201:
                service.take(self.path, dict(self.headers), body)
            self.send_response(answer)
            for name, value in service.answer_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up."""


@contextmanager
def running(service: PushService, wrap: Callable[[Any], Any] | None = None) -> Iterator[ThreadingHTTPServer]:
    server = _Server(("127.0.0.1", 0), handler(service))
    if wrap:
        server.socket = wrap(server.socket)
    service.origin = f"http{'s' if wrap else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
