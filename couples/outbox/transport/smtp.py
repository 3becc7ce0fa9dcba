"""Django's SMTP connection, with one last question before the words leave."""

import smtplib
import socket
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends import smtp

from couples import beyond_ascii
from couples.addresses import needs_more_than_ascii
from couples.outbox import compose


class _AskedBeforeData:
    """Between the recipient's "yes" and the words is the last moment at which not sending costs nothing."""

    last_look: Callable[[], None] | None = None

    def data(self, msg: Any) -> Any:
        if self.last_look:
            self.last_look()
        return super().data(msg)  # type: ignore[misc]  # beside one of smtplib's


class _AtOnce(_AskedBeforeData):
    """Sender, recipient and DATA in one go, and with the words before them (RFC 2920), where the server offers it: one
    journey a mail instead of four.
    """

    #: Sender and recipient of a mail it was told of and has no words of yet.
    begun: tuple[str, str] | None = None

    def one(self: Any, sender: str, to: str, words: bytes, following: str) -> None:
        """Raises what smtplib's `sendmail` would. `following`: the recipient it is told of in the same go, or ""."""
        self.ehlo_or_helo_if_needed()
        if needs_more_than_ascii(to):
            self._beyond_ascii(sender, to, words)
            return
        if not (self.has_extn("pipelining") and compose.is_plain(sender) and compose.is_plain(to)):
            self.sendmail(sender, [to], words)
            return
        if not self.begun:
            self.begun = sender, to
            self.send(_commands(sender, to))
        self._agreed(sender, to)
        if self.last_look:
            self.last_look()
        self.begun = (sender, following) if compose.is_plain(following) else None
        # The first line is a header's, and begins with no dot.
        self.send(words.replace(b"\n.", b"\n..") + b".\r\n" + (_commands(*self.begun) if self.begun else b""))
        code, answer = self.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)

    def _beyond_ascii(self: Any, sender: str, to: str, words: bytes) -> None:
        """RFC 6531. A server that does not know it would take another mailbox's name for this one's."""
        if not self.has_extn("smtputf8"):
            raise smtplib.SMTPRecipientsRefused({to: (553, b"5.6.7 This server takes ASCII addresses only")})
        self.sendmail(sender, [to], words, mail_options=["SMTPUTF8", "BODY=8BITMIME"])

    def quit(self: Any) -> Any:
        if self.begun:
            # It waits for words, and would take a goodbye for one. Without the last line they are none.
            self.close()
        return super().quit()  # type: ignore[misc]  # beside one of smtplib's

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


def _commands(sender: str, to: str) -> bytes:
    return f"mail FROM:<{sender}>\r\nrcpt TO:<{to}>\r\ndata\r\n".encode("ascii")


class _Plain(_AtOnce, smtplib.SMTP):
    pass


class _Wrapped(_AtOnce, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """`last_look` is called right before each DATA; what it raises keeps that mail from being sent.

    `following` is to whom the next mail goes, as far as anybody knows; "" for nobody.
    """

    last_look: Callable[[], None] | None = None
    following = ""

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
                self.connection.ehlo_or_helo_if_needed()
                beyond_ascii.note(self.connection.has_extn("smtputf8"))
        return opened

    def _send(self, email_message: EmailMessage) -> bool:
        """What has our one shape goes out as the bytes we write; anything else as Django does it."""
        words = compose.written(email_message) if isinstance(email_message, EmailMultiAlternatives) else None
        if words is None or not isinstance(self.connection, _Plain | _Wrapped):
            self._leave_unless_it_waits_for(None)
            return bool(super()._send(email_message))  # type: ignore[misc]  # Django's own, which the stubs leave out
        ends = compose.envelope(email_message.from_email), compose.envelope(email_message.to[0])
        self._leave_unless_it_waits_for(ends)
        self.connection.one(*ends, words, compose.envelope(self.following) if self.following else "")
        return True

    def _leave_unless_it_waits_for(self, ends: tuple[str, str] | None) -> None:
        """A server that was told of another mail waits for its words, and would take these for them."""
        if isinstance(self.connection, _Plain | _Wrapped) and self.connection.begun not in {None, ends}:
            self.close()
            self.open()

    def _ask(self) -> None:
        if self.last_look:
            self.last_look()
