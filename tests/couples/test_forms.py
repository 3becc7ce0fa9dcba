import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.accounts.person_forms import PersonForm
from couples.forms import Audience, NearerForm, mark_alone
from couples.space.forms import InvitationForm
from couples.space.models import Couple
from tests.addresses import ALL, ONLY_SENT, at, world
from tests.pages import words_of


class Evening(NearerForm):
    audience = {"line": Audience.SEALED, "energy": Audience.ME}
    energy = forms.ChoiceField(label="Energy", widget=forms.RadioSelect, choices=[("some", "Some"), ("none", "None")])
    feelings = forms.MultipleChoiceField(
        label="Words",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("calm", "calm"), ("tired", "tired")],
    )
    line = forms.CharField(label="One line", help_text="As short as you like.", widget=forms.Textarea)
    thanks = forms.CharField(label="Thanks", error_messages={"required": _("Write one thing Alex did.")})
    kept = forms.BooleanField(label="Save", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_every_field_says_who_can_see_it_and_is_told_so_to_screen_readers() -> None:
    shown = str(Evening())
    assert 'id="id_line_audience"' in shown
    assert 'aria-describedby="id_line_helptext id_line_audience"' in shown
    assert "Both, once we’ve both answered" in shown
    assert '<fieldset class="field" id="id_energy" aria-describedby="id_energy_audience" >' in " ".join(shown.split())
    assert "id_thanks_audience" not in shown


class Private(NearerForm):
    audience = Audience.ME
    id = forms.UUIDField(widget=forms.HiddenInput)
    one = forms.CharField(help_text="Short.")
    two = forms.CharField()


def test_one_audience_of_all_fields_is_said_once_and_describes_each() -> None:
    shown = str(Private())
    assert shown.count("Only me") == shown.count(' id="id_one_and_all_audience"') == 1
    assert 'aria-describedby="id_one_helptext id_one_and_all_audience"' in shown
    assert 'aria-describedby="id_two_helptext' not in shown
    assert shown.count("id_one_and_all_audience") == 3


class Sent(NearerForm):
    audience = Audience.SENT
    one = forms.CharField()


def test_before_it_is_sent_nobody_is_told_that_both_can_read_it_now() -> None:
    assert "Both, once you send it" in str(Sent())


def test_before_the_partner_has_joined_it_is_ones_own_for_now() -> None:
    sent, sealed, private = Sent(), Evening(), Private()
    mark_alone([sent, sealed, private, "no form"])
    assert "Only me until my partner joins, then both" in str(sent)
    assert "Both" not in str(sent)
    assert "Both, once we’ve both answered" in str(sealed)
    assert "Only me<" in str(private)


def every_form(of: type[forms.BaseForm] = NearerForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield from [form, *every_form(form)]


def test_no_form_of_ours_says_that_both_can_read_what_it_has_yet_to_send() -> None:
    assert get_resolver().url_patterns  # every module with forms is there
    named = {form: getattr(form, "audience", None) for form in every_form() if not form.__module__.startswith("tests.")}
    assert len(named) > 20
    says = {form: set(said.values()) if isinstance(said, Mapping) else {said} for form, said in named.items()}
    assert [form for form, audiences in says.items() if Audience.BOTH in audiences] == []


#: Where something is both's already: guidelines save themselves as they are typed, a pause is on, and what both brought
#: along from before can be read.
BOTH_NOW = {
    "journal/agreements/writing/home.html",
    "couples/pausing/page.html",
    "journal/before/home.html",
    "journal/before/words.html",
    "journal/talks/further.html",
}


def test_pages_say_that_both_can_read_it_now_only_where_they_can() -> None:
    folder = Path(settings.BASE_DIR, "templates")
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if 'audience "both"' in path.read_text()
    }
    assert found == BOTH_NOW


def test_forms_in_a_list_say_it_too() -> None:
    one, other = Sent(), Sent()
    mark_alone([[("a row", one)], {"second": other}])
    assert "Both" not in str(one) + str(other)


@pytest.mark.django_db
def test_pages_say_it_as_it_is_before_the_partner_has_joined_and_after(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    theirs = world(couple, ada, ben, "Words", many=2)
    names = sorted(set(ALL) - ONLY_SENT - {"about", "account_logout", "away"})
    alone, both = "Only me until my partner joins, then both", ("Both, now", "Both, once you s")
    before = pages_of(ada_client, [at(name, theirs) for name in names])
    assert {path for path, page in before.items() if alone in page} == set()
    assert {path: lost for path, page in before.items() if (lost := descriptions_lost(page))} == {}
    couple.memberships.filter(person=ben).delete()
    after = pages_of(ada_client, list(before))
    assert {path for path, page in after.items() if any(said in page for said in both)} == set()
    changed = [path for path, page in after.items() if alone in page and any(said in before[path] for said in both)]
    assert len(changed) > 5


def pages_of(client: Client, paths: list[str]) -> dict[str, str]:
    answers = {path: client.get(path) for path in paths}
    is_page = "text/html; charset=utf-8"
    return {path: words_of(answer) for path, answer in answers.items() if answer.headers.get("Content-Type") == is_page}


def descriptions_lost(page: str) -> set[str]:
    """Ids that a field is described or named by, and that nothing on the page has."""
    named = re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page)
    return set(" ".join(named).split()) - set(re.findall(r'\bid="([^"]+)"', page))


def test_a_form_that_asks_for_one_thing_says_it_beside_that() -> None:
    class Alone(NearerForm):
        audience = Audience.ME
        id = forms.UUIDField(widget=forms.HiddenInput)
        one = forms.CharField()

    assert str(Alone()).count('id="id_one_audience"') == str(Alone()).count("Only me") == 1


def test_two_forms_of_one_page_name_their_labels_apart() -> None:
    assert 'id="id_other-one_and_all_audience"' in str(Private(prefix="other"))


def test_errors_stand_beside_the_field_and_lead_there_from_the_summary() -> None:
    shown = str(Evening({"energy": "", "line": ""}))
    assert 'href="#id_energy_0"' in shown
    assert 'href="#id_line"' in shown
    assert 'id="id_line_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "data-focus" in shown


def test_a_label_that_has_an_end_of_its_own_gets_no_colon() -> None:
    class Asking(NearerForm):
        audience = Audience.ME
        name = forms.CharField(label="Your name")
        like = forms.CharField(label="What is it like for you?")
        heard = forms.CharField(label="What I hear you say, Ada, is …")

    form = Asking({})
    assert [form[each].called for each in form.fields] == [  # type: ignore[attr-defined]  # ours, not in the stubs
        "Your name:",
        "What is it like for you?",
        "What I hear you say, Ada, is …",
    ]
    assert ">What is it like for you? This is still empty." in str(form)


def test_a_missing_answer_is_asked_for_kindly() -> None:
    errors = Evening({}).errors
    assert errors["line"] == ["This is still empty. Fill it in, then go on."]
    assert errors["thanks"] == ["Write one thing Alex did."]


def test_forms_with_another_base_ask_as_kindly() -> None:
    for form in (PersonForm({}), InvitationForm({})):
        assert form.errors
        assert {each for errors in form.errors.values() for each in errors} == {
            "This is still empty. Fill it in, then go on."
        }


def test_each_kind_of_question_gets_its_own_look() -> None:
    form = Evening()
    looks = {name: getattr(form[name], "look") for name in form.fields}  # noqa: B009  ours, not in the stubs
    assert (looks["energy"], looks["feelings"], looks["line"], looks["kept"]) == ("rows", "chips", "line", "tick")


def test_a_form_may_choose_another_look() -> None:
    class Chips(Evening):
        looks = {"energy": "chips"}

    assert 'class="choices chips"' in str(Chips()["energy"].as_field_group())


def test_what_was_written_is_still_there_after_an_error() -> None:
    shown = str(Evening({"line": "the goose & you", "feelings": ["calm"]}))
    assert "the goose &amp; you" in shown
    assert shown.count("checked") == 1


def test_hidden_fields_are_neither_labelled_nor_described() -> None:
    assert '<input type="hidden" name="token" id="id_token">' in str(Evening())
