from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import modelform_factory
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from couples.accounts.models import Person
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.errors import KeyGone, Tampered, VaultMisuse
from couples.vault.fields import EncryptedJSONField, EncryptedTextField
from couples.vault.holders import Holder
from tests.couples.vault.rows import CANARY, Row, stored

pytestmark = pytest.mark.django_db

# -- words go in and come out ------------------------------------------------


def test_words_come_back_and_the_database_never_has_them(row: Row) -> None:
    again = Row.objects.get(pk=row.pk)
    assert (again.text, again.other, again.answers) == (CANARY, None, [CANARY])
    for column in ["text", "answers"]:
        assert CANARY.encode() not in stored(row, column)
        assert b"Kanarien" not in stored(row, column)


@given(st.text())
@example("\x00")
@example("\x80\x00")
def test_any_text_survives(text: str) -> None:
    field = EncryptedTextField[Any, Any]()
    assert field.from_bytes(field.to_bytes(text)) == text


@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=8,
        )
    )
)
def test_any_list_survives(value: list[Any]) -> None:
    field = EncryptedJSONField[Any, Any]()
    assert field.from_bytes(field.to_bytes(value)) == value


def test_defaults_are_encrypted_like_words(couple: Couple) -> None:
    row = Row.objects.create(couple=couple)
    assert len(stored(row)) == len(stored(row, "answers"))
    again = Row.objects.get(pk=row.pk)
    assert (again.text, again.answers) == ("", [])


def test_none_is_stored_as_nothing_and_can_be_looked_for(row: Row) -> None:
    assert Row.objects.filter(other__isnull=True, text__isnull=False).get() == row


def test_rows_made_in_bulk_are_encrypted_each_for_itself(couple: Couple) -> None:
    Row.objects.bulk_create(Row(couple=couple, text=f"{CANARY} {n}") for n in range(3))
    assert {row.text for row in Row.objects.all()} == {f"{CANARY} {n}" for n in range(3)}


def test_half_a_character_is_refused_kindly_and_never_shown(couple: Couple) -> None:
    row = Row(couple=couple, text=f"{CANARY} \ud83d")
    with pytest.raises(ValidationError, match="didn’t come through"):
        row.full_clean()
    with pytest.raises(VaultMisuse) as raised:
        row.save()
    assert "Kanarien" not in str(raised.value)
    assert raised.value.__context__ is None


def test_a_number_alone_is_refused(couple: Couple) -> None:
    with pytest.raises(VaultMisuse, match="list or an object"):
        Row.objects.create(couple=couple, answers=5)


# -- saving ------------------------------------------------------------------


def test_untouched_words_keep_their_encrypted_bytes(row: Row) -> None:
    before = stored(row), stored(row, "answers")
    Row.objects.get(pk=row.pk).save()
    read = Row.objects.get(pk=row.pk)
    assert read.answers == [CANARY]
    read.save()
    assert (stored(row), stored(row, "answers")) == before


def test_words_assigned_again_are_encrypted_anew(row: Row) -> None:
    before = stored(row)
    row.text = CANARY
    row.save()
    assert stored(row) != before


def test_a_list_changed_in_place_is_saved(row: Row) -> None:
    read = Row.objects.get(pk=row.pk)
    read.answers.append("and one more")
    read.save()
    assert Row.objects.get(pk=row.pk).answers == [CANARY, "and one more"]


def test_only_named_fields_are_written(row: Row) -> None:
    before = stored(row)
    row.text, row.other = "changed", "new"
    row.save(update_fields=["other"])
    assert stored(row) == before
    assert Row.objects.get(pk=row.pk).other == "new"


def test_a_draft_is_encrypted_for_its_author_and_anew_for_both_when_shared(couple: Couple, ada: Person) -> None:
    row = Row.objects.create(couple=couple, author=ada, shared=False, text=CANARY)
    assert key_id_of(stored(row)) == keys.key_for(Holder.person(ada.pk))[0]
    unread = Row.objects.get(pk=row.pk)
    unread.shared = True
    unread.save()
    assert key_id_of(stored(row)) == key_id_of(stored(row, "answers")) == keys.key_for(Holder.couple(couple.pk))[0]
    assert Row.objects.get(pk=row.pk).text == CANARY


def test_words_read_before_a_row_is_copied_are_encrypted_for_the_copy(row: Row) -> None:
    twin = Row.objects.get(pk=row.pk)
    assert (twin.text, twin.answers) == (CANARY, [CANARY])
    twin.pk, twin._state.adding = uuid4(), True
    twin.save()
    assert Row.objects.get(pk=twin.pk).text == CANARY
    assert Row.objects.get(pk=row.pk).text == CANARY


