"""A browser names where to push; it may not name what only this server can reach."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from couples.push import endpoints, http
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
        "https://0x7f000001/x",
        "https://127.0.0.0x1/x",
        "https://0177.0.0.1/x",
        "https://017700000001/x",
        "https://127.0.1/x",
        "https://%31%32%37.0.0.1/x",
        "https://①②⑦.⓪.⓪.①/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[::127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[fe80::1%25eth0]/x",
        "https://[2606:4700::1111]/x",
        "https://8.8.8.8/x",
        "https://a@127.0.0.1/x",
        "https://push.example.com\\@127.0.0.1/x",
        "https://127.0.0.1.in-addr.arpa/x",
        "https://LOCALHOST/x",
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
        "fe80::1%lo",
        "2606:4700::1111%lo",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "nonsense",
    ],
)
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("couples.push.endpoints.socket.getaddrinfo", known_as("8.8.8.8", address))
    with pytest.raises(NotPublic):
        addresses(endpoint("https://push.example.com/x"))


#: The first and the last address of each block of both registries of special-purpose addresses (IANA, 2026), and of
#: what is no global unicast at all.
BLOCKS = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.0/29 192.0.0.8/32
192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24
192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
::1/128 ::/128 ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23
2001::/32 2001:1::1/128 2001:1::2/128 2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28
2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8
4000::/3 8000::/1 ::/8
"""
BESIDE = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 172.15.255.255 172.32.0.0
192.0.1.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
2001:200:: 2001:4860:4860::8888 2003:: 2606:4700::1111 2620:4f:8001:: 2a00:1450:4001::200e
"""


@pytest.mark.parametrize("block", BLOCKS.split())
def test_nothing_of_a_special_block_is_public_however_it_is_spelled(block: str) -> None:
    network = ip_network(block)
    for address in (network[0], network[-1], network[len_of(network) // 2]):
        assert not endpoints.is_public(str(address))
        assert not endpoints.is_public(address.exploded.upper())
        if isinstance(address, IPv4Address):
            for hidden in hidden_in(address):
                assert not endpoints.is_public(hidden), hidden


@pytest.mark.parametrize("address", BESIDE.split())
def test_what_lies_beside_them_is_public_and_hides_in_nothing(address: str) -> None:
    assert endpoints.is_public(address)
    assert not endpoints.is_public(f"{address}%eth0")
    found = ip_address(address)
    if isinstance(found, IPv4Address):
        assert not any(endpoints.is_public(hidden) for hidden in hidden_in(found))


def len_of(network: IPv4Network | IPv6Network) -> int:
    return int(network[-1]) - int(network[0])


def hidden_in(address: IPv4Address) -> list[str]:
    """Mapped, compatible, translated, NAT64 of both kinds, 6to4 and Teredo."""
    old, upside_down = f"{address.packed[:2].hex()}:{address.packed[2:].hex()}", 0xFFFFFFFF ^ int(address)
    teredo = f"2001:0:{old}:0:0:{upside_down >> 16:x}:{upside_down & 0xFFFF:x}"
    ways = ("::ffff:", "::", "::ffff:0:", "64:ff9b::", "64:ff9b:1::")
    return [*(way + str(address) for way in ways), f"2002:{old}::", teredo]


@pytest.mark.usefixtures("in_the_open")
def test_what_a_connection_leads_to_is_looked_at_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look-up said somewhere public; where the line ends is what counts."""
    service = PushService()
    with running(service):
        inside = socket.create_connection(("127.0.0.1", int(service.origin.rpartition(":")[2])))
        monkeypatch.setattr("couples.push.endpoints.socket.getaddrinfo", known_as("8.8.8.8"))
        monkeypatch.setattr("couples.push.http.socket.create_connection", lambda where, timeout: inside)
        with pytest.raises(NotPublic), http.Connections() as line:
            line.push(endpoint("https://push.example.com/x"), b"words", {}, last_look=lambda: None)
        assert inside.fileno() == -1, "closed"
    assert service.pushed == []


@pytest.mark.usefixtures("in_the_open")
def test_a_name_out_in_the_open_is_used_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The very address that was looked at: a name may lead elsewhere a moment later."""
    monkeypatch.setattr("couples.push.endpoints.socket.getaddrinfo", known_as("8.8.8.8", "2606:4700::1111"))
    asked: list[Any] = []

    def connect(where: Any, timeout: float) -> Any:
        asked.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr("couples.push.http.socket.create_connection", connect)
    with pytest.raises(ConnectionRefusedError), http.Connections() as line:
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
    monkeypatch.setattr(http, "_trust", lambda: ours)
    service = PushService()
    service.answers["/x"] = 204
    with running(service, lambda plain: theirs.wrap_socket(plain, server_side=True)), http.Connections() as line:
        to = endpoint(f"{service.origin}/x")
        if (name, trusted) == ("127.0.0.1", True):
            assert line.push(to, b"encrypted", {}, last_look=lambda: None).status == 204
        else:
            with pytest.raises(ssl.SSLError):
                line.push(to, b"encrypted", {}, last_look=lambda: None)
