"""Every place where a page brings the id of something it is to make or to name, and what it answers.

Each stands beside the tests of its practice (tests/addresses.py).
"""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from couples import ids
from couples.accounts.models import Person
from couples.space.models import Membership
from tests.addresses import MODULES
from tests.page_sends import Sending, Sent
from tests.pages import words_of

#: What is made under an id of a page's: any id at all must be answered as a free one is.
MAKES: dict[str, Sending] = {}
#: What names something that is there: an id of nobody's, of somebody else's and of nothing one may see are alike.
NAMES: dict[str, Sending] = {}
#: The forms with such a field, by where they are tried above.
FORMS: dict[str, str] = {}
#: The addresses that make something under the id in them, by where they are tried above.
MADE_AT: dict[str, str] = {}
for _key, _module in MODULES.items():
    MAKES |= getattr(_module, "MAKES", {})
    NAMES |= getattr(_module, "NAMES", {})
    FORMS |= getattr(_module, "FORMS", {})
    MADE_AT |= {f"{_key}:{name}": how for name, how in getattr(_module, "MADE_AT", {}).items()}

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
