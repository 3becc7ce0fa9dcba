from typing import Any
from uuid import uuid4

import pytest
from django.db.models.functions import Lower

from couples.accounts.models import Person
from couples.array_lookup import InArray
from couples.outbox.models import Mute
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_it_finds_those_and_no_others() -> None:
    ada, ben, cleo = (PersonFactory() for _ in range(3))
    asked = {ada.pk, cleo.pk, uuid4()}
    assert set(Person.objects.filter(InArray("pk", asked))) == {ada, cleo}
    assert set(Person.objects.filter(~InArray("pk", asked))) == {ben}
    assert list(Person.objects.filter(InArray("pk", [str(ben.pk)]))) == [ben]


def test_it_asks_about_columns_of_others_and_of_what_was_made_of_them() -> None:
    ada, ben = PersonFactory(email="It's{Ada},\"\\@Example.org"), PersonFactory()
    mine = [Mute.objects.create(person=each, kind="nudge") for each in (ada, ben)]
    assert list(Mute.objects.filter(InArray("person", [ada.pk]))) == mine[:1]
    lower = Person.objects.annotate(lower=Lower("email"))
    assert list(lower.filter(InArray("lower", {ada.email.lower()}))) == [ada]


def test_of_none_nothing_is_asked(django_assert_num_queries: Any) -> None:
    PersonFactory()
    with django_assert_num_queries(0):
        assert list(Person.objects.filter(InArray("pk", ()))) == []


def test_however_many_they_are_it_is_one_value(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1) as asked:
        list(Person.objects.filter(InArray("pk", [uuid4() for _ in range(300)])))
    assert asked.captured_queries[0]["sql"].count("'{") == 1
