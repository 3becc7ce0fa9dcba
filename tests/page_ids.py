"""Every place where a page brings the id of something it is to make or to name, and what it answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock, ids
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.agreements.models import Guideline
from journal.visions import services as visions
from rituals.models import Ritual
from tests.pages import words_of

HOPE = {"horizon": "1", "area": "us", "words": "Mine", "value": "calm", "guess": "yes"}
MOMENT = {"shape": "moment", "see": "Mine", "when": "Mine", "felt": "Mine", "love": "Mine"}

#: Method, address and fields; None where the couple has nothing to do it with.
Sent = tuple[str, str, dict[str, Any]] | None


def _at(name: str, data: dict[str, Any], method: str = "POST") -> Callable[[Couple, UUID], Sent]:
    return lambda couple, id: (method, reverse(name, args=[id]), data)


def _with(name: str, data: dict[str, Any], field: str = "id") -> Callable[[Couple, UUID], Sent]:
    return lambda couple, id: ("POST", reverse(name), data | {field: str(id)})


def _note(couple: Couple, id: UUID) -> Sent:
    ritual = Ritual.objects.for_couple(couple).living().filter(practice="own").first()
    if ritual is None:
        return None
    return ("POST", reverse("rituals:note", args=[ritual.pk]), {"id": str(id), "words": "Mine"})


def _step(couple: Couple, id: UUID) -> Sent:
    if not visions.is_opened(visions.current(couple)):
        return None
    return "POST", reverse("visions:steps"), {"id": str(id), "words": "Mine", "on": str(clock.now().date())}


def _saving(*fields: str) -> Callable[[Couple, UUID], Sent]:
    def saving(couple: Couple, id: UUID) -> Sent:
        line = Guideline.objects.for_couple(couple).in_draft().first()
        base = {} if "base_op" in fields else {"base_rev": "1"}
        named = {"op_id": str(uuid4()), "text": "Mine"} | base | dict.fromkeys(fields, str(id))
        return ("POST", reverse("agreements:line", args=[line.pk]), named) if line else None

    return saving


def _place(couple: Couple, id: UUID) -> Sent:
    line = Guideline.objects.for_couple(couple).in_draft().first()
    moving = {"op_id": str(uuid4()), "text": "Mine", "base_rev": "1", "before": str(id)}
    return ("POST", reverse("agreements:place", args=[line.pk]), moving) if line else None


#: What is made under an id of a page's: any id at all must be answered as a free one is.
MAKES: dict[str, Callable[[Couple, UUID], Sent]] = {
    "a note, kept": _at("appreciations:draft", {"text": "Mine"}),
    "a note, kept and said so": _at("appreciations:draft", {"text": "Mine", "keep": "1"}),
    "a note, sent": _at("appreciations:sending", {"text": "Mine"}),
    "an opening, kept": _at("openings:draft", MOMENT),
    "an opening, kept and said so": _at("openings:draft", MOMENT | {"keep": "1"}),
    "an opening, sent": _at("openings:sending", MOMENT),
    "a hope, looked at": _at("visions:hope", {}, "GET"),
    "a hope, kept": _at("visions:hope", HOPE),
    "a hope, saving itself": _at("visions:draft", HOPE),
    "a step": _step,
    "a question asked": _with("questions:ask", {"text": "Mine?"}),
    "a question chosen": _with("questions:ask", {"key": "days-01"}),
    "a question of their own": _with("questions:ours", {"text": "Mine?"}),
    "something noticed": _note,
    "a guideline": _with("agreements:lines", {"text": "Mine"}, "op_id"),
    "a guideline saved": _saving("op_id"),
    "a guideline saved again": _saving("base_op"),
}
#: What names something that is there: an id of nobody's, of somebody else's and of nothing one may see are alike.
NAMES: dict[str, Callable[[Couple, UUID], Sent]] = {
    "a place among guidelines": _place,
    "one of a pair": _with("visions:pair", {"two": "", "other": str(UUID(int=0)), "kind": "hope"}, "one"),
}
#: The forms with such a field, by where they are tried above.
FORMS = {
    "StepForm": "a step",
    "OwnForm": "a question asked",
    "ChosenForm": "a question chosen",
    "NoticedForm": "something noticed",
    "LineForm": "a guideline saved",
    "PlaceForm": "a place among guidelines",
}
#: The addresses that make something under the id in them, by where they are tried above.
MADE_AT = {
    "appreciations:draft": "a note, kept",
    "appreciations:sending": "a note, sent",
    "openings:draft": "an opening, kept",
    "openings:sending": "an opening, sent",
    "visions:hope": "a hope, kept",
    "visions:draft": "a hope, saving itself",
}

_ID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_VALUE = re.compile(r"\bs\d+_x\d+\b|'(?:[^']|'')*'|\b[0-9]+(?:\.[0-9]+)?\b|::\w+(?:\(\d+\))?")


@dataclass(frozen=True)
class Answer:
    """All that somebody can tell an answer by, and what the database was asked on the way: the time is in that."""

    status: int
    location: str
    body: str
    asked: tuple[str, ...]


def page_id(person: Person, id: UUID | None = None) -> UUID:
    """An id as this person's pages bring it."""
    return ids.bound(id or uuid4(), person, Membership.objects.current().get(person=person).couple)


def answer_to(client: Client, sent: Sent) -> Answer | None:
    """What is answered, and nothing of it stays: neither rows nor a message waiting for the next page."""
    if sent is None:
        return None
    method, path, data = sent
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    connection.queries_log.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        found = client.get(path) if method == "GET" else client.post(path, data)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    shapes = tuple(_VALUE.sub("?", each["sql"]) for each in asked)
    location = _ID.sub("ID", found.headers.get("Location", ""))
    return Answer(found.status_code, location, _ID.sub("ID", words_of(found)), shapes)
