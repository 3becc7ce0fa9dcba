"""The addresses of times for each other that hold something, and a couple that has it (tests/addresses.py)."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox import tokens
from couples.space.models import Couple
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual
from rituals.noticed import services as noticing
from rituals.occurrences import preparer
from tests.page_sends import Sent


def _note(couple: Couple, id: UUID) -> Sent:
    ritual = Ritual.objects.for_couple(couple).living().filter(practice="own").first()
    if ritual is None:
        return None
    return ("POST", reverse("rituals:note", args=[ritual.pk]), {"id": str(id), "words": "Mine"})


HOLDS = {
    "feed": "link",
    "later": "link",
    "download": "ritual",
    "detail": "ritual",
    "edit": "ritual",
    "preparers": "ritual",
    "one": ("ritual", "friday"),
    "skip": ("ritual", "friday"),
    "usual": ("ritual", "friday"),
    "preparer": ("ritual", "friday"),
    "note": "ritual",
    "noticed": "noticed",
    "noticed-removal": "noticed",
    "noticed-return": "noticed",
    "retirement": "ritual",
    "restoration": "ritual",
    "another-time": "ritual",
    "fine": "ritual",
    "fine-once": ("ritual", "friday"),
    "snooze": "ritual",
    "snooze-removal": "ritual",
}
ONLY_SENT = {
    "calendar-revocation",
    "calendar-checkin",
    "preparers",
    "skip",
    "usual",
    "preparer",
    "note",
    "noticed-removal",
    "noticed-return",
    "retirement",
    "restoration",
    "fine",
    "fine-once",
    "snooze",
    "snooze-removal",
}
MAKES = {"something noticed": _note}
FORMS = {"NoticedForm": "something noticed"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    ritual = rituals.add(
        couple, by=one, title=word, rule=Rule(time(18), frozenset({4})), zone="Europe/Berlin", minutes=30
    )
    friday = next(ritual.rule.dates(clock.today(one)))
    preparer.alternate(ritual, first=one)
    rituals.move(ritual, on=friday, to=datetime.combine(friday + timedelta(days=1), time(19)), by=one)
    noticed = uuid4()
    noticing.note(ritual, by=one, id=noticed, on=clock.today(one), words=word)
    link = tokens.unsubscribe(one.pk, "nudge")[:-1]
    return {"ritual": ritual.pk, "friday": friday, "noticed": noticed, "link": link}
