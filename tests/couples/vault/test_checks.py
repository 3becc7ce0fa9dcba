from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from couples.vault.checks import encrypted_models_are_whole, problems
from couples.vault.fields import EncryptedTextField
from tests.couples.vault.rows import Row, RowQuerySet


def test_every_model_of_nearer_guards_its_encrypted_fields() -> None:
    assert encrypted_models_are_whole(None) == []
    assert list(problems(Row)) == []


def test_a_model_that_forgets_a_guard_is_told_which() -> None:
    with isolate_apps("couples"):

        class Careless(models.Model):
            text = EncryptedTextField(unique=True)

            class Meta:
                app_label = "couples"
                ordering = ["-text"]

            def __str__(self) -> str:
                return ""

    assert [problem.id for problem in problems(Careless)] == [f"vault.E00{n}" for n in range(2, 7)]


@pytest.mark.parametrize("ordering", [["text"], [models.F("text").desc()], ["-row__text"]])
def test_meta_cannot_order_by_encrypted_words(ordering: list[Any]) -> None:
    with isolate_apps("couples"):

        class Ordered(Row):
            row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="+")
            objects = RowQuerySet.as_manager()

            class Meta:
                app_label = "couples"

        Ordered._meta.ordering = ordering
        found = [problem.id for problem in problems(Ordered)]
    assert "vault.E005" in found
