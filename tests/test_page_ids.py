"""S14: an id that a page brings along never tells whether there is such a row, whoever's it is."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

import couples as couples_app
import journal as journal_app
import rituals as rituals_app
from couples import clock, ids
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal import sending
from journal.agreements import services as agreements
from journal.agreements.models import Guideline, Overlap
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.checkins import services as checkins
from journal.depth import Depth
from journal.openings import depth as opening_depth
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.questions.models import Answer, OwnQuestion, Prompt
from journal.questions.suggesting import id_on
from journal.visions import services as visions
from journal.visions.models import Hope, Step, Vision
from rituals.models import Ritual
from rituals.noticed import services as noticing
from rituals.noticed.models import Noticed
from tests.addresses import ADDRESSES, ONLY_SENT, World, held, world
from tests.at_once import at_once
from tests.page_ids import FORMS, MADE_AT, MAKES, NAMES, answer_to, page_id
from tests.test_addresses import SENT

pytestmark = pytest.mark.django_db

#: Only with something else there already (`world`).
NEEDS_MORE = {"a step", "something noticed", "an idea", "a talk taken up again"}
HOPE: dict[str, Any] = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes", "words": "CANARY"}


@pytest.fixture
def theirs(couple: Couple, ada: Person, ben: Person, stranger: Person) -> World:
    """What both know of, so that there is something to note and to plan; the stranger's couple has as much."""
    strangers = Membership.objects.current().get(person=stranger).couple
    partner = Membership.objects.filter(couple=strangers).exclude(person=stranger).get().person
    world(strangers, stranger, partner, "STRANGERS-OWN", many=1)
    return world(couple, ada, ben, "CANARY", many=1)


@pytest.fixture
def hidden(theirs: World, couple: Couple, ada: Person, stranger: Person) -> dict[str, UUID]:
    """Rows Ben knows nothing of: Ada’s own in every state, and the other couple’s."""
    begun, taken_back = (thanks.keep_draft(couple, by=ada, id=page_id(ada), text="CANARY") for _ in range(2))
    thanks.take_back(thanks.send(taken_back))
    on_its_way = thanks.send(thanks.keep_draft(couple, by=ada, id=page_id(ada), text="CANARY"))
    thrown_away = thanks.keep_draft(couple, by=ada, id=page_id(ada), text="CANARY")
    sending.discard(thrown_away)
    told: dict[str, Any] = {"by": ada, "shape": Shape.MOMENT, "words": {"felt": "CANARY"}}
    opening = openings.keep_draft(couple, id=page_id(ada), **told)
    telling = openings.send(couple, id=page_id(ada), **told)
    visions.begin_again(couple, after=1)
    hope = visions.keep(couple, by=ada, id=page_id(ada), values=HOPE)
    away = visions.keep(couple, by=ada, id=page_id(ada), values=HOPE)
    visions.remove(away)
    answer = questions.save_draft(couple, by=ada, id=id_on(couple, clock.today(ada) - timedelta(days=1)), text="CANARY")
    questions.choose_depth(couple, by=ada, depth=1)
    opening_depth.choose(couple, by=ada, depth=Depth.LIGHT)
    strain = assessments.keep(couple, by=ada, topic="health", values={"words": "CANARY"})
    checkin = checkins.save_draft(couple, by=ada, on=clock.today(ada), values={"line": "CANARY"})
    found = {
        "appreciations: her draft": begun.pk,
        "appreciations: taken back": taken_back.pk,
        "appreciations: on its way": on_its_way.pk,
        "appreciations: thrown away": thrown_away.pk,
        "openings: her draft": opening.pk,
        "openings: on its way": telling.pk,
        "visions: her hope": hope.pk,
        "visions: her hope, taken away": away.pk,
        "questions: her answer": answer.pk,
        "questions: the one after tomorrow": id_on(couple, clock.today(ada) + timedelta(days=2)),
        "assessments: her line": strain.pk,
        "checkins: her check-in": checkin.pk,
    }
    strangers = Membership.objects.current().get(person=stranger).couple
    for model in (Appreciation, Opening, Hope, Step, Prompt, OwnQuestion, Strain, Ritual, Noticed, Guideline, Overlap):
        place = model.__module__.split(".")[-2]
        found[f"{place}: another couple’s {model.__name__}"] = model.objects.filter(couple=strangers)[0].pk
    return found


@pytest.fixture
def known(theirs: World, couple: Couple, ada: Person) -> dict[str, UUID]:
    """Rows Ben knows, or knew: there to be read, taken away or taken back by Ada."""
    asked = questions.ask(couple, by=ada, id=page_id(ada), text="CANARY?")
    questions.take_back(asked)
    own = questions.add_own(couple, by=ada, id=page_id(ada), text="CANARY?")
    questions.retire_own(own)
    noticed = Noticed.objects.get(pk=theirs["rituals"]["noticed"])
    noticing.take_away(noticed)
    operation = page_id(ada)
    agreements.add_line(couple, by=ada, text="CANARY", op_id=operation)
    return {
        "today’s question": id_on(couple, clock.today(ada)),
        "tomorrow’s question": id_on(couple, clock.today(ada) + timedelta(days=1)),
        "a question taken back": asked.pk,
        "their own question, taken out": own.pk,
        "her question to him": theirs["questions"]["asked"],
        "what she noticed, taken away": noticed.pk,
        "a step": theirs["visions"]["step"],
        "an opened hope": theirs["visions"]["hope"],
        "her saving": operation,
        "a line": theirs["agreements"]["line"],
    }


