"""No word anybody wrote is in the clear where the database, its log of writes or the broker keep things (K8)."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from tests.addresses import world

pytestmark = pytest.mark.django_db
WORD = "Canarywordofadaandben"


def files_with(word: str) -> list[str]:
    """The database's own files that hold it, heaps, indexes and the log of writes alike."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        [home] = cursor.fetchone()
    return [
        str(Path(folder, name))
        for folder, _, names in os.walk(home)
        for name in names
        if word.encode() in Path(folder, name).read_bytes()
    ]


def keys_with(word: str) -> list[bytes]:
    broker = Redis.from_url(settings.REDIS_URL)
    return [key for key in broker.scan_iter() if word.encode() in key + (broker.dump(key) or b"")]


def test_words_of_every_practice_are_nowhere_in_the_clear(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, WORD, many=2)
    assert files_with(WORD) == []
    assert keys_with(WORD) == []


def test_a_word_left_in_the_clear_would_be_found(ada: Person) -> None:
    planted = "Plantedwordofnobody"
    Message.objects.create(kind="note", person=ada, occurrence=planted)
    assert files_with(planted)
    Redis.from_url(settings.REDIS_URL).set(planted, 1)
    assert keys_with(planted)
