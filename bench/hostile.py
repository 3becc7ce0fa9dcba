"""Requests no browser makes: one that would be in order, and what can be wrong with each part of it."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from django.conf import settings

from bench.everything import Everything, Fields
from tests.couples.outbox import reports

CSRF = "c" * 32

#: What something between a socket and a table may not take: no character, half of one, too many, too large, too deep.
ODD: Sequence[bytes] = (
    b"",
    b"\x00",
    b"a\x00b",
    b"%00",
    b"\xed\xa0\x80",  # half of a surrogate pair
    b"\xff\xfe\xfd",
    b"\xc3",
    "\N{ARABIC-INDIC DIGIT THREE}".encode(),
    "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\u2028\u202e\ufeff".encode(),
    b"\r\nSet-Cookie: a=b",
    b"\x7f\x1b[31m\x08",
    b"-1",
    b"0",
    b"1e309",
    b"NaN",
    b"2147483648",
    b"9223372036854775808",
    b"9" * 5_000,
    b"0001-01-01",
    b"9999-12-31",
    b"2026-02-30",
    b"0000-00-00",
    b"23:59:60",
    b"24:00",
    b"http://[::1",
    b"//[",
    b"http://\xe2\x84\x80/",
    b"https://a:b:c@d:99999/",
    b"javascript:alert(1)",
    b"\\\\a\\b",
    b"../../../../etc/passwd",
    b"{urn:uuid:00000000-0000-0000-0000-000000000000}",
    b"00000000-0000-0000-0000-000000000000",
    b"[]",
    b"null",
    b'{"a":' * 2_000,
    b"a@b",
    b"a" * 65 + b"@" + b"b." * 120 + b"c",
    b'"a\\"@"@[127.0.0.1]',
    b"=?utf-8?b?=?=",
    b"Z" * 20_000,
    b"eyJhIjoxfQ:1vMzzz:" + b"A" * 43,
    b"gAAAAA==",
    b";,=\"'<>&%$`|",
)
PLACES = [each for each in ODD if b"/" in each or b"\\" in each or b":" in each]
CHARSETS = (b"utf-7", b"hex", b"rot13", b"base64", b"idna", b"punycode", b"utf-16", b"x" * 300, b"\x00", b"\xff", b"")
HEADERS = [
    "Host",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Accept",
    "Accept-Language",
    "Accept-Encoding",
    "Authorization",
    "Origin",
    "Referer",
    "User-Agent",
    "Range",
    "If-None-Match",
    "If-Modified-Since",
    "If-Match",
    "Transfer-Encoding",
    "Expect",
    "Connection",
    "Upgrade",
    "Sec-Fetch-Site",
    "Sec-Fetch-Mode",
    "X-CSRFToken",
    "HX-Request",
    "HX-Target",
    "HX-Current-URL",
    "HX-Trigger",
    "HX-Boosted",
    "HX-Prompt",
    "HX-Current-URL-URI-AutoEncoded",
    "HX-Target-URI-AutoEncoded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "Forwarded",
    "X-Real-IP",
    "X-HTTP-Method-Override",
    "Content-Encoding",
    "Content-MD5",
    "Date",
    "Via",
    "From",
    "Cache-Control",
    "X-Requested-With",
    "Last-Event-ID",
    "List-Unsubscribe",
    "Priority",
    "TE",
    "Max-Forwards",
]
COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", "sessionid", "django_language", "other")
QUERIES = [
    "next",
    "next",
    "next",
    "month",
    "year",
    "others",
    "prompt",
    "shape",
    "theme",
    "like",
    "ask",
    "together",
    "written",
    "seen",
    "email",
    "q",
    "page",
    "step",
    "id",
    "zone",
    "process",
    "user",
    "username",
    "code",
    "key",
    "then",
    "lang",
]
METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO", "get", "", "POST\x00", "É")


@dataclass(frozen=True)
class Request:
    method: str
    path: bytes
    query: bytes = b""
    headers: Mapping[str, bytes] = field(default_factory=dict)
    body: bytes = b""
    #: Whose reports about mail are taken in, for this one.
    provider: str = ""

    def environ(self) -> dict[str, Any]:
        """As PEP 3333 has it: bytes as if they were Latin-1."""
        sent = {name.upper().replace("-", "_"): value.decode("latin-1") for name, value in self.headers.items()}
        plain = {name: sent.pop(name) for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if name in sent}
        return (
            {f"HTTP_{name}": value for name, value in sent.items()}
            | plain
            | {
                "REQUEST_METHOD": self.method,
                "SCRIPT_NAME": "",
                "PATH_INFO": self.path.decode("latin-1"),
                "QUERY_STRING": self.query.decode("latin-1"),
                "SERVER_NAME": "testserver",
                "SERVER_PORT": "80",
                "SERVER_PROTOCOL": "HTTP/1.1",
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": "http",
                "wsgi.input": BytesIO(self.body),
                "wsgi.errors": BytesIO(),
                "wsgi.multithread": False,
                "wsgi.multiprocess": True,
                "wsgi.run_once": False,
            }
        )

    def raw(self) -> bytes:
        """As it comes to a server, whose own reading it has to pass first."""
        target = quote_from_bytes(self.path, safe="/%").encode() + (b"?" + self.query if self.query else b"")
        lines = [self.method.encode() + b" " + target + b" HTTP/1.1"]
        lines += [name.encode() + b": " + value for name, value in self.headers.items()]
        return b"\r\n".join([*lines, b"Connection: close", b"", self.body])


def request(dice: random.Random, site: Everything) -> Request:
    """One of their addresses, with one, two or three things wrong with it."""
    made = _in_order(dice, site)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        made = dice.choice(WRONGS)(dice, made)
    if made.body and "Content-Length" not in made.headers:
        made = with_header(made, "Content-Length", str(len(made.body)).encode())
    return made


def with_header(made: Request, name: str, value: bytes) -> Request:
    return replace(made, headers={**made.headers, name: value})


def _in_order(dice: random.Random, site: Everything) -> Request:
    cookies = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    if dice.random() < 0.7:
        cookies += f"; {settings.SESSION_COOKIE_NAME}={site.cookie}"
    headers = {"Host": b"testserver", "Cookie": cookies.encode(), "X-CSRFToken": CSRF.encode()}
    if dice.random() < 0.2:
        headers["HX-Request"] = b"true"
    kind = dice.random()
    if kind < 0.05:
        return _report(dice, headers)
    if kind < 0.45:
        return Request("GET", dice.choice(site.pages).encode(), headers=headers)
    where, fields = dice.choice(site.forms)
    path, _, query = where.partition("?")
    return _form(dice, Request("POST", path.encode(), query.encode(), headers), fields)


def _form(dice: random.Random, made: Request, fields: Fields) -> Request:
    """As the page sends it, but for one or two fields."""
    sent = {name.encode(): value.encode() for name, value in fields.items()}
    for name in dice.sample(sorted(sent), min(len(sent), dice.choice((0, 1, 2)))):
        sent[name] = odd(dice, sent[name])
    if dice.random() < 0.7:
        body = urlencode(sent).encode()
        return replace(with_header(made, "Content-Type", b"application/x-www-form-urlencoded"), body=body)
    parts = [b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % each for each in sent.items()]
    return replace(
        with_header(made, "Content-Type", b"multipart/form-data; boundary=b"), body=b"".join([*parts, b"--b--"])
    )


def _report(dice: random.Random, headers: dict[str, bytes]) -> Request:
    """A provider's, signed as it should be, with something odd in it: it is believed, and may still say anything."""
    provider = dice.choice(sorted(reports.SPEAKERS))
    speaker = reports.SPEAKERS[provider]
    kinds = speaker.kinds("ada@example.org", dice.randrange(1000))
    said = kinds[dice.choice(sorted(kinds))]
    body = json.dumps(_one_odd(dice, said)).encode()
    signed = speaker.sign(json.dumps(said).encode() if provider == "ses" else body)
    named = {name: value.encode("latin-1") for name, value in signed.items()}
    headers = headers | named | {"Content-Type": b"application/json"}
    return Request("POST", b"/mail/reports/", headers=headers, body=body, provider=provider)


