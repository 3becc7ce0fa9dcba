"""What docker-compose.yml starts is the whole of Nearer, and answers as it should, through TLS."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from config import whole
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.brought.models import BroughtRecord
from tests.composed.compose import ROOT
from tests.composed.compose import composed as composed_file
from tests.composed.site import EVERYONE, PATIENCE, Answer, Site, composed_site, cookie_of
from tests.couples.outbox.mailserver import MailServer, running
from tests.journal.brought.files import record, words_json

pytestmark = pytest.mark.django_db(transaction=True)


class Visitor:
    """A browser without scripts: keeps its cookies and sends a form's token along."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._asked(self.site.ask(path, cookie=self._cookie))

    def send(self, path: str, **fields: str) -> Answer:
        """The form on that page, filled in."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).body)
        assert token
        body = urlencode({"csrfmiddlewaretoken": token[1].decode()} | fields).encode()
        own = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.site.url + path}
        return self._asked(self.site.ask(path, "POST", body=body, cookie=self._cookie, headers=own))

    def bring(self, content: bytes, path: str = "/you/brought/") -> Answer:
        """A file of their own words, as a browser sends it."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).body)
        assert token
        body = encode_multipart(
            BOUNDARY, {"csrfmiddlewaretoken": token[1].decode(), "file": SimpleUploadedFile("words.json", content)}
        )
        own = {"Content-Type": MULTIPART_CONTENT, "Referer": self.site.url + path}
        return self._asked(self.site.ask(path, "POST", body=body, cookie=self._cookie, headers=own))

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _asked(self, answer: Answer) -> Answer:
        self.cookies |= answer.cookies
        return answer


def test_everything_in_the_file_runs_and_somebody_signs_in_by_a_mailed_code(
    static_files: Path, ada: Person, couple: Couple
) -> None:
    server = MailServer()
    with running(server) as port, composed_site(static_files, mail=f"smtp://127.0.0.1:{port}", run=EVERYONE) as site:
        site.run("migrate")
        assert site.ask("/healthz").status == 200
        assert {name: probed(site, name) for name in EVERYONE if name != "caddy"} == {
            name: 0 for name in EVERYONE if name != "caddy"
        }
        visitor = Visitor(site)
        assert visitor.send("/account/login/code/", email=ada.email).status == 302
        site.wait_until(lambda: len(server.accepted) == 1)
        body = server.accepted[0].get_body(("plain",))
        assert body
        code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", body.get_content(), re.MULTILINE)
        assert code
        assert visitor.send("/account/login/code/confirm/", code=code[1]).status == 302
        assert b"<live-hints" in visitor.get("/today/").body
        assert all("Traceback" not in site.said(name) for name in site.children)


def probed(site: Site, name: str) -> int:
    """The exit status of the service's own health check, asking at this machine's port."""
    service = site.services[name]
    command = [sys.executable, *service.healthcheck[1:], *([str(site.ports[name])] if name in site.ports else [])]
    env = {**site.env, **service.environment, "REDIS_URL": site.env["REDIS_URL"]}
    return subprocess.run(command, env=env, cwd=ROOT, check=False, timeout=PATIENCE).returncode


def test_the_harness_starts_every_service_of_the_file() -> None:
    servers = {"database", "broker", "cache"}  # this machine's own, from wheels
    assert set(composed_file()["services"]) == {*EVERYONE, *servers, "migrate"}


def test_a_large_file_of_words_comes_to_its_own_address_and_to_no_other(
    composed: Site, ada: Person, couple: Couple
) -> None:
    visitor = Visitor(composed)
    visitor.cookies = dict([cookie_of(ada).split("=", 1)])
    file = words_json(*(record(data={"text": "x" * 2_000}) for _ in range(1_500)))
    assert len(file) > 3 * whole.LARGEST
    assert (visitor.bring(file).status, BroughtRecord.objects.by(ada).count()) == (303, 1_500)
    refused = visitor.bring(b"x" * (33 * 1024**2))
    assert (refused.status, b"This file is larger than 32 MB." in refused.body) == (422, True)
    too_much = visitor.bring(b"x" * whole.LARGER["/you/brought/"])
    assert (too_much.status, b"That is more than fits at once." in too_much.body) == (413, True)
    # Not much more: a server that has answered reads on for a little, and then closes the line to whoever still sends.
    assert visitor.bring(file[: whole.LARGEST + 100_000], "/you/along/").status == 413


def test_a_page_through_caddy_is_the_person_s_own(composed: Site, ada: Person, couple: Couple) -> None:
    answer = composed.ask("/today/", cookie=cookie_of(ada))
    assert answer.status == 200
    assert b"<live-hints" in answer.body
    assert answer.headers["Strict-Transport-Security"]
    assert composed.ask("/today/").status == 303
