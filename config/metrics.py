"""GET /metrics for Prometheus: numbers about the machine's work, none about anybody.

Nothing is counted in a process: every figure is read from PostgreSQL or Valkey when it is asked for, so any number of
processes says the same.
"""

import logging
from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from config import signs
from couples.erasing.services import stuck
from couples.outbox.metrics import Counts, figures
from rituals.nudges.lag import lag

log = logging.getLogger(__name__)

SAID = {
    "due": "Messages whose time has come",
    "late": "Messages due for more than a minute",
    "oldest_due_seconds": "How long the oldest of them has been due",
    "missed": "Messages of the last day that were too late to be of use",
    "failed": "Messages of the last day that were refused for good",
    "dead": "Messages given up after errors of ours",
}


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Only with NEARER_METRICS_TOKEN as bearer; without one set there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(Now())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Now(Collector):
    """The figures at this moment. A part that is down is shown as down, and the rest is still told."""

    def describe(self) -> Iterator[Metric]:
        yield from ()  # or registering would already ask the database

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("nearer_up", "Whether this part answers", labels=["part"])
        for part, read in (("database", _work), ("broker", _signs)):
            try:
                yield from read()
            except (DatabaseError, redis.RedisError) as error:
                log.warning("A part is down: %s", type(error).__name__)
                up.add_metric([part], 0)
            else:
                up.add_metric([part], 1)
        yield up


def _work() -> list[Metric]:
    found, ringing = figures(), lag()
    families: list[Metric] = []
    for name in Counts.__dataclass_fields__:
        family = GaugeMetricFamily(f"nearer_messages_{name}", SAID[name], labels=["channel"])
        for channel, counts in found.channels.items():
            family.add_metric([channel], getattr(counts, name))
        families.append(family)
    troubles = GaugeMetricFamily(
        "nearer_messages_troubled", "Messages tried again, by what went wrong", labels=["error"]
    )
    for error, many in found.troubles.items():
        troubles.add_metric([error], many)
    return [
        *families,
        troubles,
        GaugeMetricFamily("nearer_addresses_suppressed", "Addresses not written to", value=found.suppressed),
        GaugeMetricFamily("nearer_erasings_stuck", "Erasings given up after errors of ours", value=stuck().count()),
        GaugeMetricFamily("nearer_nudges_due", "Nudges whose minute has come", value=ringing.due),
        GaugeMetricFamily("nearer_nudges_lag_seconds", "How late the oldest of them is", value=ringing.oldest_seconds),
    ]


def _signs() -> list[Metric]:
    """Seconds since each part last finished something. A part that has finished nothing for a minute is left out."""
    family = GaugeMetricFamily("nearer_heartbeat_age_seconds", "Since work was last finished", labels=["part"])
    for part, age in signs.ages(signs.watching(settings.REDIS_URL)).items():
        family.add_metric([part], age)
    return [family]
