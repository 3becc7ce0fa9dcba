"""One person, two devices, the same form open on both, and no hints: no acknowledged word is ever lost."""

from collections.abc import Callable
from random import Random
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from couples import clock, drafts
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.appreciations import services as thanks
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.openings import services as openings
from journal.openings.models import Shape
from journal.questions.suggesting import id_on, settle
from tests.journal.devices import Device, words_in

pytestmark = pytest.mark.django_db

Addresses = Callable[[Couple, Person, Person], tuple[str, str]]


def checkin(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    on = clock.today(ada)
    return reverse("checkins:day", args=[on]), reverse("checkins:draft", args=[on])


def thank_you(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    id = uuid4()
    thanks.keep_draft(couple, by=ada, id=id, text="")
    return reverse("appreciations:edit", args=[id]), reverse("appreciations:draft", args=[id])


def opening(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    id = uuid4()
    openings.keep_draft(couple, by=ada, id=id, shape=Shape.MOMENT, words={})
    return reverse("openings:edit", args=[id]), reverse("openings:draft", args=[id])


def hope(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    id = uuid4()
    return reverse("visions:hope", args=[id]), reverse("visions:draft", args=[id])


def answer(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    settle(couple)
    id = id_on(couple, clock.today(ada))
    return reverse("questions:page", args=[id]), reverse("questions:draft", args=[id])


def strain(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    return reverse("assessments:topic", args=["work"]), reverse("assessments:draft", args=["work"])


def turn(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    for each in (ada, ben):
        checkins.seal(couple, by=each, on=clock.today(ada), values={"line": "Here."})
    theirs = CheckIn.objects.get(author=ben)
    return (
        reverse("listening:page", args=["checkins", theirs.pk]),
        reverse("listening:draft", args=["checkins", theirs.pk, "heard"]),
    )


PRACTICES: list[Addresses] = [checkin, thank_you, opening, hope, answer, strain, turn]


def play(
    addresses: Addresses, client: Client, couple: Couple, ada: Person, ben: Person, *, seed: int, steps: int
) -> None:
    dice = Random(seed)
    page, draft = addresses(couple, ada, ben)
    devices = [Device(client, page, draft) for _ in range(2)]
    for device in devices:
        device.open()
    safe: set[str] = set()
    gone: set[str] = set()
    on_their_way: list[dict[str, object]] = []
    for number in range(steps):
        device = dice.choice(devices)
        move = dice.choice(["type", "type", "save", "save", "save", "unheard", "lost", "again", "take out", "open"])
        if move == "type":
            device.type(dice, f"w{number}")
        elif move == "take out" and (mine := sorted(words_in(device.fields) & safe)):
            gone.add(dice.choice(mine))
            device.take_out(*gone)
        elif move == "open" and device.is_clean:
            device.open()
        elif move == "lost":
            device.body()
        elif move == "again" and on_their_way:
            client.post(draft, dice.choice(on_their_way))
        elif move in {"save", "unheard"}:
            on_their_way.append(device.body())
            if device.save(heard=move == "save"):
                safe |= {word for word in words_in(device.fields) if word.startswith("w")}
        safe -= gone
        there = Device(client, page, draft)
        there.open()
        missing = safe - words_in(there.fields)
        assert not missing, f"step {number}: {sorted(missing)} of {there.fields}"
    for device in devices:
        device.save()
    one, other = (Device(client, page, draft) for _ in range(2))
    for each in (one, other):
        each.open()
    assert one.fields == other.fields
    assert words_in(one.fields) >= safe


@pytest.mark.parametrize("addresses", PRACTICES)
@pytest.mark.parametrize("seed", range(2))
def test_no_acknowledged_word_is_lost(
    addresses: Addresses, seed: int, ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    play(addresses, ada_client, couple, ada, ben, seed=seed, steps=30)


@pytest.mark.long_run
@pytest.mark.parametrize("addresses", PRACTICES)
@pytest.mark.parametrize("seed", range(100, 140))
def test_no_acknowledged_word_is_lost_however_long_they_go_on(
    addresses: Addresses, seed: int, ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    play(addresses, ada_client, couple, ada, ben, seed=seed, steps=200)


@pytest.mark.parametrize("addresses", PRACTICES)
def test_this_model_notices_a_whole_form_written_over(
    addresses: Addresses,
    ada_client: Client,
    couple: Couple,
    ada: Person,
    ben: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drafts.Base, "merge", lambda self, name, mine, head: mine)
    with pytest.raises(AssertionError, match="step"):
        for seed in range(9):
            play(addresses, ada_client, couple, ada, ben, seed=seed, steps=40)
