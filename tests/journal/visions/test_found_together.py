"""After the opening: what belongs together, said by the two people alone, and one small step."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.visions import services
from journal.visions.models import Hope, Match, Step
from rituals.models import Nudge, Ritual
from tests.journal.visions.hoping import EVENING, hope, opened, page, url
from tests.pages import words_of

pytestmark = pytest.mark.django_db

# -- what belongs together --------------------------------------------------------------------------------------------


def say(client: Client, pair: tuple[Hope, Hope], kind: str = "hope", **changes: Any) -> Any:
    return client.post(url("pair"), {"one": pair[0].pk, "other": pair[1].pk, "kind": kind} | changes)


def test_alike_is_only_suggested_and_counts_once_both_say_so(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    pair = opened(couple, ada, ben)
    assert "Do these match?" in page(ada_client)
    assert "Hopes you share" not in page(ada_client)
    for _ in range(2):
        say(ada_client, pair)
    assert Match.objects.get().agreed_at is None
    assert "It counts once you both think so." in page(ada_client)
    assert "Ada says: Same hope" in page(ben_client)
    assert "thinks two of your hopes match" in words_of(ben_client.get(reverse("today:home")))
    assert "thinks two of your hopes match" not in words_of(ada_client.get(reverse("today:home")))
    say(ben_client, (pair[1], pair[0]))
    for client in (ada_client, ben_client):
        told = page(client)
        assert "Hopes you share" in told
        assert "Do these match?" not in told
    ben_client.post(url("parting", Match.objects.get().pk))
    assert "Hopes you share" not in page(ada_client)


def test_the_other_may_see_another_kind_and_then_it_is_theirs_to_agree(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    pair = opened(couple, ada, ben)
    say(ada_client, pair)
    say(ben_client, pair, "value")
    match = Match.objects.get()
    assert (match.kind, match.said_by, match.agreed_at) == ("value", ben, None)
    say(ada_client, pair, "value")
    told = page(ben_client)
    assert "Different hopes, same reason behind them" in told
    assert "Hopes you share" not in told


def test_different_words_underneath_are_not_suggested_but_can_be_put_together_by_hand(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    pair = opened(couple, ada, ben, value="freedom")
    assert "Do these match?" not in page(ada_client)
    say(ada_client, pair, "value")
    assert Match.objects.count() == 1


def test_two_of_one_person_or_what_is_not_open_do_not_pair(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    mine, theirs = opened(couple, ada, ben)
    say(ada_client, (mine, mine))
    say(ada_client, (mine, theirs), "x")
    services.begin_again(couple, after=1)
    draft = hope(couple, ada)
    assert say(ada_client, (draft, theirs)).status_code == 404
    assert say(ada_client, (mine, theirs), one="x").status_code == 404
    assert not Match.objects.exists()


def test_each_hope_stands_once_and_what_is_shared_comes_first(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    hers = [hope(couple, ada, words=f"Hers-{n}", value="", guess=("yes", "no", "unsure", "")[n]) for n in range(4)]
    his = [hope(couple, ben, words=f"His-{n}", value="", guess=("", "yes")[n]) for n in range(2)]
    for by in (ada, ben):
        services.seal(couple, by=by)
    say(ada_client, (hers[0], his[0]))
    say(ben_client, (hers[0], his[0]))
    say(ada_client, (hers[1], his[0]), "value")
    for client in (ada_client, ben_client):
        told = page(client)
        order = [
            told.index(words)
            for words in (
                *("Hopes you share", "Hers-0</", "His-0</", "One of you thinks these match", "Hers-1</"),
                *("What each of you guessed", "Hers-2</", "His-1</", "Your other hopes, soonest first", "Hers-3</"),
            )
        ]
        assert order == sorted(order)
        for each in [*hers, *his]:
            assert told.count(f'id="hope-{each.pk}"') == 1
            assert told.count(f">{each.words}</blockquote>") == 1
        # His first belongs to two of hers: the second time it is only named.
        assert told.count(f'href="#hope-{his[0].pk}"') == 1
        assert told.count('href="#hope-') == 1


def test_what_each_guessed_is_a_sentence_of_their_own_hope(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    for guess in ("yes", "no", "unsure"):
        hope(couple, ada, words=guess, value="", guess=guess)
    hope(couple, ben, value="", guess="")
    for by in (ada, ben):
        services.seal(couple, by=by)
    hers, his = (words_of(client.get(url("home"), {"all": ""})) for client in (ada_client, ben_client))
    for mine, theirs in (
        ("You guessed that Ben hopes this too.", "Ada guessed that you hope this too."),
        ("You guessed that Ben doesn’t hope this.", "Ada guessed that you don’t hope this."),
        ("You weren’t sure if Ben hopes this too.", "Ada wasn’t sure if you hope this too."),
    ):
        assert (mine in hers, theirs in hers) == (True, False)
        assert (mine in his, theirs in his) == (False, True)


def test_many_hopes_begin_with_some_of_each_and_all_of_them_are_one_link_away(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    for by, who in ((ada, "hers"), (ben, "his")):
        for number in range(10):
            hope(couple, by, words=f"CANARY-{who}-{number}.", value="calm", guess="yes" if number < 6 else "")
    for by in (ada, ben):
        services.seal(couple, by=by)
    first, whole = page(ada_client), words_of(ada_client.get(url("home"), {"all": ""}))
    for number in range(10):
        for who in ("hers", "his"):
            # One pair that may belong together, two that each guessed something of, and two more.
            assert (f"CANARY-{who}-{number}." in first) == (number in {0, 1, 2, 6, 7})
            assert whole.count(f">CANARY-{who}-{number}.</blockquote>") == 1
    assert {"?all#every", "?all#guesses", "?all#suggested"} == set(re.findall(r"[?]all#\w+", first))
    assert "?all#" not in whole
    for each in Hope.objects.all():
        assert f'id="hope-{each.pk}"' in whole
        assert each.words in words_of(ada_client.get(url("by-hand")))


# -- steps ------------------------------------------------------------------------------------------------------------


def step(client: Client, **changes: Any) -> Any:
    sent = {"id": str(uuid4()), "words": "Look at the timetable", "on": "2026-11-29"}
    return client.post(url("steps"), sent | changes)


def test_a_step_rings_for_both_that_evening_and_may_become_weekly(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    with time_machine.travel(EVENING, tick=False):
        opened(couple, ada, ben)
        id = str(uuid4())
        for _ in range(2):
            assert step(ada_client, id=id, nudge="on").status_code == 303
        made = Step.objects.get()
        assert made.ritual
        assert made.ritual.ends_on == made.ritual.starts_on == date(2026, 11, 29)
        due = {nudge.next_at for nudge in Nudge.objects.filter(ritual=made.ritual)}
        # At seven by each one's own clock: which clock that is stands nowhere.
        assert due == {datetime(2026, 11, 29, 18, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)}
        assert "Look at the timetable" in page(ben_client)
        for _ in range(2):
            ben_client.post(url("step-weekly", made.pk))
        (weekly,) = Ritual.objects.living()
        assert (weekly.ends_on, weekly.title) == (None, "Look at the timetable")


def test_a_dropped_step_rings_no_more_and_comes_back(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    with time_machine.travel(EVENING, tick=False):
        opened(couple, ada, ben)
        step(ada_client, nudge="on")
        made = Step.objects.get()
        ben_client.post(url("step-removal", made.pk))
        assert not Ritual.objects.living().exists()
        assert "Look at the timetable" not in page(ada_client)
        ben_client.post(url("step-return", made.pk))
        assert Ritual.objects.living().count() == 1
        assert "Look at the timetable" in page(ada_client)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"on": "2026-11-22"}, "on"), ({"on": "2047-01-01"}, "on"), ({"on": "x"}, "on"), ({"words": " "}, "words")],
)
def test_a_step_that_cannot_be_is_said_beside_its_field(
    ada_client: Client, couple: Couple, ada: Person, ben: Person, change: dict[str, str], field: str
) -> None:
    with time_machine.travel(EVENING, tick=False):
        opened(couple, ada, ben)
        answer = step(ada_client, **change)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {field}
        assert not Step.objects.exists()


def test_there_is_no_step_before_the_opening(ada_client: Client, couple: Couple, ada: Person) -> None:
    hope(couple, ada)
    assert step(ada_client).status_code == 404
    assert ada_client.get(url("steps")).status_code == 404
    assert ada_client.get(url("by-hand")).status_code == 404


def test_steps_of_another_day_stay_on_their_own_page(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        opened(couple, ada, ben)
        for day in range(23, 29):
            step(ada_client, words=f"CANARY-{day}", on=f"2026-11-{day}")
        named = page(ada_client)
        assert "CANARY-26" in named
        assert "CANARY-27" not in named
        assert "CANARY-28" in words_of(ada_client.get(url("steps")))
        clock.move_to(datetime(2026, 12, 20, 20, tzinfo=UTC))
        assert "CANARY-" not in page(ada_client)
        own = words_of(ada_client.get(url("steps")))
        assert own.index("Before today") < own.index("CANARY-28") < own.index("CANARY-23")


def test_many_steps_begin_with_the_next_ones(ada_client: Client, couple: Couple, ada: Person, ben: Person) -> None:
    with time_machine.travel(EVENING, tick=False):
        opened(couple, ada, ben)
        for day in range(1, 11):
            step(ada_client, words=f"CANARY-{day}.", on=f"2026-12-{day:02}")
        first, every = page(ada_client, "steps"), words_of(ada_client.get(url("steps"), {"all": ""}))
        assert [f"CANARY-{day}." in first for day in range(1, 11)] == [True] * 8 + [False] * 2
        assert all(f"CANARY-{day}." in every for day in range(1, 11))
        assert "?all#planned" in first
        assert "?all#" not in every
