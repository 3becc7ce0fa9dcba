"""Writes the one shape that our mail has straight to bytes: text and HTML, both quoted-printable.

The standard library's writer takes longer for a letter than the mail server does. It still writes what does not fit the
shape: another attachment, or an address that is not plain ASCII.
"""

import re
from binascii import b2a_qp
from collections.abc import Mapping
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from couples import clock
from couples.addresses import known, needs_more_than_ascii

_ASCII = re.compile(r"[!-~]+(?: [!-~]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_LONGEST = 900  # RFC 5322 allows 998 to a line
_FOLDED = 70
#: "=_" never comes up in quoted-printable, so this needs no search through the words.
_BOUNDARY = "=_nearer_={}"
_PART = 'Content-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
_PLAIN, _HTML = _PART.format("plain").encode(), _PART.format("html").encode()
_OURS = {"Auto-Submitted", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"}
_SOFT = b"=\r\n"  # RFC 2045: a line ends here and the words go on
_ROOM = 75


class Mail(EmailMultiAlternatives):
    """`quoted`: text and page as they travel, where whoever made the mail has them already."""

    quoted: tuple[bytes, bytes] | None = None


class Slotted:
    """Words with places for links in them, made ready once: all but the links is written and quoted already."""

    def __init__(self, words: str, mark: re.Pattern[str]) -> None:
        """`mark` finds a place, and in it the link's name."""
        self._plain = mark.split(words)
        # With one character more, which is cut off again, so that there is room for a soft end of line.
        whole = self._plain[-1]
        self._quoted = [_quoted(each + "\x01")[:-3] + _SOFT for each in self._plain[:-1:2]] + [_quoted(whole)]

    def plain(self, links: Mapping[str, str]) -> str:
        return "".join(links[each] if place % 2 else each for place, each in enumerate(self._plain))

    def quoted(self, links: Mapping[str, str]) -> bytes:
        """Of links that are letters, digits and marks only, without "="."""
        found = [self._quoted[0]]
        for name, after in zip(self._plain[1::2], self._quoted[1:], strict=True):
            link = links[name].encode("ascii")
            found += [link[start : start + _ROOM] + _SOFT for start in range(0, len(link), _ROOM)]
            found.append(after)
        return b"".join(found)


def written(mail: EmailMultiAlternatives) -> bytes | None:
    """The whole mail with the ends of line of RFC 5321; None for what is not of this shape."""
    lines = _headers(mail)
    if lines is None:
        return None
    boundary = _BOUNDARY.format(mail.extra_headers["Message-ID"].strip("<>").partition("@")[0].replace("-", ""))
    lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{boundary}"', "", ""]
    head, mark = "\r\n".join(lines).encode(), f"--{boundary}".encode("ascii")
    ready = mail.quoted if isinstance(mail, Mail) else None
    text, page = ready or (_quoted(str(mail.body)), _quoted(str(mail.alternatives[0][0])))
    between = b"\r\n" + mark
    return b"".join([head, mark, b"\r\n", _PLAIN, text, between, b"\r\n", _HTML, page, between, b"--\r\n"])


def is_plain(address: str) -> bool:
    """Whether it can stand in a command as it is, and end none."""
    return _ADDRESS.fullmatch(address) is not None


def envelope(address: str) -> str:
    """The bare address, as MAIL FROM and RCPT TO want it. One beyond ASCII stays as it is: only SMTPUTF8 takes it."""
    return address if _ADDRESS.fullmatch(address) or needs_more_than_ascii(address) else _sanitized(address)


def _headers(mail: EmailMultiAlternatives) -> list[str] | None:
    """None when a line would need what only the standard library's writer does."""
    fits = len(mail.to) == 1 and not (mail.cc or mail.bcc or mail.reply_to or mail.attachments)
    if not (fits and len(mail.alternatives) == 1 and mail.alternatives[0][1] == "text/html"):
        return None
    extra = mail.extra_headers
    if not extra.keys() <= _OURS or "Message-ID" not in extra or not _fits(mail.to[0]):
        return None
    if not all(_ASCII.fullmatch(value) and len(value) < _LONGEST for value in extra.values()):
        return None
    sender, subject = _sender(mail.from_email), _subject(str(mail.subject))
    if sender is None or subject is None:
        return None
    plain = [f"Subject: {subject}", f"From: {sender}", f"To: {mail.to[0]}", f"Date: {format_datetime(clock.now())}"]
    return plain + [f"{name}: {value}" for name, value in extra.items()]


def _fits(address: str) -> bool:
    """Headers are ASCII but for this: a server with SMTPUTF8 takes them as they are (RFC 6532)."""
    return is_plain(address) or (needs_more_than_ascii(address) and known(address) == address)


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
