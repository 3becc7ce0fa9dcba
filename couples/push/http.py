"""To a push service and back: one connection an origin, nothing followed, nothing waited for long, nothing read."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from types import TracebackType
from typing import Self

from couples import clock
from couples.push.endpoints import Endpoint, addresses, refuse_inside

#: For one push, connecting not counted, and for connecting: what is revoked meanwhile is over within 5 s (P1).
SECONDS = 4.0
MOST_READ = 4_096

#: What a service that cannot be reached, or that breaks off, comes out as.
TROUBLE = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    #: How long it asked us to wait, if it did.
    wait: timedelta | None = None


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Pinned(http.client.HTTPConnection):
    """To an address that was looked at, by the name it was looked up for."""

    def __init__(self, to: Endpoint) -> None:
        super().__init__(to.host, to.port, timeout=SECONDS)
        self.to = to

    def connect(self) -> None:
        error: OSError | None = None
        for address in addresses(self.to):
            try:
                self.sock = _line(self.to, address)
            except OSError as refused:
                error = refused
            else:
                return
        raise error or OSError("no address")


def _line(to: Endpoint, address: str) -> socket.socket:
    line = socket.create_connection((address, to.port), SECONDS)
    try:
        refuse_inside(str(line.getpeername()[0]))
    except BaseException:
        line.close()
        raise
    if not to.secure:
        return line
    secure = _trust().wrap_socket(line, server_hostname=to.host, do_handshake_on_connect=False)
    try:
        with _watched(secure):
            secure.do_handshake()
    except BaseException:
        secure.close()
        raise
    return secure


@contextlib.contextmanager
def _watched(line: socket.socket) -> Iterator[None]:
    """A socket's own timeout starts anew with every byte that trickles in; this one does not."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            # The plain socket's shutdown. A TLS socket's own would also drop its TLS state while another thread reads.
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    watch = threading.Timer(SECONDS, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


class Connections:
    """Connections for many pushes. A service that cannot be reached is asked once, not once a push."""

    def __init__(self) -> None:
        self._open: dict[str, _Pinned] = {}
        self._unreachable: dict[str, Exception] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for origin in list(self._open):
            self._hang_up(origin)

    def push(self, to: Endpoint, body: bytes, headers: dict[str, str], *, last_look: Callable[[], None]) -> Answer:
        """Raises one of TROUBLE, NotPublic, or whatever `last_look` raises instead of letting it leave."""
        kept = to.origin in self._open
        connection = self._connected(to)
        last_look()
        try:
            return self._sent(connection, to, body, headers)
        except (ConnectionError, http.client.RemoteDisconnected):
            if not kept:
                raise
        # It had hung up while we were busy elsewhere, and took nothing.
        connection = self._connected(to)
        last_look()
        return self._sent(connection, to, body, headers)

    def _connected(self, to: Endpoint) -> _Pinned:
        if to.origin in self._unreachable:
            raise self._unreachable[to.origin]
        if to.origin not in self._open:
            connection = _Pinned(to)
            try:
                connection.connect()
            except Exception as error:
                connection.close()
                self._unreachable[to.origin] = error
                raise
            self._open[to.origin] = connection
        return self._open[to.origin]

    def _sent(self, connection: _Pinned, to: Endpoint, body: bytes, headers: dict[str, str]) -> Answer:
        done = False
        try:
            with _watched(connection.sock):
                connection.request("POST", to.target, body, headers)
                response = connection.getresponse()
                answer = Answer(response.status, _asked_to_wait(response.headers.get("Retry-After")))
                response.read(MOST_READ)
            done = response.isclosed() and not response.will_close
            return answer
        finally:
            if not done:
                self._hang_up(to.origin)

    def _hang_up(self, origin: str) -> None:
        self._open.pop(origin).close()


def _asked_to_wait(said: str | None) -> timedelta | None:
    """Seconds or a date (RFC 9110, 10.2.3); nonsense is nothing."""
    if said is None:
        return None
    try:
        return (
            timedelta(seconds=min(int(said), 86_400)) if said.isdigit() else parsedate_to_datetime(said) - clock.now()
        )
    except (ValueError, TypeError):
        return None
