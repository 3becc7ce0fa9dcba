"""The one shape our mail has, written straight to bytes: text and HTML, both quoted-printable.

The standard library's writer takes longer for a letter than the mail server does. What does not fit the shape (another
attachment, an address that is not plain ASCII) is left to it.
"""

import re
from binascii import b2a_qp
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

_ASCII = re.compile(r"[!-~]+(?: [!-~]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_LONGEST = 900  # RFC 5322 allows 998 to a line
_FOLDED = 70
#: "=_" never comes up in quoted-printable, so this needs no search through the words.
_BOUNDARY = "=_nearer_={}"
_PART = 'Content-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
_OURS = {"Auto-Submitted", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"}


def written(mail: EmailMultiAlternatives) -> bytes | None:
    """The whole mail with the ends of line of RFC 5321; None for what is not of this shape."""
    lines = _headers(mail)
    if lines is None:
        return None
    boundary = _BOUNDARY.format(mail.extra_headers["Message-ID"].strip("<>").partition("@")[0].replace("-", ""))
    lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{boundary}"', "", ""]
    head, mark = "\r\n".join(lines).encode("ascii"), f"--{boundary}".encode("ascii")
    page = str(mail.alternatives[0][0])
    parts = [
        _PART.format(kind).encode() + _quoted(words) for kind, words in (("plain", str(mail.body)), ("html", page))
    ]
    return b"".join([head, mark, b"\r\n", parts[0], b"\r\n", mark, b"\r\n", parts[1], b"\r\n", mark, b"--\r\n"])


def envelope(address: str) -> str:
    """The bare address, as MAIL FROM and RCPT TO want it."""
    return address if _ADDRESS.fullmatch(address) else _sanitized(address)


def _headers(mail: EmailMultiAlternatives) -> list[str] | None:
    """None when a line would need what only the standard library's writer does."""
    fits = len(mail.to) == 1 and not (mail.cc or mail.bcc or mail.reply_to or mail.attachments)
    if not (fits and len(mail.alternatives) == 1 and mail.alternatives[0][1] == "text/html"):
        return None
    extra = mail.extra_headers
    if not extra.keys() <= _OURS or "Message-ID" not in extra or not _ADDRESS.fullmatch(mail.to[0]):
        return None
    if not all(_ASCII.fullmatch(value) and len(value) < _LONGEST for value in extra.values()):
        return None
    sender, subject = _sender(mail.from_email), _subject(str(mail.subject))
    if sender is None or subject is None:
        return None
    plain = [f"Subject: {subject}", f"From: {sender}", f"To: {mail.to[0]}", f"Date: {formatdate()}"]
    return plain + [f"{name}: {value}" for name, value in extra.items()]


@lru_cache(maxsize=256)
def _subject(words: str) -> str | None:
    if "\n" in words or "\r" in words:
        return None  # Django refuses it in its own words
    if _ASCII.fullmatch(words) and len(words) < _FOLDED and "=?" not in words:
        return words
    return Header(words, "utf-8", header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=16)
def _sender(address: str) -> str | None:
    found = sanitize_address(address, "utf-8")
    return found if _ASCII.fullmatch(found) and len(found) < _FOLDED else None


@lru_cache(maxsize=1_024)
def _sanitized(address: str) -> str:
    return parseaddr(sanitize_address(address, "utf-8"))[1]


def _quoted(words: str) -> bytes:
    """RFC 2045, lines of at most 76, every end of line CRLF."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").encode()
    return b2a_qp(plain, istext=True).replace(b"\n", b"\r\n")
