"""What a mail server's refusal means (RFC 5321 replies, RFC 3463 enhanced codes)."""

import re
import smtplib
from dataclasses import dataclass

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

#: A greeting, a handshake or a password refused says nothing of this mail: the operator's to mend, nobody's loss.
BEFORE_ANY_MAIL = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)
#: 5.1.7 and 5.1.8 are about the sender's address, which is ours.
SENDERS = {"7", "8"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """`words` name the status only; a server's own sentence may hold an address."""

    words: str
    for_good: bool = False
    no_such_address: bool = False


def understood(error: Exception) -> Refusal:
    """4xx, silence and a dropped line pass; 5.1.x means that there is no such address; any other 5xx is final (E7)."""
    reply = _reply(error)
    if reply is None:
        return Refusal(type(error).__name__)
    code, sentence = reply
    enhanced = _ENHANCED.search(sentence)
    words = f"{code} {enhanced[0]}" if enhanced else str(code)
    if not 500 <= code < 600 or isinstance(error, BEFORE_ANY_MAIL):
        return Refusal(words)
    about_us = isinstance(error, smtplib.SMTPSenderRefused) or (enhanced and enhanced[3] in SENDERS)
    no_such_address = bool(enhanced and enhanced[2] == "1" and not about_us)
    return Refusal(words, for_good=True, no_such_address=no_such_address)


def _reply(error: Exception) -> tuple[int, str] | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, sentence = next(iter(error.recipients.values()))
        return code, sentence.decode(errors="replace")
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return error.smtp_code, said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return None
