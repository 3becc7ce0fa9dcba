"""Today: one page to open in the evening, the same cost however much there is, and never a number."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space import services as space
from couples.space.models import Couple, Invitation, Membership
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.signing.digest import digest
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.assessments import services as assessments
from journal.breaks import services as breaks
from journal.checkins import services as checkins
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.talks import beginning
from journal.today.views import greeting
from journal.visions import services as visions
from rituals import services as rituals
from rituals.cadence import Rule
from tests.factories import PersonFactory
from tests.journal.talks.talking import both_ready
from tests.pages import words_of

pytestmark = pytest.mark.django_db

TODAY = reverse("today:home")
ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def arrived(couple: Couple, author: Person, text: str) -> Appreciation:
    note = thanks.send(thanks.keep_draft(couple, by=author, id=uuid4(), text=text))
    Appreciation.objects.filter(pk=note.pk).update(opened_at=note.sealed_at)
    return note


def every_evening(ritual_of: Couple, by: Person) -> None:
    rituals.set_checkin(ritual_of, by=by, rule=Rule(time(20)))


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Hello"),
        (17, "Hello"),
        (18, "Good evening"),
        (2, "Good evening"),
    ],
)
def test_it_greets_by_ones_own_clock(hour: int, words: str) -> None:
    assert greeting(hour, "Ada").startswith(f"{words}, Ada.")


def test_the_card_says_where_tonight_stands(couple: Couple, ada: Person, ben: Person, ada_client: Client) -> None:
    assert "How are you today?" in words_of(ada_client.get(TODAY))
    checkins.save_draft(couple, by=ada, on=ON, values={"line": "CANARY"})
    assert "You’ve started. Only you can see your draft." in words_of(ada_client.get(TODAY))
    checkins.pass_for_tonight(couple, by=ada, on=ON)
    assert "You’re taking today off." in words_of(ada_client.get(TODAY))
    checkins.seal(couple, by=ada, on=ON, values={"line": "CANARY-ADA"})
    page = words_of(ada_client.get(TODAY))
    assert "Your words are sealed." in page
    assert "CANARY" not in page
    checkins.seal(couple, by=ben, on=ON, values={"line": "CANARY-BEN"})
    page = words_of(ada_client.get(TODAY))
    assert "You both said something today." in page
    assert "CANARY-ADA" in page
    assert "CANARY-BEN" in page


def test_of_two_sides_the_first_is_never_the_empty_one(
    couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    for person in (ada, ben):
        checkins.seal(couple, by=person, on=ON, values={"line": "Here"})
    first = re.compile(r'<div class="spread uneven">\s*<div class="stack loose">\s*<section class="(.*?)"')
    for kind in ("stack tight", "next-up"):
        found = first.search(ada_client.get(TODAY).content.decode())
        assert found is not None
        assert found[1] == kind
        every_evening(couple, ada)
        rituals.add(couple, by=ada, title="A walk", rule=Rule(time(18), frozenset({6})), zone="", minutes=30)


@pytest.mark.parametrize("name", ["talks:home", "talks:new", "touch:ask", "agreements:signing"])
def test_what_takes_two_says_so_and_leads_to_the_invitation(name: str, sams: Client) -> None:
    page = sams.get(reverse(name))
    assert re.search(r"once \S+ has joined", words_of(page))
    assert f'class="button" href="{reverse("space:invitation")}"' in page.content.decode()
    assert reverse("talks:new") not in page.content.decode()


def test_until_both_rhythms_are_chosen_it_suggests_the_next(couple: Couple, ada: Person, ada_client: Client) -> None:
    assert reverse("rituals:checkin") in words_of(ada_client.get(TODAY))
    every_evening(couple, ada)
    assert reverse("rituals:new") in words_of(ada_client.get(TODAY))
    rituals.add(
        couple,
        by=ada,
        title="Coffee",
        rule=Rule(time(9), frozenset({6})),
        zone="Europe/Berlin",
        minutes=30,
    )
    page = words_of(ada_client.get(TODAY))
    assert reverse("rituals:new") not in page
    assert reverse("rituals:checkin") not in page


def test_guidelines_the_other_has_signed_are_waiting_for_one_more_read(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    agreements.add_line(couple, by=ada, text="We stop.", op_id=uuid4())
    lines = agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    assert "new version of your guidelines" not in words_of(ben_client.get(TODAY))
    agreements.sign(couple, by=ada, name="Ada", digest=digest(lines))
    assert "There’s a new version of your guidelines to read." in words_of(ben_client.get(TODAY))
    assert "new version of your guidelines" not in words_of(ada_client.get(TODAY))


def test_an_open_talk_goes_before_all_else_and_a_break_before_the_talk(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    def before_all(client: Client) -> list[str]:
        return re.findall(r'<div class="next-up before-all">\s*<p class="what">(.*?)</p>', words_of(client.get(TODAY)))

    assert before_all(ben_client) == []
    talk = beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject="CANARY")
    assert before_all(ben_client) == ["Ada would like to talk something through. When would suit you?"]
    both_ready(talk, ada, ben)
    assert before_all(ada_client) == ["You’re talking something through. It’s your turn."]
    page = words_of(ada_client.get(TODAY))
    assert page.count("talking something through") == 1
    assert "CANARY" not in page
    breaks.take(couple, by=ben, id=uuid4(), until_at=EVENING + timedelta(hours=1))
    assert [words.startswith("You’re both on a break until") for words in before_all(ada_client)] == [True]
    assert "talking something through" not in words_of(ada_client.get(TODAY))


# -- notes ------------------------------------------------------------------------------------------------------------


def test_a_new_note_stands_there_in_its_authors_name(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    arrived(couple, ada, "CANARY tea")
    page = words_of(ben_client.get(TODAY))
    assert "Ada wrote you this." in page
    assert "CANARY tea" in page
    assert "CANARY" not in words_of(ada_client.get(TODAY))


def test_a_kept_note_makes_room(couple: Couple, ada: Person, ben_client: Client) -> None:
    note = arrived(couple, ada, "CANARY tea")
    answer = ben_client.post(reverse("appreciations:keeping", args=[note.pk]), {"then": "today"})
    assert answer["Location"] == TODAY
    assert "CANARY" not in words_of(ben_client.get(TODAY))


def test_an_old_note_makes_room_by_itself(couple: Couple, ada: Person, ben_client: Client, evening: Any) -> None:
    arrived(couple, ada, "CANARY tea")
    Membership.objects.update(joined_at=EVENING - timedelta(days=90))
    evening.shift(timedelta(days=2, hours=23))
    assert "CANARY" in words_of(ben_client.get(TODAY))
    evening.shift(timedelta(hours=2))
    assert "CANARY" not in words_of(ben_client.get(TODAY))


def test_the_newest_of_several_is_shown_and_no_number(
    couple: Couple, ada: Person, ben_client: Client, evening: Any
) -> None:
    for text in ("CANARY-OLD", "CANARY-NEW"):
        arrived(couple, ada, text)
        evening.shift(timedelta(minutes=1))
    page = words_of(ben_client.get(TODAY))
    assert "CANARY-NEW" in page
    assert "CANARY-OLD" not in page


@pytest.mark.parametrize("days", [0, 6])
def test_who_joins_finds_the_note_written_for_them_however_long_it_waited(
    days: int, client_for: Any, evening: Any
) -> None:
    sam, alex = PersonFactory(name="Sam"), PersonFactory(name="Alex")
    couple = space.begin(by=sam, called="Lex")
    thanks.send_first(couple, by=sam, text="CANARY light")
    evening.shift(timedelta(days=days))
    space.join(space.invite(couple, by=sam, email=alex.email), by=alex)
    page = words_of(client_for(alex).get(TODAY))
    assert "Sam wrote you this." in page
    assert "CANARY light" in page
    assert "Write one too" in page


# -- alone ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def sam() -> Person:
    person: Person = PersonFactory(name="Sam", email="sam@example.org")
    space.begin(by=person, called="Alex")
    return person


@pytest.fixture
def sams(sam: Person, client_for: Any) -> Client:
    client: Client = client_for(sam)
    return client


FIRST = reverse("appreciations:first")


def test_alone_the_first_thing_is_one_small_note_then_the_invitation(sams: Client) -> None:
    assert "Write Alex one small thing you noticed." in words_of(sams.get(TODAY))
    answer = sams.post(FIRST, {"text": "You left the light on."})
    assert answer["Location"] == reverse("space:invitation")


def test_an_empty_first_note_is_asked_about_kindly(sams: Client) -> None:
    answer = sams.post(FIRST, {"text": " "})
    assert answer.status_code == 422
    assert "Write one small thing" in words_of(answer)


def test_inviting_later_leads_to_today_and_not_round_in_a_circle(sam: Person, sams: Client) -> None:
    sams.post(FIRST, {"text": "CANARY"})
    page = words_of(sams.get(TODAY))
    assert "Invite Alex whenever you like." in page
    assert reverse("space:invitation") in page


def test_alone_with_an_invitation_out_there_is_nothing_to_do(sam: Person, sams: Client, evening: Any) -> None:
    sams.post(FIRST, {"text": "CANARY"})
    space.invite(Couple.objects.get(memberships__person=sam), by=sam, email="alex@example.org")
    assert "Nothing for you to do." in words_of(sams.get(TODAY))
    assert Invitation.objects.count() == 1
    evening.shift(timedelta(days=8))
    assert "The invitation has expired." in words_of(sams.get(TODAY))


def test_an_open_page_looks_again_before_and_when_the_other_joins(sams: Client, sam: Person) -> None:
    """Each look answers with what takes the place of what asked: the same part, then tonight's."""
    sams.post(FIRST, {"text": "A kind thing"})
    look = {"HX-Request": "true"}
    assert "live:couple from:body, live:refresh from:body" in words_of(sams.get(TODAY))
    part = words_of(sams.get(TODAY, headers=look)).strip()
    assert part.startswith('<section id="before"')
    assert part.endswith("</section>")
    invitation = space.invite(Couple.objects.get(memberships__person=sam), by=sam, email="alex@example.org")
    space.join(invitation, by=PersonFactory(email="alex@example.org"))
    assert words_of(sams.get(TODAY, headers=look)).strip().startswith('<div\nid="evening"')


