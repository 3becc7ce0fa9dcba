"""Nothing that can be sent is answered with an error of ours. `bin/bench trust --row 3` asks 20,000 times."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from bench import hostile, malformed
from bench.everything import Everything, everything
from bench.hostile import CSRF, Request
from couples.accounts.models import Person
from couples.web import wellformed
from tests.couples.outbox.reports import SPEAKERS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid"),
]

FORM, PARTS = b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b"
SESSION, TOKEN = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME


@pytest.fixture
def site() -> Everything:
    return everything()


def asked(made: Request) -> int:
    with malformed.one_connection():
        return malformed.ask(application(), made)


def application() -> Any:
    """Looks at the database when it is first imported."""
    from config.wsgi import application  # noqa: PLC0415

    return application


def sent(body: bytes, kind: bytes, path: bytes = b"/account/login/", **headers: bytes) -> Request:
    said = {"Host": b"testserver", "Cookie": f"{TOKEN}={CSRF}".encode(), "X-CSRFToken": CSRF.encode()}
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    length = {"Content-Length": str(len(body)).encode(), "Content-Type": kind}
    return Request("POST", path, headers=said | length | more, body=body)


def test_a_small_part_of_the_long_run_finds_what_was_planted_and_nothing_else() -> None:
    outcome = malformed.refused(300, seed=2026)
    assert outcome.wrong == {}
    assert set(outcome.answers) >= {200, 303, 400, 404}


def test_what_is_no_address_to_go_on_to_is_left_alone_on_every_page(site: Everything) -> None:
    session = f"{SESSION}={site.cookie}".encode()
    places = itertools.cycle((b"http://[::1", b"//[", b"http://a]/"))
    for page in site.pages:
        for cookie in (b"", session):
            made = Request("GET", page.encode(), b"next=" + next(places), {"Host": b"testserver", "Cookie": cookie})
            assert asked(made) < 500 or page == "/healthz", page


@pytest.mark.parametrize(
    "cookie", [b"a\x00b", b'"a\\000b"', b"\xed\xa0\x80", b"\xff", b"a" * 9_000, b"\x1b[31m"], ids=repr
)
def test_a_session_of_any_bytes_is_nobodys(cookie: bytes) -> None:
    for name in (SESSION, TOKEN, "messages"):
        made = Request("GET", b"/today/", headers={"Host": b"testserver", "Cookie": name.encode() + b"=" + cookie})
        assert asked(made) in {303, 400, 404}


@pytest.mark.parametrize("charset", [*hostile.CHARSETS, b"iso-8859-1", b"\xc3\xbc"], ids=repr)
@pytest.mark.parametrize(
    "kind", [b"application/x-www-form-urlencoded", b"multipart/form-data", b"text/plain"], ids=repr
)
def test_another_encoding_than_ours_is_refused(kind: bytes, charset: bytes) -> None:
    made = sent(b"login=a", kind + b"; charset=" + charset)
    assert asked(made) in ({400} if charset else {200, 400, 403, 422})
    assert asked(hostile.with_header(Request("GET", b"/about/", b"a=1"), "Content-Type", kind)) in {200, 400}


def test_our_own_encoding_is_taken_by_any_of_its_names() -> None:
    for name in (b"utf-8", b"UTF8", b"us-ascii", b'"utf-8"'):
        assert asked(sent(b"login=a&password=b", FORM + b"; charset=" + name)) in {200, 422}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--b", PARTS),
        (b"", b"multipart/form-data"),
        (b"--b\r\n", b"multipart/form-data; boundary=" + b"b" * 300),
        (
            b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
            PARTS,
        ),
        (b"--b\r\nContent-Disposition: form-data; name*=hex''%ff\r\n\r\nx\r\n--b--", PARTS),
        (b'--b\r\nContent-Disposition: form-data; name="\x00"; filename="\x00"\r\n\r\nx\r\n--b--', PARTS),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Length: x\r\n\r\nx\r\n--b--', PARTS),
        (b"--b\r\n" + b"A" * 2_000 + b"\r\n\r\nx\r\n--b--", PARTS),
        (b"&".join([b"a=1"] * 2_000), FORM),
        (b'--b\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\nx\r\n' * 200 + b"--b--", PARTS),
        (b"a=%", FORM),
        (b"\x00=\x00&a=%ed%a0%80", FORM),
        (b"a" * 3_000_000, FORM),
    ],
    ids=lambda each: repr(each[:30]),
)
def test_a_broken_form_is_refused_or_read_and_never_an_error(body: bytes, kind: bytes) -> None:
    assert asked(sent(body, kind)) in {200, 400, 403, 422}


@pytest.mark.parametrize(
    "length", [b"", b"-1", b"1e3", b"9" * 5_000, b"\xd9\xa3", b"0x10"], ids=lambda each: repr(each[:9])
)
def test_a_length_that_is_none_is_refused(length: bytes) -> None:
    assert asked(sent(b"a=1", FORM, Content_Length=length)) in ({400} if length else {200, 400, 403, 422})


@pytest.mark.parametrize("provider", SPEAKERS)
@pytest.mark.parametrize(
    "odd", ["a\x00@example.org", "\ud800@example.org", "a b@example.org", "a" * 300, 7, ["a"], {}, None]
)
def test_a_signed_report_with_anything_in_it_is_understood_or_not(provider: str, odd: Any) -> None:
    speaker = SPEAKERS[provider]
    for number, said in enumerate(speaker.kinds("ada@example.org", 1).values()):
        written = json.dumps(said).replace(json.dumps("ada@example.org"), json.dumps(odd))
        # Amazon's is a text within the text.
        written = written.replace('\\"ada@example.org\\"', json.dumps(json.dumps(odd))[1:-1])
        headers = {name.replace("-", "_"): value.encode() for name, value in speaker.sign(written.encode()).items()}
        made = sent(written.encode(), b"application/json", b"/mail/reports/", **headers)
        status = asked(Request(made.method, made.path, b"", made.headers, made.body, provider))
        assert status in {200, 400}, (number, status)


def test_the_way_in_reads_requests_in_our_encoding() -> None:
    assert application().request_class is wellformed.Request


def test_ordinary_requests_stay_ordinary(ada: Person, ada_client: Client, client_for: Callable[..., Client]) -> None:
    assert ada_client.get("/today/", {"month": "ü 日本 👩‍🚀"}).status_code == 200
    answer = ada_client.post("/you/", {"name": "Ada Ünlü 日本 👩‍🚀", "zone": "Europe/Berlin"})
    assert answer.status_code == 303
    assert get_user_model().objects.get(pk=ada.pk).name == "Ada Ünlü 日本 👩‍🚀"
