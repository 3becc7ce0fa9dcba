"""The composed site for whoever asks: started once for a module, on the run's own database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from bench.serving import built
from tests.composed.site import Site, composed_site


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files as people get them."""
    var = tmp_path_factory.mktemp("var")
    (var / "fonts").symlink_to(Path(os.environ["NEARER_VAR"], "fonts").resolve())
    return built(var)


@pytest.fixture(scope="module")
def composed(django_db_setup: None, static_files: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """Pages, hints and Caddy. People and rows are each test's own; nothing is mailed."""
    with django_db_blocker.unblock(), composed_site(static_files) as site:
        yield site