def test_a_first_note_taken_back_is_there_to_be_changed(sams: Client) -> None:
    sams.post(FIRST, {"text": "CANARY-FIRST"})
    note = Appreciation.objects.get()
    assert reverse("appreciations:undo", args=[note.pk]) in words_of(sams.get(reverse("appreciations:list")))
    sams.post(reverse("appreciations:undo", args=[note.pk]))
    page = words_of(sams.get(TODAY))
    assert "CANARY-FIRST" in page
    assert "waits for" not in page
    sams.post(FIRST, {"text": "Changed"})
    assert Appreciation.objects.get().text == "Changed"
    assert "Your note is ready for Alex." in words_of(sams.get(TODAY))


def test_beginning_takes_the_first_note_along_and_a_second_press_makes_nothing(client_for: Any) -> None:
    kim = client_for(PersonFactory(name="Kim"))
    told = {"called": "Robin", "text": "CANARY soup"}
    answers = [kim.post(reverse("today:begin"), told) for _twice in range(2)]
    assert answers[0]["Location"] == reverse("space:invitation")
    assert answers[1]["Location"] == TODAY
    assert Appreciation.objects.get().is_open
    assert "Your note is ready for Robin." in words_of(kim.get(TODAY))


def test_whoever_leaves_the_note_for_later_can_invite_and_is_asked_for_it_on_today(client_for: Any) -> None:
    kim = client_for(PersonFactory(name="Kim"))
    invitation = reverse("space:invitation")
    assert kim.post(reverse("today:begin"), {"called": "Robin", "text": " "})["Location"] == invitation
    assert not Appreciation.objects.exists()
    page = kim.get(TODAY)
    assert "Write Robin one small thing you noticed." in words_of(page)
    assert f'href="{invitation}"' in page.content.decode()


