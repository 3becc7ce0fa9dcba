import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from couples.space.models import Couple
from tests.couples.vault.rows import CANARY, Row


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Row)


@pytest.fixture
def row(couple: Couple) -> Row:
    created: Row = Row.objects.create(couple=couple, text=CANARY, answers=[CANARY])
    return created