@pytest.mark.parametrize("name", MAKES)
def test_every_id_a_page_brings_is_answered_as_a_free_one(
    name: str, hidden: dict[str, UUID], known: dict[str, UUID], couple: Couple, ben_client: Client
) -> None:
    if name == "a step":
        Vision.objects.for_couple(couple).filter(number=2).delete()  # steps are planned where something is opened
    answer_to(ben_client, MAKES[name](couple, uuid4()))  # the first one fills caches
    free = answer_to(ben_client, MAKES[name](couple, uuid4()))
    assert free is not None
    assert free.status < 500
    for whose, id in (hidden | known).items():
        assert answer_to(ben_client, MAKES[name](couple, id)) == free, whose


@pytest.mark.parametrize("name", NAMES)
def test_what_one_may_not_see_is_named_like_nothing(
    name: str, hidden: dict[str, UUID], couple: Couple, ben_client: Client
) -> None:
    answer_to(ben_client, NAMES[name](couple, uuid4()))
    free = answer_to(ben_client, NAMES[name](couple, uuid4()))
    assert {whose for whose, id in hidden.items() if answer_to(ben_client, NAMES[name](couple, id)) != free} == set()


def test_every_address_answers_for_what_one_may_not_see_as_for_nothing(
    theirs: World, hidden: dict[str, UUID], couple: Couple, ben_client: Client
) -> None:
    asked = 0
    for name in ADDRESSES:
        named = held(name, theirs)
        if not any(isinstance(each, UUID) for each in named):
            continue

        def answer(id: UUID, name: str = name, named: tuple[Any, ...] = named) -> Any:
            path = reverse(name, args=[id if isinstance(each, UUID) else each for each in named])
            return answer_to(ben_client, ("POST" if name in ONLY_SENT else "GET", path, SENT | {"op_id": str(id)}))

        answer(uuid4())
        free = answer(uuid4())
        # Whatever is of the same kind, and something that is not.
        for whose, id in hidden.items():
            if whose.startswith((name.split(":")[0], "checkins")):
                asked += 1
                assert answer(id) == free, (name, whose)
    assert asked > 150


def test_no_form_or_address_with_an_id_is_missing_here() -> None:
    for package in (couples_app, rituals_app, journal_app):
        for path in Path(str(package.__file__)).parent.rglob("*forms.py"):
            import_module(
                ".".join(path.relative_to(Path(str(couples_app.__file__)).parent.parent).with_suffix("").parts)
            )
    with_ids = {
        form.__name__
        for form in subclasses(forms.Form)
        if form.__module__.startswith(("couples.", "rituals.", "journal."))
        and any(isinstance(field, forms.UUIDField) for field in form.base_fields.values())
    }
    assert with_ids == set(FORMS)
    assert set(FORMS.values()) <= {*MAKES, *NAMES}
    assert set(MADE_AT.values()) <= set(MAKES)
    assert set(MADE_AT) <= set(ADDRESSES)


def subclasses(form: type[Any]) -> Iterator[type[Any]]:
    for each in form.__subclasses__():
        yield each
        yield from subclasses(each)


# -- the case it began with -------------------------------------------------------------------------------------------


def test_asking_with_todays_id_tells_nothing_of_what_the_other_did_today(
    couple: Couple, ada: Person, ben_client: Client
) -> None:
    today: dict[str, Any] = {"by": ada, "id": id_on(couple, clock.today(ada))}
    acts: list[Callable[[], object]] = [
        lambda: None,
        lambda: questions.save_draft(couple, text="CANARY", **today),
        lambda: questions.give(couple, text="CANARY", **today),
        lambda: questions.set_aside(couple, text="CANARY", **today),
        lambda: questions.retract(couple, **today),
        lambda: questions.choose_depth(couple, by=ada, depth=1),
    ]
    told = []
    for act in acts:
        act()
        answer = answer_to(ben_client, MAKES["a question asked"](couple, today["id"]))
        assert answer
        told.append((answer.status, answer.location, answer.body))
    assert set(told) == {(303, "/questions/ID/", "")}


