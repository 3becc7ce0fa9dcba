"""`bin/bench pages`: what a page costs the server and the phone, each beside its floor in the same run."""

import os
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.report import Report
from bench.serving import GRANIAN, UVICORN, Served, built, serving
from bench.small import shrink

ROUNDS, EACH = 5, 60
#: Of everything a couple can have many of.
ROWS = 50


def run(*, small: bool = False) -> int:
    django.setup()
    if small:
        shrink("bench.pages", "bench.first_pages", "bench.search", "bench.story", "bench.weights")
    call_command("migrate", verbosity=0)

    from bench import first_pages, search, story, weights  # noqa: PLC0415  these need the settings
    from bench.content import Demo, demo, uneven  # noqa: PLC0415
    from bench.plenty import add_plenty  # noqa: PLC0415

    report = Report("pages")
    full, one, told = demo(ROWS), demo(1), uneven()
    add_plenty(full, ROWS)
    add_plenty(one, 1)

    def counted(couple: Demo, path: str) -> int:
        client = Client()
        client.force_login(couple.ada)
        client.get(path)  # the session and the keys are known from here on, as on the second page of an evening
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    report.figure("today_queries", counted(full, "/today/"), "queries", goal=8)
    talk = next(page.path for page in first_pages.addresses(full) if page.name == first_pages.TALK)
    report.figure("talk_queries", counted(full, talk), "queries", goal=10)
    # Each has an open talk of its own; all other pages have one address.
    own = {page.name: page.path for page in first_pages.addresses(one) if page.name == first_pages.TALK}
    growth = {
        page.name: counted(full, page.path) - counted(one, own.get(page.name, page.path))
        for page in first_pages.addresses(full)
    }
    most = max(growth, key=growth.__getitem__)
    report.figure("list_query_growth", growth[most], "queries", goal=0, page=most)
    asked = {page.name: counted(told, page.path) for page in first_pages.addresses(told)}
    most = max(asked, key=asked.__getitem__)
    report.figure("most_queries", asked[most], "queries", goal=10, page=most)

    short_story, long_story = demo(1), demo(1)
    story.add(short_story, 2)
    story.add(long_story, story.ENTRIES)
    grown = counted(long_story, story.STORY) - counted(short_story, story.STORY)
    report.figure("story_query_growth", grown, "queries", goal=0, entries=story.ENTRIES)
    asked = {name: counted(long_story, path) for name, path in story.addresses().items()}
    report.figure("story_queries", max(asked.values()), "queries", goal=10, entries=story.ENTRIES)

    cookie = signed_in(full)
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="nearer-bench-") as home:
        var = Path(home)
        (var / "fonts").symlink_to(Path(os.environ["NEARER_VAR"], "fonts").resolve())
        built(var)
        with serving(GRANIAN, var) as granian, serving(UVICORN, var) as hybrid:
            first_pages.measure(report, granian, full, cookie)
            story.measure(report, granian, signed_in(long_story))
            cpu(report, granian, hybrid, cookie)
            weights.measure(report, hybrid)
            weights.guidelines(report, hybrid, signed_in(one), signed_in(one, first=False))
    search.measure(report, full)
    return 1 if report.missed else 0


def signed_in(couple: object, *, first: bool = True) -> str:
    client = Client()
    client.force_login(couple.ada if first else couple.ben)  # type: ignore[attr-defined]  # a Demo, once the settings are known
    return client.cookies["session"].value


def cpu(report: Report, pages: Served, local: Served, cookie: str) -> None:
    """CPU a page as production serves it (Granian), and in the one local process, beside the bare WSGI application."""
    servers = {"pages_cpu_vs_wsgi": (pages, 1.1), "local_pages_cpu_vs_wsgi": (local, None)}
    for server, _goal in servers.values():
        server.timed("/today/", cookie, EACH)
    called("/today/", cookie, EACH)
    floor, spent = 0.0, dict.fromkeys(servers, 0.0)
    for _ in range(ROUNDS):
        floor += called("/today/", cookie, EACH)
        for metric, (server, _goal) in servers.items():
            before = server.cpu_seconds()
            server.timed("/today/", cookie, EACH)
            spent[metric] += server.cpu_seconds() - before
    each = ROUNDS * EACH / 1000
    for metric, (_server, goal) in servers.items():
        report.figure(metric, spent[metric] / each, "ms", floor=floor / each, goal=goal)


def called(path: str, cookie: str, times: int) -> float:
    """CPU seconds of calling the WSGI application itself (PEP 3333), without a server around it."""
    from config.wsgi import application  # noqa: PLC0415  needs the settings

    started = time.process_time()
    for _ in range(times):
        environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_COOKIE": f"session={cookie}", "HTTP_HOST": "testserver"}
        setup_testing_defaults(environ)
        answer = application(environ, lambda *_: None)
        b"".join(answer)
        answer.close()
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    return time.process_time() - started
