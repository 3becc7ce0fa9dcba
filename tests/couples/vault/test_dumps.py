import json

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.models import DataKey
from tests.couples.vault.rows import Row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_dump_holds_encrypted_bytes_and_loads_again(form: str, couple: Couple, ada: Person) -> None:
    couple.called = "canary"
    couple.save()
    message = Message.objects.create(kind="note", person=ada, occurrence="1", params={"code": "canary"})
    empty = Message.objects.create(kind="note", person=ada, occurrence="2")
    dump = serializers.serialize(form, [ada, couple, *DataKey.objects.all(), message, empty])
    assert "canary" not in dump
    Couple.objects.filter(pk=couple.pk).delete()
    Person.objects.filter(pk=ada.pk).delete()
    assert not DataKey.objects.exists()
    keys.cache.clear()
    for each in serializers.deserialize(form, dump):
        each.save()
    assert Couple.objects.get(pk=couple.pk).called == "canary"
    assert [m.params for m in Message.objects.order_by("occurrence")] == [{"code": "canary"}, None]


def test_words_not_yet_saved_are_dumped_encrypted(couple: Couple) -> None:
    [entry] = json.loads(serializers.serialize("json", [Row(couple=couple, text="canary", answers=["canary"])]))
    assert "canary" not in json.dumps(entry)


@pytest.mark.parametrize("value", ["plain words", "cGxhaW4=", 5, ["a"]])
def test_words_in_a_dump_are_not_taken_for_encrypted(value: object) -> None:
    with pytest.raises(ValidationError, match="not an encrypted value"):
        Row._meta.get_field("text").to_python(value)


def test_what_a_dump_gave_shows_nothing_before_it_is_saved(couple: Couple) -> None:
    row = Row.objects.create(couple=couple, text="canary")
    field = Row._meta.get_field("text")
    row_id, dumped = row.pk, field.value_to_string(row)
    row.delete()
    restored = Row(id=row_id, couple=couple, text=field.to_python(dumped))
    assert repr(restored.text) == "<encrypted>"
    restored.save()
    assert restored.text == "canary"