def test_beginning_without_a_name_for_the_other_keeps_the_words(client_for: Any) -> None:
    kim = client_for(PersonFactory(name="Kim"))
    answer = kim.post(reverse("today:begin"), {"called": " ", "text": "CANARY soup"})
    assert answer.status_code == 422
    assert "CANARY soup" in words_of(answer)
    assert not Appreciation.objects.exists()


def test_without_a_couple_it_leads_to_beginning_one(client_for: Any) -> None:
    assert client_for(PersonFactory()).get(TODAY)["Location"] == reverse("today:begin")


# -- hubs and places --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "current"),
    [
        ("today:home", "Today"),
        ("checkins:start", "Today"),
        ("today:together", "Together"),
        ("rituals:list", "Together"),
        ("appreciations:list", "Together"),
        ("today:talk", "Talk"),
        ("agreements:home", "Talk"),
        ("story:us", "Us"),
        ("you", "You"),
    ],
)
def test_each_page_stands_in_one_of_five_places(name: str, current: str, ada_client: Client) -> None:
    page = words_of(ada_client.get(reverse(name)))
    places = re.findall(r'<li>\s*<a href="[^"]+"( aria-current="page")?>\s*<svg.*?</svg>(\w+)\s*</a>', page)
    assert [label for _, label in places] == ["Today", "Together", "Talk", "Us", "You"]
    assert [label for here, label in places if here] == [current]


