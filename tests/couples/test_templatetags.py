from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import render_to_string

from couples.forms import Audience
from couples.icons import PATHS, TURNING

ADA = SimpleNamespace(hue="a", left_at=None, person=SimpleNamespace(name="Ada <3", locale="en"))
BEN = SimpleNamespace(hue="b", left_at=None, person=SimpleNamespace(name="Ben", locale="de"))
ROWED = {"id": "5b2c7a86-0000-4000-8000-000000000000", "title": "A <walk>", "note": "Sunday"}


def render(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context))


@pytest.mark.parametrize("name", PATHS)
def test_icons_are_silent_for_screen_readers(name: str) -> None:
    drawn = render("{% icon name %}", name=name)
    assert 'aria-hidden="true"' in drawn
    assert ("turns" in drawn) == (name in TURNING)


def test_an_icon_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Template('{% icon "unicorn" %}').render(Context())


def test_each_of_the_two_has_a_shape_of_their_own() -> None:
    assert "<circle" in render("{% mark by %}", by=ADA)
    assert "<rect" in render("{% mark by %}", by=BEN)


def test_who_says_the_name_as_written() -> None:
    shown = render('{% who by when="20:14" %}', by=ADA)
    assert "Ada &lt;3" in shown
    assert "20:14" in shown


@pytest.mark.parametrize("audience", Audience)
def test_who_can_see_it_is_said_in_the_same_words_everywhere(audience: Audience) -> None:
    assert str(audience.label) in render("{% audience key %}", key=audience.value)


def test_an_unknown_audience_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="everyone"):
        render('{% audience "everyone" %}')


def test_words_are_shown_as_text_never_as_markup() -> None:
    shown = render_to_string("_said.html", {"by": BEN, "words": "<b>one</b>\ntwo"})
    assert "&lt;b&gt;one&lt;/b&gt;\ntwo" in shown
    assert 'dir="auto"' in shown


@pytest.mark.parametrize("page", ["400", "403_csrf", "500", "503", "offline"])
def test_pages_for_bad_moments_need_nothing_to_be_well(page: str) -> None:
    shown = render_to_string(f"{page}.html")
    assert "<h1>" in shown
    assert "<script" not in shown


class Refused(forms.Form):
    words = forms.CharField()
    more = forms.CharField(required=False, max_length=3)


class Secret(Refused):
    password = forms.CharField(widget=forms.PasswordInput)


@pytest.mark.parametrize(
    ("form", "promised"),
    [
        (Refused({"words": "Here", "more": "Too long"}), True),
        (Refused({"words": "", "more": "On"}), False),
        (Refused({"words": " ", "more": ""}), False),
        (Secret({"words": "Here", "more": "Too long", "password": "never shown again"}), False),
    ],
)
def test_words_are_said_to_be_there_only_where_all_of_them_are(form: forms.Form, promised: bool) -> None:
    shown = render_to_string("_errors.html", {"form": form})
    assert ("Your words are all still here." in shown) is promised
    assert ("Look at this once more." in shown) is not promised


def test_a_row_is_a_link_with_a_title_and_a_note() -> None:
    shown = render('{% row "push:removal" id %} {{ title }} {% note %} {{ note }} {% endrow %}', **ROWED)
    assert shown.startswith(f'<li><a href="/you/devices/{ROWED["id"]}/')
    assert '<span>A &lt;walk&gt;</span> <span class="further">Sunday</span><span class="dots"' in shown
    assert shown.endswith('<span class="do">Look</span></a></li>')


def test_a_row_says_what_one_does_there() -> None:
    assert '<span class="do">Read</span>' in render('{% row "about" do=_("Read") %}x{% endrow %}')
    assert '<span class="do">a &lt; b</span>' in render('{% row "about" do=words %}x{% endrow %}', words="a < b")


def test_named_arguments_of_a_row_are_its_query() -> None:
    shown = render('{% row "about" theme="a&b" like=note anchor="choose" %}x{% endrow %}', **ROWED)
    assert 'href="/about/?theme=a%26b&amp;like=Sunday#choose"' in shown


def test_a_ready_address_is_escaped() -> None:
    assert 'href="/x/?a=1&amp;b=&quot;"' in render("{% row to=to %}x{% endrow %}", to='/x/?a=1&b="')


@pytest.mark.parametrize("opened", ["{% row %}", '{% row to="" %}', "{% row to=nothing %}"])
def test_a_row_that_leads_nowhere_is_no_link(opened: str) -> None:
    shown = render(opened + "x{% note %} {% if 0 %}y{% endif %} {% beside %}<button>z</button>{% endrow %}")
    assert shown == ('<li><div class="row"><span class="row-text"><span>x</span></span><button>z</button></div></li>')


def test_own_words_in_a_row_are_read_in_their_direction() -> None:
    shown = render("{% row own=True %}x{% note own=True %}y{% endrow %}{% row serif=yes %}z{% endrow %}", yes=True)
    assert '<span dir="auto">x</span> <span class="further" dir="auto">y</span>' in shown
    assert '<span class="serif" dir="auto">z</span>' in shown


def test_a_row_has_one_address() -> None:
    with pytest.raises(TemplateSyntaxError, match="not both"):
        render('{% row "about" to="/x/" %}x{% endrow %}')
