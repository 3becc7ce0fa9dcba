"""The check-in's pages: with scripts and without, on one's own calendar, and never a word lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services
from journal.checkins.models import CheckIn
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
#: Sunday evening for both: 21:00 in Berlin, 15:00 in New York.
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
WAITING = "Ben hasn’t answered yet. Your words stay sealed. Nothing for you to do."


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def url(name: str, on: date = ON) -> str:
    return reverse(f"checkins:{name}", args=[on])


def typed(line: str = "A quiet day.", **more: Any) -> dict[str, Any]:
    return {"energy": "little", "feelings": ["tired"], "own_feelings": "", "line": line, "ahead": ""} | more


def sealed(couple: Couple, person: Person, line: str, on: date = ON) -> CheckIn:
    return services.seal(couple, by=person, on=on, values={"line": line})


def test_sealing_leads_to_the_waiting_page(ada_client: Client) -> None:
    answer = ada_client.post(url("seal"), typed(), follow=True)
    assert answer.redirect_chain == [(url("day"), 303)]
    assert WAITING in words_of(answer)
    assert CheckIn.objects.get().feelings == ["tired"]


def test_both_cards_stand_the_same_for_either_reader(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    sealed(couple, ada, "CANARY-ADA")
    ben_client.post(
        url("seal"), typed("CANARY-BEN", ahead="Saturday", own_feelings="glad of you, tired ,, glad of you")
    )
    for client in (ada_client, ben_client):
        page = words_of(client.get(url("day")))
        assert "You both said something today." in page
        assert page.index("CANARY-ADA") < page.index("CANARY-BEN")
        assert "Ben has a little energy today, and feels tired." in page
        assert '<span class="serif" dir="auto">glad of you</span>' in page
        assert reverse("appreciations:new") in page


def test_the_second_step_says_the_first_one_back_and_saves_nothing(ada_client: Client) -> None:
    said = ada_client.post(url("so-far"), typed(own_feelings="like <rain>"), headers={"HX-Request": "true"})
    assert "You have a little energy today, and feel tired." in words_of(said)
    assert "like &lt;rain&gt;" in words_of(said)
    assert "Change that" not in words_of(ada_client.post(url("so-far"), {}, headers={"HX-Request": "true"}))
    assert ada_client.post(url("so-far"), typed()).status_code == 303
    assert not CheckIn.objects.exists()


def test_a_day_later_it_is_told_as_past(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> None:
    before = ON - timedelta(days=1)
    for person in (ada, ben):
        services.seal(couple, by=person, on=before, values={"energy": "none", "ahead": "Sunday"})
    page = " ".join(words_of(ada_client.get(url("day", before))).split())
    assert "Ada had no energy left." in page
    assert 'Looking forward to: <span class="serif" dir="auto">Sunday</span>' in page
    assert "today" not in page.partition("<main")[2].partition('class="buttons end"')[0].replace("/today/", "")


def test_saying_thank_you_leads_to_an_empty_composer(couple: Couple, ada: Person, ada_client: Client) -> None:
    page = words_of(ada_client.get(reverse("appreciations:new")))
    assert "Ben, thank you for …" in page


def test_where_a_nudge_leads_is_tonights_whatever_its_state(couple: Couple, ada: Person, ada_client: Client) -> None:
    start = reverse("checkins:start")
    assert "How are you today?" in words_of(ada_client.get(start))
    services.save_draft(couple, by=ada, on=ON, values={"line": "Begun"})
    assert "Begun" in words_of(ada_client.get(start))
    services.pass_for_tonight(couple, by=ada, on=ON)
    assert "You’re taking today off." in words_of(ada_client.get(start))
    sealed(couple, ada, "Given")
    assert WAITING in words_of(ada_client.get(start))
    ada_client.post(url("retraction"))
    assert "Given" in words_of(ada_client.get(start))


def test_autosave_says_nothing_but_that_it_is_safe(ada_client: Client) -> None:
    for _ in range(2):
        answer = ada_client.post(url("draft"), typed("Half a sen"))
        assert (answer.status_code, answer.content) == (204, b"")
    assert CheckIn.objects.get().line == "Half a sen"
    assert ada_client.post(url("draft"), {}).status_code == 204


@pytest.mark.parametrize("nothing", [{}, {"line": "   ", "own_feelings": " , ,"}])
def test_sealing_nothing_at_all_is_asked_about_kindly(nothing: dict[str, str], ada_client: Client) -> None:
    answer = ada_client.post(url("seal"), nothing)
    assert answer.status_code == 422
    assert "Choose or write one small thing, or take today off." in words_of(answer)
    assert not CheckIn.objects.exists()


def test_far_too_many_words_are_refused_kindly_and_all_still_there(ada_client: Client) -> None:
    long = "0123456789" * 2000
    answer = ada_client.post(url("seal"), typed(long, ahead="Saturday"))
    page = words_of(answer)
    assert answer.status_code == 422
    assert "room for 1000 characters here." in page
    assert long in page
    assert "Saturday" in page
    assert "maxlength" not in page  # a browser would cut off what is pasted
    assert ada_client.post(url("draft"), typed(long)).status_code == 422
    passed = ada_client.post(url("pass"), typed(long))
    assert passed.status_code == 422
    assert long in words_of(passed)


def test_a_line_end_counts_once_however_the_browser_sends_it(ada_client: Client) -> None:
    assert ada_client.post(url("seal"), typed("x\r\n" * 499 + "xx")).status_code == 303
    assert "\r" not in CheckIn.objects.get().line


def test_a_refused_change_of_a_sealed_answer_keeps_the_words_typed(
    couple: Couple, ada: Person, ada_client: Client
) -> None:
    sealed(couple, ada, "First")
    long = "y" * 1001
    assert long in words_of(ada_client.post(url("seal"), typed(long)))
    assert CheckIn.objects.get().line == "First"


def test_words_are_shown_as_they_are_and_never_as_markup(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    sealed(couple, ada, "<script>alert(1)</script>")
    services.seal(couple, by=ben, on=ON, values={"feelings": ["<b>bold</b>"]})
    page = words_of(ada_client.get(url("day")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>bold" not in page


def test_not_tonight_keeps_what_is_in_the_form(ada_client: Client) -> None:
    answer = ada_client.post(url("pass"), typed("Not for tonight"), follow=True)
    assert "You’re taking today off." in words_of(answer)
    assert "Not for tonight" in words_of(ada_client.post(url("retraction"), follow=True))


PASSED = "Ben took this one off. Your answer stays sealed. Only you can see it."


def test_that_the_other_took_the_night_off_shows_from_the_next_day_on(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    sealed(couple, ada, "Here")
    before = [words_of(ada_client.get(path)) for path in (url("day"), "/today/")]
    services.pass_for_tonight(couple, by=ben, on=ON)
    assert [words_of(ada_client.get(path)) for path in (url("day"), "/today/")] == before
    evening.move_to(datetime(2026, 11, 22, 22, 59, tzinfo=UTC))  # one minute to midnight in Berlin
    assert [words_of(ada_client.get(path)) for path in (url("day"), "/today/")] == before
    evening.move_to(datetime(2026, 11, 22, 23, 1, tzinfo=UTC))
    assert PASSED in words_of(ada_client.get(url("day")))


def test_nobody_seals_for_last_night_to_see_whether_the_other_took_it_off(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, evening: Any
) -> None:
    """They could take it back at once."""
    evening.shift(timedelta(days=1))
    sealed(couple, ada, "Late")
    before = words_of(ada_client.get(url("day")))
    services.pass_for_tonight(couple, by=ben, on=ON)
    assert words_of(ada_client.get(url("day"))) == before
    evening.shift(timedelta(days=1))
    assert PASSED in words_of(ada_client.get(url("day")))


@pytest.mark.parametrize("name", ["seal", "pass"])
def test_an_old_tab_changes_nothing_both_have_read_and_loses_no_word(
    name: str, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    sealed(couple, ada, "As read")
    sealed(couple, ben, "And answered")
    answer = ada_client.post(url(name), typed("TYPED-TOO-LATE"))
    assert answer.status_code == 409
    assert "it can’t change any more" in words_of(answer)
    assert "TYPED-TOO-LATE" in words_of(answer)
    assert "TYPED-TOO-LATE" not in words_of(ada_client.get(url("day")))
    assert "TYPED-TOO-LATE" not in words_of(ben_client.get(url("day")))


def test_taking_back_what_both_have_read_says_why_not(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    sealed(couple, ada, "As read")
    sealed(couple, ben, "And answered")
    page = words_of(ada_client.post(url("retraction"), follow=True))
    assert "it stays as it is" in page
    assert "As read" in page


# -- dates ------------------------------------------------------------------------------------------------------------


def test_yesterday_and_today_can_be_written_and_nothing_further(ada_client: Client) -> None:
    for days in (0, -1):
        assert ada_client.get(url("day", ON + timedelta(days=days))).status_code == 200
    for days in (1, 30, -2, -4000):
        on = ON + timedelta(days=days)
        assert ada_client.get(url("day", on)).status_code == 404
        for name in ("seal", "draft", "pass", "retraction"):
            assert ada_client.post(url(name, on), typed()).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    "on", ["2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "2026-1-1", "٢٠٢٦-١١-٢٢", "today"]
)
def test_no_date_is_no_address(on: str, ada_client: Client) -> None:
    assert ada_client.get(f"/check-in/{on}/").status_code == 404


def test_each_one_writes_by_their_own_calendar_and_same_dates_meet(
    ada_client: Client, ben_client: Client, evening: Any
) -> None:
    evening.move_to(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))  # Monday 00:30 in Berlin, Sunday 18:30 in New York
    ben_client.post(url("seal"), typed("BEN-SUNDAY"))
    assert ben_client.post(url("seal", date(2026, 11, 23)), typed()).status_code == 404
    assert "23 November" in words_of(ada_client.get(reverse("checkins:start")))
    ada_client.post(url("seal", date(2026, 11, 23)), typed("ADA-MONDAY"))
    assert not CheckIn.objects.opened().exists()
    ada_client.post(url("seal"), typed("ADA-SUNDAY"))  # her yesterday
    page = words_of(ada_client.get(url("day")))
    assert "BEN-SUNDAY" in page
    assert "ADA-MONDAY" not in page


def test_what_was_begun_on_another_evening_stays_in_reach_of_its_author_alone(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, evening: Any
) -> None:
    services.save_draft(couple, by=ada, on=ON, values={"line": "CANARY-BEGUN"})
    sealed(couple, ada, "CANARY-SEALED", ON - timedelta(days=1))
    services.pass_for_tonight(couple, by=ada, on=ON - timedelta(days=2))
    evening.shift(timedelta(days=40))
    kept = reverse("checkins:kept")
    page = words_of(ada_client.get(kept))
    assert "CANARY-BEGUN" in page
    assert "CANARY-SEALED" in page
    assert "20 November" not in page  # taken off, nothing written
    assert kept in words_of(ada_client.get(reverse("checkins:start")))
    assert kept in words_of(ada_client.get(reverse("story:us")))
    assert "CANARY-BEGUN" in words_of(ada_client.get(url("day")))
    assert "This one stayed sealed." in words_of(ada_client.get(url("day", ON - timedelta(days=1))))
    assert "CANARY" not in words_of(ben_client.get(kept))


def test_kept_ones_go_by_months(couple: Couple, ada: Person, ada_client: Client) -> None:
    for month in (9, 10):
        services.save_draft(couple, by=ada, on=date(2026, month, 3), values={"line": f"CANARY-{month}"})
    page = words_of(ada_client.get(reverse("checkins:kept")))
    assert "CANARY-10" in page
    assert "CANARY-9" not in page
    assert "CANARY-9" in words_of(ada_client.get(reverse("checkins:kept"), {"month": "2026-09"}))
    assert "CANARY-10" in words_of(ada_client.get(reverse("checkins:kept"), {"month": "nonsense"}))


def test_htmx_gets_the_state_alone(couple: Couple, ada: Person, ada_client: Client) -> None:
    sealed(couple, ada, "Here")
    page = words_of(ada_client.get(url("day"), headers={"HX-Request": "true"}))
    assert " ".join(page.split()).startswith('<div id="state"')
    assert WAITING in page


def test_a_page_being_typed_into_is_never_replaced(ada_client: Client) -> None:
    assert "hx-get" not in words_of(ada_client.get(url("day"))).partition("<main")[2]