@pytest.mark.parametrize("changed", ["pk", "couple"])
def test_unread_words_are_never_written_where_they_would_not_open(row: Row, changed: str, stranger: Person) -> None:
    moved = Row.objects.get(pk=row.pk)
    setattr(moved, changed, uuid4() if changed == "pk" else Couple.objects.exclude(pk=row.couple_id).get())
    with pytest.raises(Tampered), transaction.atomic():
        moved.save()
    assert Row.objects.get().text == CANARY


def test_a_new_couple_is_encrypted_before_its_own_row_is_there() -> None:
    with transaction.atomic():
        couple = Couple.objects.create(called=CANARY)
    assert Couple.objects.get(pk=couple.pk).called == CANARY


def test_what_was_saved_in_a_transaction_undone_can_be_saved_again() -> None:
    couple = Couple(called=CANARY)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        couple.save()
        _ = 1 / 0
    couple.save(force_insert=True)
    keys.cache.clear()
    assert Couple.objects.get(pk=couple.pk).called == CANARY


def test_encrypted_bytes_cannot_be_given_to_another_row(row: Row, couple: Couple) -> None:
    encrypted = Row.objects.values_list("text", flat=True).get()
    target = Row.objects.create(couple=couple)
    with pytest.raises(VaultMisuse):
        target.text = encrypted


def test_a_row_without_its_id_says_so(couple: Couple) -> None:
    row = Row(couple=couple, text=CANARY)
    row.pk = None
    with pytest.raises(VaultMisuse, match="needs its id"):
        Row._meta.get_field("text").pre_save(row, add=True)


# -- reading -----------------------------------------------------------------


def test_fifty_rows_cost_one_query_for_their_key(
    couple: Couple, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Row.objects.bulk_create(Row(couple=couple, text=str(n)) for n in range(50))
    keys.cache.clear()
    with django_assert_num_queries(2):
        assert len({row.text for row in Row.objects.all()}) == 50
    with django_assert_num_queries(1):
        assert len({row.text for row in Row.objects.only("text")}) == 50


def test_saving_costs_no_query_for_a_known_key(row: Row, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row.text = "changed"
    with django_assert_num_queries(1):
        row.save()


def test_deferred_words_come_with_one_query_and_stay_encrypted_until_read(
    row: Row, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = stored(row)
    later = Row.objects.defer("text").get()
    with django_assert_num_queries(1):
        assert later.text == CANARY
    later.save()
    assert stored(row) == before


def test_naming_a_deferred_field_saves_what_is_there(row: Row) -> None:
    Row.objects.only("couple").get().save(update_fields=["text", "other", "answers"])
    assert Row.objects.get().text == CANARY


def test_a_refreshed_row_has_the_new_words(row: Row) -> None:
    other = Row.objects.get(pk=row.pk)
    other.text, other.answers = "newer", ["newer"]
    other.save()
    row.refresh_from_db()
    assert (row.text, row.answers) == ("newer", ["newer"])


def test_words_of_a_destroyed_key_are_gone(row: Row) -> None:
    keys.destroy(Holder.couple(row.couple_id))
    again = Row.objects.get(pk=row.pk)
    with pytest.raises(KeyGone):
        _ = again.text
    with pytest.raises(KeyGone):
        Row.objects.create(couple_id=row.couple_id, text="more")


# -- forms and validation ----------------------------------------------------


def test_length_is_counted_in_characters_of_the_words(couple: Couple) -> None:
    Row(couple=couple, text="ü" * 1000).full_clean()
    with pytest.raises(ValidationError) as raised:
        Row(couple=couple, text="ü" * 1001).full_clean()
    assert set(raised.value.message_dict) == {"text"}


def test_an_empty_text_is_refused_where_one_is_needed() -> None:
    for empty in ["", None]:
        with pytest.raises(ValidationError):
            EncryptedTextField[Any, Any](null=True).clean(empty, None)


def test_a_form_reads_and_saves_words(row: Row) -> None:
    form_class = modelform_factory(Row, fields=["text", "answers"])
    assert form_class(instance=Row.objects.get()).initial == {"text": CANARY, "answers": [CANARY]}
    form = form_class({"text": "from a form", "answers": '{"a": [1]}'}, instance=Row.objects.get())
    form.save()
    assert (Row.objects.get().text, Row.objects.get().answers) == ("from a form", {"a": [1]})
    assert set(form_class({"text": "a" * 1001, "answers": "[]"}).errors) == {"text"}


def test_migrations_stay_the_same_from_one_run_to_the_next() -> None:
    field = EncryptedTextField[Any, Any](max_length=40, blank=True, default="")
    _, path, _, options = field.deconstruct()
    assert path == "couples.vault.fields.EncryptedTextField"
    assert options == {"max_length": 40, "blank": True, "default": ""}
    assert EncryptedTextField[Any, Any](editable=True, **options).deconstruct()[1:] == field.deconstruct()[1:]
