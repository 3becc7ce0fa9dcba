"""How far behind the engine is: a number for whoever runs the server."""

from dataclasses import dataclass

from django.db.models import Count, Min

from couples import clock
from rituals.models import Nudge


@dataclass(frozen=True, slots=True)
class Lag:
    """Nudges whose minute has come and that have not rung. Later than one tick: no dispatcher works."""

    due: int
    oldest_seconds: float


def lag() -> Lag:
    now = clock.now()
    found = Nudge.objects.filter(next_at__lte=now).aggregate(due=Count("pk"), oldest=Min("next_at"))
    return Lag(found["due"], (now - found["oldest"]).total_seconds() if found["oldest"] else 0.0)
