"""A real mail server that says what a test tells it to say."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"
HANG_UP, SAY_NOTHING = "hang up", "say nothing"


class MailServer:
    """Keeps what it accepts. `to_rcpt` and `to_data` are answers for the next commands; without one it agrees."""

    #: Whether it takes several commands in one go (RFC 2920), and says so.
    pipelining = False

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.to_mail: list[str] = []
        self.to_rcpt: list[str] = []
        self.to_data: list[str] = []
        self.connections = 0
        #: Called with each mail after its last line has come and before the answer goes out.
        self.on_data: Callable[[EmailMessage], None] = lambda mail: None

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, self.to_mail)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer(server, self.to_rcpt)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.on_data(mail)
        dropped_after = self.to_data[:1] == [HANG_UP]
        if dropped_after:
            self._keep(mail, envelope)
        answer = await self._answer(server, self.to_data)
        if answer == OK:
            self._keep(mail, envelope)
        return answer

    def _keep(self, mail: EmailMessage, envelope: Envelope) -> None:
        self.accepted.append(mail)
        self.recipients.append(list(envelope.rcpt_tos))

    async def _answer(self, server: SMTP, script: list[str]) -> str:
        answer = script.pop(0) if script else OK
        if answer == HANG_UP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if answer == SAY_NOTHING:
            await asyncio.Event().wait()
        return answer


class _OnAFreePort(Controller):
    """aiosmtpd wants a port by number; here the system picks one."""

    def __init__(self, handler: MailServer) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.socket.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


@contextmanager
def running(server: MailServer) -> Iterator[int]:
    """The port it listens on, for the length of the block."""
    controller = _OnAFreePort(server)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
