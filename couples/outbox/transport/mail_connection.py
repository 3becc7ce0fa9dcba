import logging
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMessage, get_connection

from couples.outbox.transport import smtp

log = logging.getLogger(__name__)

#: What a mail server that says no, or says nothing, comes out as.
REFUSED = (smtplib.SMTPException, OSError)


class MailConnection:
    """One connection for many letters. A server that cannot be reached is asked once, not once a letter."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._unreachable: Exception | None = None

    def send(self, letter: EmailMessage, *, last_look: Callable[[], None], following: str = "") -> None:
        """Raises one of REFUSED, or whatever `last_look` raises instead of letting the words leave.

        `following`: whom the next letter is probably for. The server may agree to that one meanwhile.
        """
        self._open()
        if isinstance(self._backend, smtp.EmailBackend):
            self._backend.last_look = last_look  # it looks itself, once the server has agreed to sender and recipient
            self._backend.following = following
        else:
            last_look()
        letter.connection = self._backend
        try:
            letter.send()
        except BaseException:
            # What the server thinks of this connection now is not worth guessing.
            self.hang_up()
            raise

    def _open(self) -> None:
        if self._unreachable:
            raise self._unreachable
        try:
            self._backend.open()
        except REFUSED as error:
            self._unreachable = error
            raise

    def hang_up(self) -> None:
        try:
            self._backend.close()
        except REFUSED:
            log.info("The mail server had already hung up")