def test_every_place_exists_and_a_hub_leads_only_to_pages_that_do(ada_client: Client) -> None:
    for name in ("today:home", "today:together", "today:talk", "story:us"):
        page = words_of(ada_client.get(reverse(name)))
        for path in set(re.findall(r'<a [^>]*href="(/[^"#?]*)', page)):
            assert ada_client.get(path, follow=True).status_code == 200, path


def test_who_is_not_signed_in_sees_no_places(client: Client) -> None:
    assert 'class="places"' not in words_of(client.get(reverse("about")))


def test_the_newest_of_all_practices_comes_first_and_three_are_enough(
    couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    """A hope to match, then a line that is offered, then two evenings said back: the oldest of them is left out."""
    morning = datetime(2026, 11, 22, 8, tzinfo=UTC)
    with time_machine.travel(morning, tick=False) as at:
        for person in (ada, ben):
            assessments.share(couple, by=person, topic="work", values={"words": "Words"})
        looking = {"horizon": 1, "area": "us", "words": "By the sea", "value": "calm", "guess": ""}
        hopes = [visions.keep(couple, by=person, id=uuid4(), values=looking) for person in (ada, ben)]
        for person in (ada, ben):
            visions.seal(couple, by=person)
        at.shift(timedelta(minutes=10))
        visions.say_together(*hopes, by=ada, kind="hope")
        at.shift(timedelta(minutes=10))
        assessments.share(couple, by=ada, topic="money", values={"words": "More"})
        for day in (20, 21):
            at.shift(timedelta(minutes=10))
            for person in (ada, ben):
                sealed = checkins.seal(couple, by=person, on=date(2026, 11, day), values={"line": "Words"})
            shared = sources.find(couple, "checkins", sealed.pk)
            assert shared
            listening.say(
                shared, listening.pair(shared, ada, ben), step=Step.HEARD, seen=0, text="You said these match"
            )
        told = words_of(ben_client.get(TODAY))
    offered = told.index("has shared something more")
    assert told.index("Ada said back what they heard.") < offered
    assert told.count("Ada said back what they heard.") == 2
    assert "belong together" not in told
