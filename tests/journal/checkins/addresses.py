"""The addresses of check-ins that hold something, and a couple that has it (tests/addresses.py)."""

from datetime import date, timedelta
from typing import Any

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins

HOLDS = {"day": "on", "draft": "on", "so-far": "on", "seal": "on", "retraction": "on", "pass": "on"}
SHARED = {"rang": date(2026, 11, 22)}
ONLY_SENT = {"draft", "so-far", "seal", "retraction", "pass"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    on = clock.today(one) - timedelta(days=30 * many)
    checkins.seal(couple, by=one, on=on, values={"line": word, "ahead": word, "feelings": [word]})
    return {"on": on}
