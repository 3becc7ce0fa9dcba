"""What a mail server's refusal means (RFC 5321 replies, RFC 3463 enhanced codes)."""

import re
import smtplib
from dataclasses import dataclass

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Refusal:
    """`words` name the status only; a server's own sentence may hold an address."""

    words: str
    for_good: bool = False
    no_such_address: bool = False


def understood(error: Exception) -> Refusal:
    """4xx, silence and a dropped line pass; 5.1.x means that the address does not exist; any other 5xx is final (E7)."""
    reply = _reply(error)
    if reply is None:
        return Refusal(type(error).__name__)
    code, sentence = reply
    enhanced = _ENHANCED.search(sentence)
    words = f"{code} {enhanced[0]}" if enhanced else str(code)
    if enhanced and enhanced[1] == "5" and (enhanced[2], enhanced[3]) == ("4", "4"):
        return Refusal(words)  # no route just now, though some servers call it final
    if not 500 <= code < 600 or isinstance(error, smtplib.SMTPAuthenticationError):  # noqa: PLR2004  SMTP's own numbers
        return Refusal(words)  # a wrong password is the operator's to mend, and must lose nobody's mail
    return Refusal(words, for_good=True, no_such_address=bool(enhanced and enhanced[2] == "1"))


def _reply(error: Exception) -> tuple[int, str] | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, sentence = next(iter(error.recipients.values()))
        return code, sentence.decode(errors="replace")
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return error.smtp_code, said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return None
