"""Erasing beside the words: on each practice's page, for the one who wrote them and nobody else."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.leaving.services import leave
from couples.space.models import Couple
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.erasing.models import JustErased
from journal.export.records import kinds
from tests.addresses import ALL, ONLY_SENT, World, at, world
from tests.pages import words_of

pytestmark = pytest.mark.django_db

LIST = reverse("appreciations:list")
LINK = re.compile(r"/you/erasing/[\w-]+/(\w+)/([\w-]+)/([\w-]{36})/")
#: Shown once a talk has come further than the practice's own world; or on the page of a month, as the first page has to
#: stay light and leads to the list of one's own.
NOT_IN_WORLD = {"talks.understood", "talks.guess", "appreciations.thank-you", "openings.opening"}
#: The kinds that have it beside the words.
BESIDE = {
    "checkins.checkin",
    "rituals.noticed",
    "questions.answer",
    "questions.own-question",
    "appreciations.thank-you",
    "talks.statement",
    "talks.idea",
    "talks.guess",
    "talks.understood",
    "memories.memory",
    "openings.opening",
    "listening.said",
    "assessments.line",
    "visions.hope",
}
#: Where the others are erased, one by one, and why not beside them.
ELSEWHERE = {
    "questions.asked": "taken back on its page; then under You, since it is on no page of the other’s any more",
    "questions.feedback": "under You: no page shows it again",
    "touch.asked": "under You, until it fades by itself",
    "visions.step": "removed on its page; then under You",
    "talks.talk": "under You: beside its subject it would look as if the whole talk went",
    "talks.when": "under You: a time one proposed, in a list of both’s",
    "talks.look": "under You: what both said of an idea, in one sentence of ours",
    "talks.enough": "under You: a tick, without words",
    "nearness.week": "a word a week, in a list: its page leads to them one by one",
    "agreements.line": "both write at once on its page, which leads to them one by one",
    "agreements.wording": "under You: how a line grew, on no page as one’s own",
    "agreements.two-wordings": "under You: settled, and on no page any more",
    "support.handout": "taken back on its page; then under You",
    "visions.match": "under You: of two hopes, each of which is erased by itself",
}


@pytest.fixture
def note(couple: Couple, ada: Person) -> Appreciation:
    sent = thanks.send(thanks.keep_draft(couple, by=ada, id=uuid4(), text="SALAMANDER"))
    Appreciation.objects.filter(pk=sent.pk).update(opened_at=clock.now() - timedelta(minutes=2))
    return Appreciation.objects.get(pk=sent.pk)


def month() -> str:
    return f"{LIST}?month={clock.now():%Y-%m}"


def address(note: Appreciation) -> str:
    return reverse("erasing:one", args=[note.couple_id, "appreciations", "thank-you", note.pk])


def test_only_its_author_is_led_there(
    note: Appreciation, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    assert address(note) in words_of(ada_client.get(month()))
    assert "SALAMANDER" in words_of(ben_client.get(LIST))
    assert address(note) not in words_of(ben_client.get(LIST))
    assert [each.get(address(note)).status_code for each in (ada_client, ben_client, stranger_client)] == [
        200,
        404,
        404,
    ]
    assert Appreciation.objects.get().text == "SALAMANDER", "looking erases nothing"


def test_the_words_are_shown_once_more_erased_and_put_back(
    note: Appreciation, ada_client: Client, ben_client: Client
) -> None:
    page = words_of(ada_client.get(address(note)))
    assert "SALAMANDER" in page
    assert "never when it went" in page
    answers = [ada_client.post(address(note)) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [303, 404]
    page = words_of(ada_client.get(answers[0]["Location"]))
    assert "SALAMANDER" not in page
    assert LIST in page
    assert "SALAMANDER" not in words_of(ben_client.get(LIST))
    assert address(note) not in words_of(ada_client.get(month())), "what is erased is not erased again"
    undo = re.search(r'action="([^"]+/undo/\?beside)"', page)
    assert undo
    assert ada_client.post(undo[1])["Location"] == LIST
    assert "SALAMANDER" in words_of(ben_client.get(LIST))


def test_after_the_half_minute_the_page_says_so_and_offers_nothing(note: Appreciation, ada_client: Client) -> None:
    done = ada_client.post(address(note))["Location"]
    assert "/undo/" in words_of(ada_client.get(done))
    with time_machine.travel(clock.now() + timedelta(seconds=31), tick=False):
        page = words_of(ada_client.get(done))
        assert "Erased." in page
        assert "/undo/" not in page
        assert ada_client.get(address(note)).status_code == 404


def test_whoever_is_asked_who_they_are_comes_back_to_it(note: Appreciation, ada_client: Client) -> None:  # S7
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        asked = ada_client.get(address(note))["Location"]
        assert asked == f"{reverse('confirm')}?next={address(note).replace('/', '%2F')}"
        assert ada_client.post(address(note))["Location"] == asked
    assert not JustErased.objects.exists()


def test_what_is_sealed_goes_without_a_word_to_the_other(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    mine = checkins.seal(couple, by=ada, on=clock.today(ada), values={"line": "SALAMANDER"})
    day = reverse("checkins:day", args=[mine.on])
    theirs = words_of(ben_client.get(day))
    to = reverse("erasing:one", args=[couple.pk, "checkins", "checkin", mine.pk])
    assert to in words_of(ada_client.get(day))
    assert "Nobody learns that it was here." in words_of(ada_client.get(to))
    ada_client.post(to)
    assert not CheckIn.objects.exists()
    assert words_of(ben_client.get(day)) == theirs


def test_of_a_closed_couple_it_leads_back_to_what_one_keeps(
    note: Appreciation, ada: Person, ada_client: Client
) -> None:
    leave(note.couple, by=ada)
    kept = reverse("kept:words", args=[note.couple_id, "appreciations", "thank-you"])
    assert kept in words_of(ada_client.get(address(note)))


def test_each_kind_has_a_place_where_it_is_erased() -> None:
    erased = {f"{practice.key}.{words.key}" for practice, words in kinds() if words.by and words.erase}
    assert erased == BESIDE | ELSEWHERE.keys()


def test_each_kind_has_it_on_a_page_of_its_own(couple: Couple, ada: Person, ben: Person) -> None:
    """Every page of both is asked for; what each one is led to erase there is theirs to erase."""
    theirs = world(couple, ada, ben, "CANARY", many=1)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        seen = led_to(theirs, ada) | led_to(theirs, ben)
    assert seen <= BESIDE
    assert BESIDE - seen <= NOT_IN_WORLD


def led_to(theirs: World, person: Person) -> set[str]:
    """The kinds that any page leads this person to erase one of."""
    models = {f"{practice.key}.{words.key}": words for practice, words in kinds()}
    browser, seen = Client(), set()
    browser.force_login(person)
    for name in sorted(set(ALL) - ONLY_SENT):
        if name.startswith(("kept:", "erasing:", "before:", "account", "export:")):
            continue
        answer: Any = browser.get(at(name, theirs))
        if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
            continue
        for practice, kind, id in LINK.findall(words_of(answer)):
            words = models[f"{practice}.{kind}"]
            assert getattr(words.model._base_manager.get(pk=id), f"{words.by}_id") == person.pk
            seen.add(f"{practice}.{kind}")
    return seen


def test_no_model_is_two_kinds() -> None:
    models = [words.model for _practice, words in kinds()]
    assert len(models) == len(set(models)), "the tag finds the kind by its model"
