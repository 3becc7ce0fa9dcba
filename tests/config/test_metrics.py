"""GET /metrics: the operator's numbers, for whoever has the token, and nobody's data."""

import runpy
from typing import Any

import pytest
import redis
from django.conf import settings as real
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from config import metrics, signs
from couples import clock
from couples.accounts.models import Person
from couples.erasing.services import MOST_TRIES
from couples.outbox.models import Message
from tests.couples.outbox.posting import posted

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-enough-characters"


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def scrape() -> dict[tuple[str, ...], float]:
    """Name and labels to value, read by the library's own strict parser."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


@pytest.mark.parametrize("sent", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_without_the_token_it_says_nothing(sent: str) -> None:
    answer = Client().get("/metrics", headers={"Authorization": sent} if sent else {})
    assert (answer.status_code, answer.content) == (401, b"")


def test_without_a_token_set_there_is_no_such_page(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_it_tells_of_work_and_of_hearts(ada: Person) -> None:
    redis.Redis.from_url(real.REDIS_URL).delete(*map(signs.done_key, signs.PARTS))
    message = posted(ada)
    Message.objects.filter(pk=message.pk).update(error="530 5.7.0")
    Person.objects.filter(pk=ada.pk).update(erase_what="words", erase_at=clock.now(), erase_tries=MOST_TRIES)
    signs.done("clock")
    found = scrape()
    assert found["nearer_erasings_stuck",] == 1
    assert found["nearer_messages_due", "mail"] == 1
    assert found["nearer_messages_due", "push"] == 0
    assert found["nearer_messages_troubled", "530 5.7.0"] == 1
    assert found["nearer_nudges_lag_seconds",] == 0
    assert found["nearer_up", "database"] == found["nearer_up", "broker"] == 1
    assert 0 <= found["nearer_heartbeat_age_seconds", "clock"] < signs.SECONDS
    assert ("nearer_heartbeat_age_seconds", "beat") not in found


def test_it_names_nobody(ada: Person) -> None:
    posted(ada)
    said = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert "example.org" not in said
    assert str(ada.pk) not in said


def test_a_part_that_is_down_is_told_and_the_other_still_tells(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "REDIS_URL", "redis://127.0.0.1:1/0")
    found = scrape()
    assert (found["nearer_up", "broker"], found["nearer_up", "database"]) == (0, 1)
    assert ("nearer_messages_due", "mail") in found

    def away() -> None:
        raise OperationalError("no route")

    monkeypatch.setattr(metrics, "figures", away)
    assert scrape()["nearer_up", "database"] == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"NEARER_METRICS_TOKEN": "short"}, "NEARER_METRICS_TOKEN"),
        ({"NEARER_MAIL_WEBHOOK": "pigeon"}, "must be one of postmark"),
        ({"NEARER_MAIL_WEBHOOK": "mailgun"}, "missing or too short"),
        ({"NEARER_MAIL_WEBHOOK": "brevo", "NEARER_MAIL_WEBHOOK_SECRET": "x" * 30}, "name:password"),
    ],
)
def test_a_secret_that_could_be_guessed_is_refused_at_the_start(
    values: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=said):
        runpy.run_path(str(real.BASE_DIR / "config" / "settings.py"))
