from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage

from couples.outbox.models import Message
from couples.outbox.queue import LeasedLetters, Letter
from couples.outbox.transport import sent_marks
from couples.outbox.transport.mail_connection import MailConnection


class LetterSender:
    """Sends leased letters over one connection, in their order, and marks each before the words of the next one leave.

    With each mail the server may be told whom the next one is for; nobody outside this room knows of that.
    """

    def __init__(self, letters: LeasedLetters) -> None:
        self._letters = letters
        self._connection = MailConnection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.hang_up()

    def __iter__(self) -> Iterator[Letter]:
        """Each letter, one after the other. Whoever takes it writes its mail and calls `send`, or sends none."""
        return iter(self._letters)

    def send(self, rows: Sequence[Message], mail: EmailMessage, *, last_look: Callable[[], None]) -> None:
        """Raises one of REFUSED, NotMarked, or whatever `last_look` raises instead of letting the words leave."""
        self._connection.send(mail, last_look=last_look, following=self._letters.next_to())
        sent_marks.mark(rows)
