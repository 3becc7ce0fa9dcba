import gc
from collections.abc import Iterator

import pytest
from celery.signals import celeryd_after_setup

import config.celery  # noqa: F401  listens from then on


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_search_for_garbage_goes_through_what_a_worker_began_with() -> None:
    celeryd_after_setup.send(sender="worker@here", instance=None, conf=None)
    assert gc.get_freeze_count() > 10_000
