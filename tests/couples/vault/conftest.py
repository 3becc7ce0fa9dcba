import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.couples.vault.rows import Row


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Row)
