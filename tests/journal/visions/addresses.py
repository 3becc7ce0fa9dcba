"""The addresses of looking ahead that hold something, and a couple that has it (tests/addresses.py)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.visions import services as visions
from tests.page_sends import Sent, at, having

HOPE = {"horizon": "1", "area": "us", "words": "Mine", "value": "calm", "guess": "yes"}


def _step(couple: Couple, id: UUID) -> Sent:
    if not visions.is_opened(visions.current(couple)):
        return None
    # Wherever its person lives, that is not over.
    on = clock.now().date() + timedelta(days=1)
    return "POST", reverse("visions:steps"), {"id": str(id), "words": "Mine", "on": str(on)}


HOLDS = {
    "hope": "hope",
    "draft": "hope",
    "removal": "hope",
    "return": "hope",
    "parting": "match",
    "step-weekly": "step",
    "step-removal": "step",
    "step-return": "step",
}
ONLY_SENT = {
    "beginning",
    "seal",
    "retraction",
    "pair",
    "draft",
    "removal",
    "return",
    "parting",
    "step-weekly",
    "step-removal",
    "step-return",
}
MAKES = {
    "a hope, looked at": at("visions:hope", {}, "GET"),
    "a hope, kept": at("visions:hope", HOPE),
    "a hope, saving itself": at("visions:draft", HOPE),
    "a step": _step,
}
NAMES = {"one of a pair": having("visions:pair", {"two": "", "other": str(UUID(int=0)), "kind": "hope"}, "one")}
FORMS = {"StepForm": "a step"}
MADE_AT = {"hope": "a hope, kept", "draft": "a hope, saving itself"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    looking = {"horizon": 1, "area": "us", "words": word, "value": word, "guess": "yes"}
    hopes = [visions.keep(couple, by=person, id=uuid4(), values=looking) for person in (one, other)]
    for person in (one, other):
        visions.seal(couple, by=person)
    match = visions.say_together(*hopes, by=one, kind="hope")
    step = uuid4()
    visions.plan(couple, by=one, id=step, words=word, on=clock.today(one), nudge=False)
    return {"hope": hopes[0].pk, "match": match.pk, "step": step}