def test_an_id_of_the_others_makes_something_of_ones_own_and_leaves_theirs(
    couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    hers = thanks.keep_draft(couple, by=ada, id=page_id(ada), text="Hers")
    assert ben_client.post(reverse("appreciations:draft", args=[hers.pk]), {"text": "His"}).status_code == 204
    assert {(each.author, each.text) for each in Appreciation.objects.all()} == {(ada, "Hers"), (ben, "His")}


def test_a_page_of_before_ids_were_made_so_still_finds_its_own(couple: Couple, ada: Person, ada_client: Client) -> None:
    note = thanks.keep_draft(couple, by=ada, id=uuid4(), text="Begun")
    assert ada_client.post(reverse("appreciations:draft", args=[note.pk]), {"text": "Gone on"}).status_code == 204
    assert Appreciation.objects.get().text == "Gone on"


def test_an_id_is_bound_once_and_to_one_person_in_one_couple(
    couple: Couple, ada: Person, ben: Person, stranger: Person
) -> None:
    elsewhere = Membership.objects.current().get(person=stranger).couple
    id = uuid4()
    bound = ids.bound(id, ada, couple)
    assert ids.bound(bound, ada, couple) == bound
    assert len({bound, id, ids.bound(id, ben, couple), ids.bound(id, ada, elsewhere)}) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [name for name in MAKES if name not in NEEDS_MORE])
def test_the_same_new_id_from_both_at_once_is_one_each(
    name: str, couple: Couple, ada: Person, ben: Person, client_for: Any
) -> None:
    agreements.add_line(couple, by=ada, text="We wait.", op_id=page_id(ada))
    sent = MAKES[name](couple, uuid4())
    assert sent
    method, path, data = sent
    told: list[int] = []

    def press(client: Client) -> None:
        told.append((client.get if method == "GET" else client.post)(path, data).status_code)

    first, second = (client_for(person) for person in (ada, ben))
    at_once(lambda: press(first), lambda: press(second))
    assert len(told) == 2
    assert max(told) < 500


# -- withdrawn is withdrawn -------------------------------------------------------------------------------------------


def test_a_question_taken_back_does_not_come_back_with_what_the_other_sends_to_it(
    couple: Couple, ada: Person, ben_client: Client
) -> None:
    asked = questions.ask(couple, by=ada, id=page_id(ada), text="CANARY?")
    questions.take_back(asked)
    for name in ("draft", "giving", "aside"):
        ben_client.post(reverse(f"questions:{name}", args=[asked.pk]), {"text": "His words"})
    pages = [ben_client.get(path).content.decode() for path in ("/questions/", "/questions/kept/", "/today/")]
    pages.append(ben_client.get(reverse("questions:page", args=[asked.pk])).content.decode())
    assert not any("CANARY" in page for page in pages)
    assert "His words" in pages[1]
    assert Answer.objects.get().opened_at is None


def test_what_was_taken_back_is_not_there_again_when_its_form_is_sent_once_more(
    theirs: World, couple: Couple, ada: Person, ada_client: Client
) -> None:
    def again(name: str, id: UUID) -> None:
        sent = MAKES[name](couple, id)
        assert sent
        ada_client.post(sent[1], sent[2])

    id = page_id(ada)
    taken_back: list[tuple[str, Callable[[], object], Callable[[Couple], int]]] = [
        ("a question asked", lambda: questions.take_back(Prompt.objects.get(pk=id)), ask_count),
        ("a question of their own", lambda: questions.retire_own(OwnQuestion.objects.get(pk=id)), own_count),
        ("something noticed", lambda: noticing.take_away(Noticed.objects.get(pk=id)), noticed_count),
        ("a step", lambda: visions.drop(Step.objects.get(pk=id)), step_count),
    ]
    for name, act, count in taken_back:
        before = count(couple)
        again(name, id)
        assert count(couple) == before + 1
        act()
        again(name, id)
        assert count(couple) == before, name


def ask_count(couple: Couple) -> int:
    return Prompt.objects.for_couple(couple).filter(asked_by__isnull=False, withdrawn_at=None).count()


def own_count(couple: Couple) -> int:
    return OwnQuestion.objects.for_couple(couple).not_retired().count()


def noticed_count(couple: Couple) -> int:
    return Noticed.objects.for_couple(couple).kept().count()


def step_count(couple: Couple) -> int:
    return Step.objects.for_couple(couple).filter(removed_at=None).count()


def test_a_hope_taken_away_is_not_brought_back_by_an_old_tab_that_saves_itself(
    couple: Couple, ada: Person, ada_client: Client
) -> None:
    hope = visions.keep(couple, by=ada, id=page_id(ada), values=HOPE)
    visions.remove(hope)
    sent = MAKES["a hope, saving itself"](couple, hope.pk)
    assert sent
    assert ada_client.post(sent[1], sent[2]).status_code == 204
    found = Hope.objects.get()
    assert found.removed_at is not None
    assert found.words == "Mine"


def test_the_same_form_with_other_words_is_another_one_and_no_word_is_lost(
    theirs: World, couple: Couple, ada: Person, ada_client: Client
) -> None:
    id = page_id(ada)
    for name, field, count in (
        ("a question asked", "text", ask_count),
        ("a question of their own", "text", own_count),
        ("something noticed", "words", noticed_count),
        ("a step", "words", step_count),
    ):
        before = count(couple)
        for words in ("One", "Another", "One"):
            sent = MAKES[name](couple, id)
            assert sent
            ada_client.post(sent[1], sent[2] | {field: words})
        assert count(couple) == before + 2, name
