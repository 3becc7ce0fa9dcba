"""Short, seeded runs of rows 6 and 7 of the matrix; `bin/bench trust --row 6` and `--row 7` do them at full count."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import answers, dump, invitations
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_in_a_dump_signs_anybody_in() -> None:
    outcome = dump.tried(25)
    assert (outcome.tried, outcome.wrong) == (25, [])


def test_of_many_who_accept_at_once_one_is_in() -> None:
    assert invitations.raced(5).wrong == []


def test_no_token_by_chance_opens_an_invitation() -> None:
    outcome = invitations.guessed(20)
    assert (outcome.wrong, outcome.joined) == ([], 0)


def test_known_and_unknown_addresses_ask_the_database_the_same() -> None:
    """The time itself is `bin/bench answers`; here, that it is the same questions in the same order."""
    for name, ask in (answers.pages(False) | answers.pages(True)).items():
        mark, asked = uuid4().hex, []
        PersonFactory(email=f"{mark}@known.example")
        for address in (f"{mark}@warm.example", f"{mark}@known.example", f"{mark}@unknown.example"):
            cache.clear()
            with CaptureQueriesContext(connection) as questions:
                ask(address)
            asked.append([re.sub(r"'[^']*'|\d+", "?", each["sql"])[:60] for each in questions])
        assert asked[1] == asked[2], name
