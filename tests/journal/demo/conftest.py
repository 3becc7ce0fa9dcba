from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import clear_url_caches, include, path

from config import urls
from couples.outbox import local_page
from journal.demo import making
from journal.demo.months import month_1


@pytest.fixture
def local(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[None]:
    """Settings and addresses as on the machine one sits at."""
    settings.LOCAL = settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path)
    there = [path(local_page.PATH, include("couples.outbox.local_urls"))]
    there += [path("local/demo/", include("journal.demo.urls"))]
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *there])
    clear_url_caches()
    yield
    monkeypatch.undo()
    clear_url_caches()


@pytest.fixture
def short(local: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo with a few evenings: for what has to do with none of its words."""
    monkeypatch.setattr(making, "events", lambda: month_1.EVENTS[:3])
