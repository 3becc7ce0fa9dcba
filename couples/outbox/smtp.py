"""Django's SMTP connection, with one last question before the words leave."""

import smtplib
import socket
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends import smtp

from couples.outbox import mime


class _AskedBeforeData:
    """Between the recipient's "yes" and the words is the last moment at which not sending costs nothing."""

    last_look: Callable[[], None] | None = None

    def data(self, msg: Any) -> Any:
        if self.last_look:
            self.last_look()
        return super().data(msg)  # type: ignore[misc]  # beside one of smtplib's


class _AtOnce(_AskedBeforeData):
    """Sender, recipient and DATA in one go (RFC 2920), where the server offers it: one journey instead of three."""

    def one(self: Any, sender: str, to: str, words: bytes) -> None:
        """Raises what smtplib's `sendmail` would."""
        self.ehlo_or_helo_if_needed()
        if not (self.has_extn("pipelining") and mime.is_plain(sender) and mime.is_plain(to)):
            self.sendmail(sender, [to], words)
            return
        size = f" size={len(words)}" if self.has_extn("size") else ""
        self.send(f"mail FROM:<{sender}>{size}\r\nrcpt TO:<{to}>\r\ndata\r\n".encode("ascii"))
        try:
            self._agreed(sender, to)
            if self.last_look:
                self.last_look()
        except BaseException:
            # It waits for words by now, and would take a goodbye for one. Without the last line they are none.
            self.close()
            raise
        # The first line is a header's, and begins with no dot.
        self.send(words.replace(b"\n.", b"\n..") + b".\r\n")
        code, answer = self.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)

    def _agreed(self: Any, sender: str, to: str) -> None:
        """Each answer is read, but none after a server that is leaving."""
        answer = self.getreply()
        if answer[0] != 250:
            raise smtplib.SMTPSenderRefused(answer[0], answer[1], sender)
        answer = self.getreply()
        if answer[0] not in {250, 251}:
            raise smtplib.SMTPRecipientsRefused({to: answer})
        answer = self.getreply()
        if answer[0] != 354:
            raise smtplib.SMTPDataError(*answer)


class _Plain(_AtOnce, smtplib.SMTP):
    pass


class _Wrapped(_AtOnce, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """`last_look` is called right before each DATA; what it raises keeps that mail from being sent."""

    last_look: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Wrapped if self.use_ssl else _Plain

    def open(self) -> bool | None:
        opened = super().open()
        if isinstance(self.connection, _Plain | _Wrapped):
            self.connection.last_look = self._ask
            if opened and self.connection.sock:
                # The end of a mail must not wait for the server to have said that it got the beginning.
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def _send(self, email_message: EmailMessage) -> bool:
        """What has our one shape goes out as the bytes we write; anything else as Django does it."""
        line = self.connection
        words = mime.written(email_message) if isinstance(email_message, EmailMultiAlternatives) else None
        if words is None or not isinstance(line, _Plain | _Wrapped):
            return bool(super()._send(email_message))  # type: ignore[misc]  # Django's own, which the stubs leave out
        line.one(mime.envelope(email_message.from_email), mime.envelope(email_message.to[0]), words)
        return True

    def _ask(self) -> None:
        if self.last_look:
            self.last_look()
