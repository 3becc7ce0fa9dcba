"""To the mail server: the connection, what its answers mean, and the mark that a letter has left.

Others import from here and never from a module inside.
"""

from couples.outbox.transport.letter_sender import LetterSender
from couples.outbox.transport.mail_connection import REFUSED
from couples.outbox.transport.refusals import understood
from couples.outbox.transport.sent_marks import NotMarked

__all__ = ["REFUSED", "LetterSender", "NotMarked", "understood"]