def _one_odd(dice: random.Random, said: Any) -> Any:
    """The same with one value in it replaced."""
    if isinstance(said, dict) and said:
        name = dice.choice(sorted(said))
        return said | {name: _one_odd(dice, said[name])}
    if isinstance(said, list) and said:
        return [_one_odd(dice, said[0]), *said[1:]]
    if isinstance(said, str) and said.startswith("{") and dice.random() < 0.8:
        return json.dumps(_one_odd(dice, json.loads(said)))
    plain = dice.choice(ODD).decode(errors="surrogateescape" if dice.random() < 0.5 else "replace")
    return dice.choice(
        [plain, "a\x00@example.org", "a\ud800@example.org", None, [], {}, -1, 10**400, 1e308, True, [[]]]
    )


def odd(dice: random.Random, was: bytes) -> bytes:
    """Something else instead, around or within it."""
    value = dice.choice(ODD)
    at = dice.randrange(len(was) + 1)
    return dice.choice((value, value, value, was[:at] + value + was[at:], was[:at], was * 300, dice.randbytes(40)))


def _header(dice: random.Random, made: Request) -> Request:
    name = dice.choice(HEADERS)
    return with_header(made, name, odd(dice, made.headers.get(name, b"a")))


def _cookie(dice: random.Random, made: Request) -> Request:
    given = made.headers.get("Cookie", b"")
    if dice.random() < 0.3:
        return with_header(made, "Cookie", odd(dice, given))
    name = dice.choice(COOKIES).encode()
    return with_header(made, "Cookie", given + b"; " + name + b"=" + odd(dice, b"a"))


