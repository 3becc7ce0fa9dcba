"""A browser names where to push; it may not name what only this server can reach."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from couples.push import endpoints, wire
from couples.push.endpoints import NotPublic, addresses, endpoint
from tests.couples.push.service import PushService, running


@pytest.fixture
def in_the_open(settings: Any) -> None:
    """As on a server."""
    settings.PUSH_INSIDE = False


@pytest.mark.usefixtures("in_the_open")
@pytest.mark.parametrize(
    "url",
    [
        "https://fcm.googleapis.com/fcm/send/abc:DEF-1_2",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGx?x=1",
        "https://wns2-par02p.notify.windows.com:443/w/?token=BQ%3d",
    ],
)
def test_push_services_are_welcome(url: str) -> None:
    found = endpoint(url)
    assert found.secure
    assert url.startswith(found.origin)
    assert url.endswith(found.target)


@pytest.mark.usefixtures("in_the_open")
@pytest.mark.parametrize(
    "url",
    [
        "",
        "push",
        "http://push.example.com/x",
        "ftp://push.example.com/x",
        "https://localhost/x",
        "https://printer.local/x",
        "https://database:5432/x",
        "https://metadata.internal/x",
        "https://push.example.com:5432/x",
        "https://push.example.com:99999/x",
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://2130706433/x",
        "https://0x7f.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://name:word@push.example.com/x",
        "https://@push.example.com/x",
        "https://push.example.com/x#y",
        "https://push.example.com/x\r\nHost: other",
        "https://push.example.com/a b",
        "https://püsh.example.com/x",
        "https://push.example.com./x",
        "https://[push.example.com/x",
        "https://push.example.com/" + "x" * endpoints.LONGEST,
    ],
)
def test_whatever_is_no_address_in_the_open_is_refused(url: str) -> None:
    with pytest.raises(NotPublic):
        endpoint(url)


@pytest.mark.usefixtures("in_the_open")
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104  refused, not bound
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("couples.push.endpoints.socket.getaddrinfo", known_as("8.8.8.8", address))
    with pytest.raises(NotPublic):
        addresses(endpoint("https://push.example.com/x"))


@pytest.mark.usefixtures("in_the_open")
def test_a_name_out_in_the_open_is_used_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The very address that was looked at: a name may lead elsewhere a moment later."""
    monkeypatch.setattr("couples.push.endpoints.socket.getaddrinfo", known_as("8.8.8.8", "2606:4700::1111"))
    asked: list[Any] = []

    def connect(where: Any, timeout: float) -> Any:
        asked.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr("couples.push.wire.socket.create_connection", connect)
    with pytest.raises(ConnectionRefusedError), wire.Wire() as line:
        line.push(endpoint("https://push.example.com/x"), b"", {}, last_look=lambda: None)
    assert asked == [("8.8.8.8", 443), ("2606:4700::1111", 443)]


def known_as(*found: str) -> Any:
    return lambda host, port, **_: [(None, None, 6, "", (each, port)) for each in found]


# -- over TLS ---------------------------------------------------------------------------------------------------------


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Self-signed for a name: the certificate, and it with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name[0].isdigit():
        names = [x509.IPAddress(ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, both = folder / f"{name}.pem", folder / f"{name}-key.pem"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    both.write_bytes(public.read_bytes() + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public, both


@pytest.mark.parametrize(("name", "trusted"), [("127.0.0.1", True), ("other.example", True), ("127.0.0.1", False)])
def test_a_service_shows_a_certificate_for_its_name_or_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool
) -> None:
    public, both = certificate(tmp_path, name)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(both)
    ours = ssl.create_default_context(cafile=str(public) if trusted else None)
    monkeypatch.setattr(wire, "_trust", lambda: ours)
    service = PushService()
    service.answers["/x"] = 204
    with running(service, lambda plain: theirs.wrap_socket(plain, server_side=True)), wire.Wire() as line:
        to = endpoint(f"{service.origin}/x")
        if (name, trusted) == ("127.0.0.1", True):
            assert line.push(to, b"sealed", {}, last_look=lambda: None).status == 204
        else:
            with pytest.raises(ssl.SSLError):
                line.push(to, b"sealed", {}, last_look=lambda: None)
