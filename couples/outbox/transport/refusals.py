"""What a mail server's refusal means (RFC 5321 replies, RFC 3463 enhanced codes)."""

import re
import smtplib
from dataclasses import dataclass

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

#: A greeting, a handshake, a password or our own address refused says nothing of whom the mail is for.
ABOUT_US = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)
#: RFC 4954: to whatever command they come, they ask for a sign-in or a better one.
SIGN_IN = {530, 534, 535, 538}
#: Our address (5.1.7, 5.1.8), our signing in (5.7.8, 5.7.9, 5.7.11), our trust (5.7.14), our
#: DKIM, SPF and reverse name (RFC 7372), our own domain's null MX (RFC 7505).
OURS = {"1.7", "1.8", "7.8", "7.9", "7.11", "7.14", *(f"7.{number}" for number in range(20, 28))}
#: Said in words only, and by many: this server passes on nothing from us.
_RELAYING = re.compile(r"\brelay", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`words` name the status only; a server's own sentence may hold an address.

    `ours` is what the operator mends and nobody's mail should be lost to: a password, a sender, a relay.
    """

    words: str
    for_good: bool = False
    no_such_address: bool = False
    ours: bool = False


def understood(error: Exception) -> Refusal:
    """4xx, silence and a dropped line pass, as does what is ours to mend; 5.1.x means no such address; other 5xx are
    final (E7).
    """
    reply = _reply(error)
    if reply is None:
        return Refusal(type(error).__name__)
    code, sentence = reply
    enhanced = _ENHANCED.search(sentence)
    words = f"{code} {enhanced[0]}" if enhanced else str(code)
    if not 500 <= code < 600:
        return Refusal(words)
    if isinstance(error, ABOUT_US) or code in SIGN_IN or _is_about_us(enhanced, sentence):
        return Refusal(words, ours=True)
    return Refusal(words, for_good=True, no_such_address=bool(enhanced and enhanced[2] == "1"))


def _is_about_us(enhanced: re.Match[str] | None, sentence: str) -> bool:
    if enhanced and f"{enhanced[2]}.{enhanced[3]}" in OURS:
        return True
    # 5.1.x names the recipient whatever the sentence goes on to say.
    return bool(_RELAYING.search(sentence)) and not (enhanced and enhanced[2] == "1")


def _reply(error: Exception) -> tuple[int, str] | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, sentence = next(iter(error.recipients.values()))
        return code, sentence.decode(errors="replace")
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return error.smtp_code, said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return None