def _query(dice: random.Random, made: Request) -> Request:
    name, value = dice.choice(QUERIES), odd(dice, b"a")
    if name == "next":
        value = dice.choice(PLACES)
    value = quote_from_bytes(value).encode() if dice.random() < 0.7 else value
    return replace(made, query=made.query + b"&" + name.encode() + b"=" + value)


def _path(dice: random.Random, made: Request) -> Request:
    parts = made.path.split(b"/")
    at = dice.randrange(len(parts))
    parts[at] = odd(dice, parts[at])
    return replace(made, path=b"/".join(parts))


def _type(dice: random.Random, made: Request) -> Request:
    kind = dice.choice(
        (b"application/x-www-form-urlencoded", b"multipart/form-data", b"text/plain", b"application/json")
    )
    said = (b"; charset=" + dice.choice(CHARSETS), b"; boundary=" + odd(dice, b"b"), b"; boundary", b";;=;")
    return with_header(made, "Content-Type", kind + dice.choice(said))


def _body(dice: random.Random, made: Request) -> Request:
    if not made.body:
        made = replace(made, method="POST", body=b"a=1")
    return replace(made, body=odd(dice, made.body))


_PART = (
    b'--b\r\nContent-Disposition: form-data; name="a"; filename="f"\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n'
)


def _parts(dice: random.Random, made: Request) -> Request:
    """A form in parts that is broken somewhere: its lines, its names, how it is encoded."""
    body = bytearray(_PART)
    for _ in range(dice.choice((1, 2, 5))):
        at = dice.randrange(len(body))
        body[at : at + dice.choice((0, 1, 9))] = dice.choice(ODD)[:300]
    said = dice.choice((b"", b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: text/plain; charset=hex\r\n"))
    sent = bytes(body).replace(b"Content-Type: text/plain\r\n", said)
    return replace(with_header(made, "Content-Type", b"multipart/form-data; boundary=b"), method="POST", body=sent)


def _method(dice: random.Random, made: Request) -> Request:
    return replace(made, method=dice.choice(METHODS))


def _less(dice: random.Random, made: Request) -> Request:
    return replace(made, headers={name: value for name, value in made.headers.items() if dice.random() < 0.6})


Wrong = Callable[[random.Random, Request], Request]
WRONGS: Sequence[Wrong] = (
    _header,
    _header,
    _header,
    _cookie,
    _query,
    _query,
    _path,
    _type,
    _body,
    _parts,
    _method,
    _less,
)
