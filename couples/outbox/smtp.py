"""Django's SMTP connection, with one last question before the words leave."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends import smtp

from couples.outbox import mime


class _AskedBeforeData:
    """Between the recipient's "yes" and DATA is the last moment at which not sending costs nothing."""

    last_look: Callable[[], None] | None = None

    def data(self, msg: Any) -> Any:
        if self.last_look:
            self.last_look()
        return super().data(msg)  # type: ignore[misc]  # beside one of smtplib's


class _Plain(_AskedBeforeData, smtplib.SMTP):
    pass


class _Wrapped(_AskedBeforeData, smtplib.SMTP_SSL):
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
        return opened

    def _send(self, email_message: EmailMessage) -> bool:
        """What has our one shape goes out as the bytes we write; anything else as Django does it."""
        line = self.connection
        words = mime.written(email_message) if isinstance(email_message, EmailMultiAlternatives) else None
        if words is None or line is None:
            return bool(super()._send(email_message))  # type: ignore[misc]  # Django's own, which the stubs leave out
        line.sendmail(mime.envelope(email_message.from_email), [mime.envelope(email_message.to[0])], words)
        return True

    def _ask(self) -> None:
        if self.last_look:
            self.last_look()
