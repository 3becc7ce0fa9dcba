"""One person, two devices, the same form open on both, and no hints: no acknowledged word is ever lost."""

import json
from collections.abc import Callable
from random import Random
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.drafts import merging
from couples.space import services as space
from couples.space.models import Couple
from journal.appreciations import services as thanks
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.listening.followups import FOLLOWUPS
from journal.memories import services as memories
from journal.openings import services as openings
from journal.openings.models import Shape
from journal.questions.suggesting import id_on, settle
from tests.journal.devices import Device, words_in
from tests.journal.watched import WRITTEN
from tests.journal.watched import words_in as words_in_row
from tests.pages import words_of

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


def memory(couple: Couple, ada: Person, ben: Person) -> tuple[str, str]:
    id = uuid4()
    memories.keep_draft(couple, by=ada, id=id, words={"year": "2019"})
    return reverse("memories:edit", args=[id]), reverse("memories:draft", args=[id])


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


PRACTICES: list[Addresses] = [checkin, thank_you, opening, memory, hope, answer, strain, turn]


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


@pytest.mark.no_cover  # it plays what hundreds of other tests measure, as does the next one
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


@pytest.mark.no_cover
@pytest.mark.parametrize("addresses", PRACTICES)
def test_this_model_notices_a_whole_form_written_over(
    addresses: Addresses,
    ada_client: Client,
    couple: Couple,
    ada: Person,
    ben: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging.Base, "merge", lambda self, name, mine, head: mine)
    with pytest.raises(AssertionError, match="step"):
        for seed in range(9):
            play(addresses, ada_client, couple, ada, ben, seed=seed, steps=40)


GIVING: dict[Addresses, str] = {
    checkin: "seal",
    thank_you: "sending",
    opening: "sending",
    memory: "/memories/saving/",
    answer: "giving",
    strain: "sharing",
    turn: "",
}


def given_at(device: Device, addresses: Addresses) -> str:
    """Where this page is sent for good."""
    if GIVING[addresses].startswith("/"):
        return GIVING[addresses]
    return device.draft.removesuffix("draft/") + (GIVING[addresses] and f"{GIVING[addresses]}/")


def written(couple: Couple, person: Person) -> list[object]:
    rows = [kind._default_manager.filter(couple=couple, author=person).filter(opened_at=None) for kind in WRITTEN]
    return [(row.sealed_at, row.opened_at) for each in rows for row in each]


def opened_on_two(client: Client, addresses: tuple[str, str]) -> tuple[Device, Device]:
    """One person's phone and laptop with the same page before them."""
    page, draft = addresses
    handy, laptop = Device(client, page, draft), Device(client, page, draft)
    handy.open()
    laptop.open()
    return handy, laptop


@pytest.mark.parametrize("addresses", GIVING)
def test_nobody_sends_for_good_what_another_device_wrote_and_this_page_does_not_show(
    addresses: Addresses, ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    handy, laptop = opened_on_two(ada_client, addresses(couple, ada, ben))
    handy.type(Random(1), "phone")
    handy.save()
    laptop.type(Random(1), "laptop")
    before = written(couple, ada)
    refused = ada_client.post(given_at(laptop, addresses), laptop.body())
    assert refused.status_code == 422
    assert "You wrote more on another device." in words_of(refused)
    assert written(couple, ada) == before
    form = refused.context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert {"phone", "laptop"} <= words_in({name: [str(value)] for name, value in shown.items()})
    assert ada_client.post(given_at(laptop, addresses), shown).status_code == 303
    assert written(couple, ada) != before


@pytest.mark.parametrize("addresses", [each for each in GIVING if each is not turn])
def test_what_was_sent_from_one_device_is_not_said_to_be_saved_on_another(
    addresses: Addresses, ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    handy, laptop = opened_on_two(ada_client, addresses(couple, ada, ben))
    handy.type(Random(1), "phone")
    assert ada_client.post(given_at(handy, addresses), handy.body()).status_code == 303
    assert ada_client.post(laptop.draft, laptop.body()).status_code == 204
    laptop.type(Random(1), "laptop")
    assert ada_client.post(laptop.draft, laptop.body()).status_code == 409
    there = [
        words
        for kind in WRITTEN
        for row in kind._default_manager.filter(couple=couple, author=ada)
        for words in words_in_row(row)
    ]
    assert any("phone" in str(words) for words in there)
    assert not any("laptop" in str(words) for words in there)


def test_a_thank_you_sent_from_the_phone_leaves_other_words_on_the_laptop_as_a_new_one(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    page, draft = thank_you(couple, ada, ben)
    handy, laptop = (Device(ada_client, page, draft) for _ in range(2))
    for device in (handy, laptop):
        device.open()
    handy.type(Random(1), "phone")
    ada_client.post(given_at(handy, thank_you), handy.body())
    laptop.type(Random(1), "laptop")
    for name in ("sending", "draft"):
        answered = ada_client.post(draft.replace("draft", name), laptop.body() | {"keep": "1"})
        assert answered.status_code == 409
        assert "You have already sent that one." in words_of(answered)
        assert str(answered.context["id"]) not in draft
        assert answered.context["form"]["text"].value() == "laptop"


def test_the_first_note_does_not_write_over_a_draft_begun_elsewhere(
    ada: Person, client_for: Callable[[Person], Client]
) -> None:
    couple = space.begin(by=ada, called="Ben")
    client = client_for(ada)
    base = json.dumps([client.get("/today/").context["form"].typed({})])
    note = thanks.keep_draft(couple, by=ada, id=uuid4(), text="Begun on the phone.")
    refused = client.post(reverse("appreciations:first"), {"text": "From the laptop.", "base": base})
    assert refused.status_code == 422
    note.refresh_from_db()
    assert note.text == "Begun on the phone."
    assert refused.context["form"]["text"].value() == "Begun on the phone.\n\nFrom the laptop."


def test_a_borrowed_question_comes_beside_what_was_begun(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    page, draft = turn(couple, ada, ben)
    ada_client.post(draft.replace("heard", "question"), {"text": "My own.", "seen": 0})
    form = ada_client.get(page, {"ask": next(iter(FOLLOWUPS))}).context["form"]
    assert form["text"].value().startswith("My own.\n\n")
    assert json.loads(form["base"].value()) == [{"text": ["My own."]}]


@pytest.mark.parametrize(
    "base", ["", "null", "[1]", '[{"line": "x"}]', '[{"line": [1]}]', "[" * 50_000, '[{"no": ["x"]}]']
)
def test_what_a_page_cannot_have_been_typed_on_takes_nothing_away(
    base: str, ada_client: Client, couple: Couple, ada: Person
) -> None:
    on = clock.today(ada)
    checkins.save_draft(couple, by=ada, on=on, values={"line": "Here.", "ahead": "Soon."})
    answer = ada_client.post(reverse("checkins:draft", args=[on]), {"line": "There.", "base": base})
    assert answer.status_code == 200
    mine = CheckIn.objects.get()
    assert (mine.line, mine.ahead) == ("Here.\n\nThere.", "Soon.")
