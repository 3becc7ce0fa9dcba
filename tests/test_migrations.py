"""No migration from now on locks a table that people are writing to (docs/ARCHITECTURE.md, Migrations)."""

from typing import Any

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q

from tests.migrations import FROM, problems


def test_no_migration_locks_a_table_until_all_its_rows_were_read() -> None:
    loader = MigrationLoader(None)
    looked_at = 0
    for app, name in sorted(loader.disk_migrations):
        if app not in FROM or name[:4] <= FROM[app]:
            continue
        migration = loader.disk_migrations[app, name]
        before = loader.project_state((app, name), at_end=False)
        assert list(problems(migration, before)) == []
        looked_at += 1
    assert looked_at


def test_each_app_has_one_history_without_branches() -> None:
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    for app in FROM:
        numbers = sorted(name[:4] for label, name in loader.disk_migrations if label == app)
        assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


INDEX = models.Index(fields=["state"], name="planted")
UNIQUE = models.UniqueConstraint(fields=["state"], name="planted")
CHECK = models.CheckConstraint(condition=Q(attempts__lt=9), name="planted")


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddIndex("message", INDEX),
        operations.RemoveIndex("message", "message_due"),
        operations.AddConstraint("message", UNIQUE),
        operations.AddConstraint("message", CHECK),
        operations.AddField("message", "more", models.CharField(max_length=9, default="", db_index=True)),
        operations.AddField("message", "more", models.ForeignKey("couples.couple", models.CASCADE, null=True)),
        operations.AlterField("message", "about", models.UUIDField()),
        operations.AlterField("message", "kind", models.CharField(max_length=32, unique=True)),
        operations.AlterField("message", "kind", models.CharField(max_length=8)),
        operations.AlterField("message", "attempts", models.BigIntegerField(default=0)),
        operations.AlterUniqueTogether("message", {("kind", "state")}),
        operations.RunSQL("CREATE UNIQUE INDEX planted ON couples_message (state)"),
        operations.RunSQL(["ALTER TABLE couples_message ADD CONSTRAINT planted UNIQUE (state)"]),
        operations.SeparateDatabaseAndState(database_operations=[operations.AddIndex("message", INDEX)]),
    ],
    ids=lambda each: each.describe(),
)
def test_a_planted_lock_is_seen(operation: Any) -> None:
    assert len(list(problems(*planted(operation)))) == 1


def planted(*several: Any, atomic: bool = True) -> tuple[Migration, Any]:
    kind = type("Planted", (Migration,), {"operations": list(several), "atomic": atomic})
    return kind("9999_planted", "couples"), MigrationLoader(None).project_state()


def test_the_ways_that_lock_nobody_out_are_free() -> None:
    made = operations.CreateModel(
        "planted", [("id", models.UUIDField(primary_key=True)), ("state", models.CharField())]
    )
    several = [
        AddIndexConcurrently("message", INDEX),
        AddConstraintNotValid("message", CHECK),
        ValidateConstraint("message", "planted"),
        operations.AddField("message", "more", models.CharField(max_length=9, default="")),
        operations.AlterField("message", "kind", models.CharField(max_length=64)),
        operations.RunSQL("CREATE UNIQUE INDEX CONCURRENTLY planted ON couples_message (state)"),
        operations.RunSQL("ALTER TABLE couples_message ADD CONSTRAINT planted UNIQUE USING INDEX planted"),
        made,
        operations.AddIndex("planted", models.Index(fields=["state"], name="of_a_new_one")),
    ]
    assert list(problems(*planted(*several, atomic=False))) == []
    assert list(problems(*planted(AddIndexConcurrently("message", INDEX)))) == [
        "couples.9999_planted: “concurrently” needs atomic = False"
    ]
