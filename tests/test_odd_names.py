"""People are called all sorts of things; whatever it is, it shows, breaks no page and turns no sentence round."""

import html
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from couples import characters
from couples.accounts.models import Person
from couples.accounts.person_forms import PersonForm
from couples.accounts.signing_up.form import PersonDetailsForm
from couples.forms import NameField
from couples.outbox import delivery, kinds
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Couple
from journal.agreements.signing.forms import SignForm
from journal.appreciations.forms import BeginForm
from rituals.forms import RitualForm
from tests.addresses import ALL, ONLY_SENT, at, world
from tests.pages import words_of

pytestmark = pytest.mark.django_db

NAMES = [
    "O’Brien",
    "O'Brien",
    "null",
    "None",
    "X",
    "ø",
    "ليلى",
    "דוד",
    "W" * 40,
    "Jean-Luc de la Fontaine-Saint-Germain II",
    "👩‍🚀",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 Bo",
    "<b>Bo</b>",
    "Bo & Co",
    "{{ name }}",
    "%(name)s",
    "%s",
    "日本",
    "می‌خواهم",
    "-",
]
INVISIBLE = [
    *("\u200b", "\u2800", "\u3164", "\u115f\u1160", "\u200d", "\ufeff\u00a0", "\u034f", "\ufe0f", "\u2060 \u200e"),
    *("\U000e0001", "\u0301"),
]
TURNING = ["\u202eBo", "Bo\u2067", "\u2069Bo\u2066", "B\u202do\u202c", "\u200fBo\u061c"]


#: What the two are called, on every page and in mail.
PAIRS = [("O’Brien", "ليلى"), ("<b>Bo</b>", "W" * 40), ("%(name)s", "👩‍🚀"), ("null", "X")]


def test_every_page_and_mail_holds_whatever_either_is_called(
    ada: Person, ben: Person, couple: Couple, ada_client: Client
) -> None:
    theirs = world(couple, ada, ben, "Words", many=1)
    for own, other in PAIRS:
        Person.objects.filter(pk=ada.pk).update(name=own)
        Person.objects.filter(pk=ben.pk).update(name=other)
        shown = 0
        for address in sorted(set(ALL) - ONLY_SENT - {"healthz", "account_logout"}):
            answer = ada_client.get(at(address, theirs))
            page = words_of(answer)
            assert answer.status_code < 500, (own, address)
            shown += html.escape(other) in page
            assert "%(name)s" not in page.replace(html.escape("%(name)s"), ""), address
            assert "<b>Bo" not in page, address
        assert shown >= 20, other
        letters_for(ada)


def letters_for(person: Person) -> None:
    """Each kind of letter that needs nothing but a person, as it would leave."""
    mail.outbox.clear()
    Message.objects.all().delete()
    made = [post(kind=kind, person=person, params=params_of(kind), occurrence=f"{kind}:odd") for kind in plain_kinds()]
    delivery.deliver([each.pk for each in made if each])
    assert mail.outbox
    for letter in mail.outbox:
        assert "%(" not in f"{letter.subject}{letter.body}"
        letter.message().as_bytes()


def plain_kinds() -> list[str]:
    return ["verify_code", "login_code", "reset_code", "confirm_code", "password_changed"]


def params_of(kind: str) -> dict[str, str] | None:
    return {"code": "ABCD-1234"} if kind.endswith("_code") else None


def test_every_kind_of_mail_named_here_is_one() -> None:
    assert all(kinds.get(kind) for kind in plain_kinds())


FORMS: dict[str, Callable[[str], Any]] = {
    "sign-up": lambda name: PersonDetailsForm({"name": name, "zone": ""}),
    "you": lambda name: PersonForm({"name": name}, instance=Person(name="A")),
    "begin": lambda name: BeginForm({"called": name}),
    "sign": lambda name: SignForm({"name": name, "digest": "0" * 64}),
    "ritual": lambda name: RitualForm({"title": name}),
}


@pytest.mark.parametrize("where", FORMS)
def test_a_name_that_shows_nothing_is_refused_kindly_wherever_one_is_written(where: str) -> None:
    field = {"begin": "called", "ritual": "title"}.get(where, "name")
    for name in INVISIBLE:
        assert field in FORMS[where](name).errors, repr(name)
    for name in NAMES:
        assert field not in FORMS[where](name).errors, name


@pytest.mark.parametrize("where", FORMS)
def test_signs_that_turn_sentences_round_do_not_come_in(where: str) -> None:
    field = {"begin": "called", "ritual": "title"}.get(where, "name")
    for name in TURNING:
        form = FORMS[where](name)
        form.is_valid()
        assert form.cleaned_data[field] == "Bo"


def test_a_name_is_one_line_in_one_spelling() -> None:
    field = NameField(max_length=40)
    assert field.clean("  Ann\r\n e\u0301\u2028Lee\t") == "Ann \u00e9 Lee"
    assert field.clean("e\u0301" * 40) == "\u00e9" * 40


def test_no_field_for_a_name_is_without_this() -> None:
    """Every form of ours that asks what somebody or something is called."""
    for make in FORMS.values():
        form = make("Bo")
        named = [field for name, field in form.fields.items() if name in {"name", "called", "title"}]
        assert named
        assert all(isinstance(field, NameField) for field in named)


def test_names_of_before_are_cleared_and_never_empty(ada: Person, ben: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(name="\u202eAda\u2066")
    Person.objects.filter(pk=ben.pk).update(name="\u3164")
    import_module("couples.migrations.0019_names_that_show").clear(apps, None)
    assert Person.objects.get(pk=ada.pk).name == "Ada"
    assert characters.shows(Person.objects.get(pk=ben.pk).name)


def test_who_writes_such_a_name_keeps_the_one_they_had(ada: Person, ada_client: Client) -> None:
    answer = ada_client.post(reverse("you"), {"name": "\u3164"})
    assert answer.status_code == 422
    assert "Nothing you typed would show" in answer.content.decode()
    assert Person.objects.get(pk=ada.pk).name == "Ada"
