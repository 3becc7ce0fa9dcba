"""Encrypted bytes somebody changed never open, and nothing that holds words shows them."""

import copy
import pickle
import random
from typing import Any
from uuid import uuid4

import pytest
from django.template import engines

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.errors import Tampered, VaultError, VaultMisuse
from couples.vault.holders import Holder
from couples.vault.values import Ciphertext
from tests.couples.vault.rows import CANARY, Row, store, stored

pytestmark = pytest.mark.django_db

# -- what others did to the bytes --------------------------------------------


def test_a_template_shows_an_error_and_not_an_empty_place(row: Row) -> None:
    changed = store(row, stored(row)[:-1] + bytes([stored(row)[-1] ^ 1]))
    with pytest.raises(Tampered):
        engines["django"].from_string("{{ row.text }}").render({"row": changed})


def test_plain_bytes_in_the_database_are_never_handed_out(row: Row) -> None:
    for planted in [b"", b"planted", stored(row)[:40]]:
        with pytest.raises(Tampered):
            _ = store(row, planted).text


def test_words_moved_to_another_row_column_or_couple_do_not_open(row: Row, stranger: Person) -> None:  # K1
    twin = Row.objects.create(couple_id=row.couple_id)
    with pytest.raises(Tampered):
        _ = store(twin, stored(row)).text
    with pytest.raises(Tampered):
        _ = store(row, stored(row), "other").other
    Row.objects.filter(pk=row.pk).update(couple=Couple.objects.exclude(pk=row.couple_id).get())
    with pytest.raises(Tampered):
        _ = Row.objects.get(pk=row.pk).text


def test_three_thousand_flips_and_swaps_raise(row: Row, ada: Person) -> None:
    """Row 15 of the matrix, through the field: the database gives what a thief changed."""
    dice, value, raised = random.Random(15), stored(row), 0
    other_key = keys.key_for(Holder.person(ada.pk))[0].bytes
    for _ in range(3000):
        thing: dict[str, Any] = {"id": row.pk, "couple_id": row.couple_id, "text": value, "column": "text"}
        match dice.choice(["flip", "row", "couple", "column", "key"]):
            case "flip":
                at = dice.choice([*range(1), *range(17, len(value))])
                thing["text"] = value[:at] + bytes([value[at] ^ 1 << dice.randrange(8)]) + value[at + 1 :]
            case "row":
                thing["id"] = uuid4()
            case "couple":
                thing["couple_id"] = dice.choice([uuid4(), None])
            case "column":
                thing["column"] = "other"
            case "key":
                thing["text"] = value[:1] + other_key + value[17:]
        raised += not opens(**thing)
    assert raised == 3000
    assert opens(id=row.pk, couple_id=row.couple_id, text=value, column="text")  # left alone, it opens


@pytest.mark.parametrize("at", range(1, 17))
def test_a_changed_key_id_raises(row: Row, at: int) -> None:
    value = stored(row)
    value = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    assert not opens(id=row.pk, couple_id=row.couple_id, text=value, column="text")


def opens(*, text: bytes, column: str, **columns: Any) -> bool:
    try:
        read = getattr(Row(**columns, **{column: Ciphertext(text)}), column)
    except VaultError:
        return False
    assert read == CANARY
    return True


# -- nothing shows -----------------------------------------------------------


def test_nothing_an_instance_holds_shows_words(row: Row) -> None:
    fresh = Row.objects.get(pk=row.pk)
    assert fresh.text == CANARY
    for each in [row, fresh, Row(text=CANARY)]:
        assert "Kanarien" not in f"{each!r} {each} {vars(each)}"
    assert f"{Row.objects.values_list('text', flat=True).get()}" == "<encrypted>"


def test_values_are_encrypted_in_every_kind_of_query(row: Row) -> None:
    for value in [
        Row.objects.values("text").get()["text"],
        Row.objects.values_list("answers").get()[0],
        Row.objects.values_list("text", flat=True).get(),
    ]:
        assert isinstance(value, Ciphertext)


def test_a_copy_has_its_own_list_and_the_same_words(ada: Person) -> None:
    letter = Message(kind="note", person=ada, params=[CANARY])
    letter.save()
    read = Message.objects.get(pk=letter.pk)
    twin, shallow = copy.deepcopy(read), copy.copy(read)
    assert twin.params is not None
    assert read.params is not None
    read.params.append("mine")
    twin.params.append("the twin's")
    twin = copy.deepcopy(twin)
    assert twin.params is not None
    twin.params.append("again")
    shallow.params = ["other words"]
    assert read.params == [CANARY, "mine"]
    assert (twin.params, shallow.params) == ([CANARY, "the twin's", "again"], ["other words"])


def test_a_pickle_holds_encrypted_bytes_only(couple: Couple) -> None:
    couple.called = CANARY
    couple.save()
    for each in [couple, Couple.objects.get(pk=couple.pk)]:
        assert each.called == CANARY
        pickled = pickle.dumps(each)
        assert b"Kanarien" not in pickled
        assert pickle.loads(pickled).called == CANARY  # noqa: S301  our own bytes


def test_words_not_saved_as_they_stand_are_not_pickled(ada: Person) -> None:
    letter = Message(kind="note", person=ada, params=[CANARY])
    with pytest.raises(VaultMisuse):
        pickle.dumps(letter)
    letter.save()
    read = Message.objects.get(pk=letter.pk)
    assert b"Kanarien" not in pickle.dumps(read)
    assert read.params
    read.params.append("changed")
    with pytest.raises(VaultMisuse):
        pickle.dumps(read)
