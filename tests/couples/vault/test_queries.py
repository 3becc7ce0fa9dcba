from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from couples.outbox.models import Message
from couples.space.models import Couple, Invitation
from couples.vault.errors import VaultMisuse
from tests.couples.vault.rows import Row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "lookup",
    [
        "exact",
        "iexact",
        "contains",
        "icontains",
        "startswith",
        "regex",
        "in",
        "gt",
        "lte",
        "range",
        "length",
        "nothing",
    ],
)
@pytest.mark.parametrize("name", ["text", "answers"])
def test_encrypted_words_cannot_be_looked_up(name: str, lookup: str) -> None:
    with pytest.raises(VaultMisuse):
        Row.objects.filter(**{f"{name}__{lookup}": "a"})


@pytest.mark.parametrize(
    "query",
    [
        lambda: Row.objects.filter(text="a"),
        lambda: Row.objects.exclude(text=None),
        lambda: Row.objects.filter(Q(shared=True) | ~Q(text="a")),
        lambda: Row.objects.filter(answers__0="a"),
        lambda: Row.objects.get_or_create(text="a"),
        lambda: Row.objects.filter(couple__called="a"),
        lambda: Row.objects.annotate(x=Case(When(text="a", then=Value(1)), default=Value(2))),
        lambda: Row.objects.order_by("text"),
        lambda: Row.objects.order_by("shared", "-text"),
        lambda: Row.objects.order_by("couple__called"),
        lambda: Row.objects.order_by(F("text").desc(nulls_last=True)),
        lambda: Row.objects.order_by(Lower("text")),
        lambda: Row.objects.order_by("answers__a"),
        lambda: Row.objects.distinct("text"),
        lambda: Row.objects.annotate(x=F("text")),
        lambda: Row.objects.annotate(Count("text")),
        lambda: Row.objects.alias(x=Lower("couple__called")),
        lambda: Row.objects.aggregate(Max("text")),
        lambda: Row.objects.latest("text"),
    ],
)
def test_no_query_computes_with_encrypted_words(query: Callable[[], Any]) -> None:  # K2
    with pytest.raises(VaultMisuse):
        query()


@pytest.mark.parametrize("value", ["words", b"words", F("other"), Value("words"), Lower("other")])
@pytest.mark.parametrize("rows", [Row.objects.all(), QuerySet(Row)], ids=["vault", "plain"])
def test_update_writes_no_words(rows: QuerySet[Row], value: Any, couple: Couple) -> None:
    Row.objects.create(couple=couple, text="kept", other="other")
    with pytest.raises(VaultMisuse), transaction.atomic():
        rows.all().update(text=value)
    assert Row.objects.get().text == "kept"


def test_update_copies_no_encrypted_bytes(couple: Couple) -> None:
    Row.objects.create(couple=couple, text="kept", other="other")
    with pytest.raises(VaultMisuse):
        Row.objects.update(text=Row.objects.values_list("other", flat=True).get())


def test_update_may_empty_a_field_and_write_all_others(couple: Couple) -> None:
    row = Row.objects.create(couple=couple, other="gone soon")
    assert Row.objects.filter(pk=row.pk).update(other=None, shared=False) == 1
    assert Row.objects.get().other is None


@pytest.mark.parametrize("rows", [Row.objects.all(), QuerySet(Row)], ids=["vault", "plain"])
def test_bulk_update_writes_no_words(rows: QuerySet[Row], couple: Couple) -> None:
    row = Row.objects.create(couple=couple, text="kept")
    row.text = "changed"
    with pytest.raises(VaultMisuse), transaction.atomic():
        rows.all().bulk_update([row], ["text"])
    assert Row.objects.get().text == "kept"


def test_bulk_update_of_other_fields_leaves_words_alone(couple: Couple) -> None:
    row = Row.objects.create(couple=couple, text="kept")
    row.shared = False
    Row.objects.bulk_update([row], ["shared"])
    assert (Row.objects.get().text, Row.objects.get().shared) == ("kept", False)


def test_a_conflict_never_leaves_words_encrypted_for_another_row(couple: Couple) -> None:
    with pytest.raises(VaultMisuse):
        Row.objects.bulk_create(
            [Row(couple=couple, text="new")], update_conflicts=True, unique_fields=["id"], update_fields=["text"]
        )


def test_update_or_create_goes_through_save(couple: Couple) -> None:
    row = Row.objects.create(couple=couple, text="old")
    Row.objects.update_or_create(pk=row.pk, defaults={"text": "new"}, create_defaults={"couple": couple})
    assert Row.objects.get().text == "new"


def test_ordering_counting_and_joining_by_the_rest_work(couple: Couple) -> None:
    Row.objects.create(couple=couple, text="words")
    found = Row.objects.select_related("couple").annotate(n=Count("pk")).order_by("-shared", "couple__created_at", "pk")
    assert [(row.text, row.couple.called) for row in found] == [("words", "Ben")]
    assert Row.objects.alias(here=F("shared")).distinct("pk").latest("pk") == Row.objects.earliest("pk")
    assert Row.objects.aggregate(n=Count("pk")) == {"n": 1}
    assert Row.objects.order_by("?").reverse().count() == 1
    assert Row.objects.order_by(F("pk").desc()).only("couple__called").count() == 1


@pytest.mark.parametrize(
    "query",
    [lambda: Message.objects.filter(params="canary"), lambda: Invitation.objects.update(token="canary")],
)
def test_refusals_show_no_words(query: Callable[[], Any]) -> None:
    with pytest.raises(VaultMisuse) as raised:
        query()
    assert "canary" not in str(raised.value)
