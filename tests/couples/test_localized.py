"""Times and dates as their reader has them, wherever they stand."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from couples import localized
from couples.accounts.models import Person
from couples.localized import Hours
from couples.space.models import Couple
from rituals import services as rituals
from rituals.cadence import EVERY_DAY, Rule
from tests.pages import words_of

ROOT = Path(__file__).resolve().parents[2]


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize(("hours", "shown"), [("12", "8:30 pm"), ("24", "20:30"), ("", "8:30 pm")])
def test_a_time_is_written_in_the_hours_of_its_reader(ada: Person, hours: str, shown: str) -> None:
    ada.hours = hours
    with localized.for_reader(ada):
        assert localized.time_of_day(time(20, 30)) == shown
        assert rendered("{{ at|time }} {{ at|time:'TIME_FORMAT' }}", at=time(20, 30)) == f"{shown} {shown}"
    assert localized.hours() == ""


def test_what_somebody_chose_goes_before_their_browser_and_that_before_this_one(ada: Person) -> None:
    with localized.for_reader(ada, browser_hours="24"):
        assert localized.hours() == "24"
    ada.browser_hours = "12"
    with localized.for_reader(ada, browser_hours="24"):
        assert localized.hours() == "12"
    ada.hours = "24"
    with localized.for_reader(ada):
        assert localized.hours() == "24"


@pytest.mark.parametrize(
    ("header", "hours"),
    [
        ("en-GB,en;q=0.9", "24"),
        ("en-US,en;q=0.9", "12"),
        ("de-AT", "24"),
        ("en;q=0.9,en-AU;q=0.8", "12"),
        ("zh-Hant-TW", "12"),
        ("en", ""),
        ("es-419", ""),
        ("", ""),
        ("*;q=", ""),
    ],
)
def test_a_browser_says_by_its_region_what_is_usual_there(header: str, hours: str, rf: RequestFactory) -> None:
    region = localized.region_of_browser(rf.get("/", headers={"Accept-Language": header}))
    assert localized.hours_of(region) == hours


def usual(language: str, kind: Callable[[Locale], Any]) -> dict[str, Any]:
    """What the common locale data say of each region where somebody speaks this language."""
    found = {}
    for region in set(get_global("territory_languages")) - {"ZZ"}:
        with suppress(UnknownLocaleError):
            found[region] = kind(Locale.parse(f"{language}_{region}"))
    return found


def test_what_is_usual_where_is_as_the_common_locale_data_say() -> None:
    hours = usual("und", lambda locale: locale.time_formats["short"].pattern)
    assert set(localized.TWELVE_HOURS.split()) == {region for region, pattern in hours.items() if "h" in pattern}
    dates = usual("en", lambda locale: locale.date_formats["long"].pattern)
    assert set(localized.MONTH_FIRST_IN.split()) == {region for region, pattern in dates.items() if pattern[0] == "M"}
    weeks = usual("und", lambda locale: locale.first_week_day)
    assert set(localized.SUNDAY_FIRST.split()) == {region for region, first in weeks.items() if first == 6}
    assert set(localized.SATURDAY_FIRST.split()) == {region for region, first in weeks.items() if first == 5}


def test_a_date_and_a_week_go_by_the_region_of_the_browser_that_reads(ada: Person, ada_client: Client) -> None:
    day, shown = date(2026, 11, 26), "{{ day|date:'l, j F' }}, {{ day|date }}"
    with localized.as_usual("", "US"):
        assert rendered(shown, day=day) == "Thursday, November 26, November 26, 2026"
        assert [number for number, _name in localized.weekdays()] == [6, 0, 1, 2, 3, 4, 5]
        with translation.override("de"):
            assert rendered("{{ day|date:'j F' }}", day=day) == "26 November"  # a region says it of English alone
        with localized.for_reader(ada):
            assert localized.day(day) == "26 November 2026", "what Ada reads never tells where somebody else is"
    assert localized.weekdays()[0] == (0, "Monday")
    page = reverse("rituals:checkin")
    american, british = (
        words_of(ada_client.get(page, headers={"Accept-Language": each})) for each in ("en-US", "en-GB")
    )
    assert american.index(">Sunday<") < american.index(">Monday<")
    assert british.index(">Monday<") < british.index(">Sunday<")


def test_a_date_is_written_as_translators_say(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2026, 11, 26)
    assert rendered("{{ day|date:'l, j F' }}, {{ day|date }}", day=day) == "Thursday, 26 November, 26 November 2026"
    monkeypatch.setitem(localized.DATES, "l, j F", "D j. n.")
    assert rendered("{{ day|date:'l, j F' }}", day=day) == "Thu 26. 11."
    assert localized.day(day, "l, j F") == "Thu 26. 11."


def test_every_date_in_a_template_is_one_that_translators_know() -> None:
    used = {
        written
        for page in (ROOT / "templates").rglob("*.*")
        for written in re.findall(r'\|date:"([^"]+)"', page.read_text())
    }
    assert used - {"DATE_FORMAT", "Y-m", "c"} <= set(localized.DATES)
    assert len(used) > 4


@pytest.mark.parametrize(("hours", "shown"), [("24", "19:00"), ("12", "7 pm")])
def test_pages_show_times_as_their_reader_chose_and_the_partners_stay(
    ada: Person, ben: Person, couple: Couple, ada_client: Client, ben_client: Client, hours: str, shown: str
) -> None:
    ritual = rituals.add(couple, by=ada, title="Tea", rule=Rule(time(19), EVERY_DAY), zone="", minutes=30)
    page = reverse("rituals:detail", args=[ritual.pk])
    assert "7 pm" in words_of(ben_client.get(page))
    told = ada_client.post(reverse("reading"), {"hours": hours})
    assert told.status_code == 303
    assert shown in words_of(ada_client.get(page))
    assert f'data-hours="{hours}"' in words_of(ada_client.get(page))
    assert shown in words_of(ada_client.get("/rituals/"))
    assert "7 pm" in words_of(ben_client.get(page))


def test_what_every_page_says_of_hours_hides_nothing_of_the_page(ada_client: Client) -> None:
    """A name given in base.html once took the place of the list that Us calls `written`."""
    plain, british = (ada_client.get("/us/", headers={"Accept-Language": each}) for each in ("", "en-GB"))
    assert 'href="/thanks/"' in words_of(plain)
    assert 'data-hours="24"' in words_of(british)
    assert words_of(british).count('class="row') == words_of(plain).count('class="row')


def test_a_page_goes_by_the_browser_until_somebody_chooses(ada_client: Client) -> None:
    british = {"Accept-Language": "en-GB"}
    assert "20:30" in words_of(ada_client.get("/you/", headers=british))
    assert "8:30 pm" in words_of(ada_client.get("/you/", headers={"Accept-Language": "en-US"}))
    ada_client.post(reverse("reading"), {"hours": "12"})
    assert "8:30 pm" in words_of(ada_client.get("/you/", headers=british))


def test_automatic_keeps_what_the_browser_says_for_mails(ada: Person, ada_client: Client) -> None:
    ada_client.post(reverse("reading"), {"hours": "", "browser_hours": "24"})
    ada.refresh_from_db()
    assert (ada.hours, ada.browser_hours) == ("", "24")
    ada_client.post(reverse("reading"), {"hours": "", "browser_hours": "nonsense"})
    ada.refresh_from_db()
    assert (ada.hours, ada.browser_hours) == ("", "24")


def test_what_is_no_format_is_refused_and_changes_nothing(ada: Person, ada_client: Client) -> None:
    assert ada_client.post(reverse("reading"), {"hours": "13"}).status_code == 422
    ada.refresh_from_db()
    assert ada.hours == ""


def test_there_is_no_language_to_choose_where_there_is_one_only(ada_client: Client) -> None:
    assert "Your language" not in words_of(ada_client.get(reverse("reading")))


def test_a_language_is_chosen_for_oneself_alone(ada: Person, ben: Person, ada_client: Client, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    assert "Deutsch" in words_of(ada_client.get(reverse("reading")))
    ada_client.post(reverse("reading"), {"hours": "", "locale": "de"})
    ada.refresh_from_db()
    ben.refresh_from_db()
    assert (ada.locale, ben.locale) == ("de", "en")
    assert 'lang="de"' in words_of(ada_client.get("/you/"))
    assert ada_client.post(reverse("reading"), {"hours": "", "locale": "tlh"}).status_code == 422


def test_a_page_signed_out_is_in_the_language_of_its_browser(client: Client, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    page = client.get("/", headers={"Accept-Language": "de-CH,de;q=0.9"})
    assert 'lang="de"' in words_of(page)
    assert translation.get_language() == "en"


def test_all_hours_are_told_apart() -> None:
    assert {localized.time_of_day(time(20, 30), each) for each in Hours} == {"8:30 pm", "20:30"}
