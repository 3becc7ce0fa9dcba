"""Answering sealed and asking openly: both or neither, no word lost, and nothing for one who has not answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection

from couples import clock, live
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Couple, Membership
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal.questions import deck, mail, services
from journal.questions.choose import TOO_MUCH
from journal.questions.models import Answer, OwnQuestion, Prompt, QuestionDepth, QuestionFeedback
from journal.questions.suggesting import _walk, find, id_on, settle, suggested
from tests.at_once import at_once
from tests.journal.dying import dies_opening

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def today(couple: Couple) -> UUID:
    return id_on(couple, ON)


def give(couple: Couple, person: Person, text: str = "", id: UUID | None = None) -> Answer:
    return services.give(couple, by=person, id=id or today(couple), text=text or f"{person.name}’s answer")


def asking(couple: Couple, by: Person, **words: str) -> Prompt:
    return services.ask(couple, by=by, id=uuid4(), **(words or {"text": "What made you laugh?"}))


def stored(model: Any, pk: UUID, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])  # noqa: S608
        return bytes(cursor.fetchone()[0])


# -- sealed, then open ------------------------------------------------------------------------------------------------


def test_one_answer_stays_sealed_and_the_second_opens_both_at_one_instant(
    couple: Couple, ada: Person, ben: Person
) -> None:
    assert give(couple, ada).opened_at is None
    assert not Answer.objects.visible_to(ben).exists()
    give(couple, ben)
    assert len({answer.opened_at for answer in Answer.objects.all()} - {None}) == 1
    assert Answer.objects.visible_to(ben).count() == 2


def test_words_are_encrypted_for_their_author_until_both_may_read_them(
    couple: Couple, ada: Person, ben: Person
) -> None:
    mine = give(couple, ada, "CANARY")
    before = stored(Answer, mine.pk, "text")
    give(couple, ben)
    after = stored(Answer, mine.pk, "text")
    assert key_id_of(before) == keys.key_for(Holder.person(ada.pk))[0]
    assert key_id_of(after) == keys.key_for(Holder.couple(couple.pk))[0]
    assert b"CANARY" not in before + after


def test_what_is_private_is_encrypted_for_one(couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada)
    give(couple, ben)
    services.give_feedback(couple, by=ada, prompt=Prompt.objects.get(on=ON), how=TOO_MUCH)
    services.choose_depth(couple, by=ada, depth=1)
    own = keys.key_for(Holder.person(ada.pk))[0]
    assert key_id_of(stored(QuestionFeedback, QuestionFeedback.objects.get().pk, "how")) == own
    assert key_id_of(stored(QuestionDepth, QuestionDepth.objects.get().pk, "depth")) == own


@pytest.mark.parametrize("after", [0, 1])
def test_a_death_in_the_middle_of_opening_opens_neither(after: int, couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada)
    with dies_opening(Answer, after=after):
        give(couple, ben)
    assert not Answer.objects.opened().exists()
    assert not Answer.objects.by(ben).exists()
    assert Answer.objects.by(ada).get().text == "Ada’s answer"
    give(couple, ben)
    assert Answer.objects.opened().count() == 2


@pytest.mark.parametrize("step", ["tell_partner", "announce", "settle"])
def test_a_death_before_or_after_opening_opens_neither(
    step: str, couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any, **kwargs: Any) -> None:
        raise SystemExit

    give(couple, ada)
    Message.objects.all().delete()
    owner = {"tell_partner": mail, "announce": live, "settle": services}[step]
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(owner, step, die)
        give(couple, ben)
    assert not Answer.objects.opened().exists()
    assert not Answer.objects.by(ben).exists()
    assert not Message.objects.exists()


def test_a_late_autosave_of_an_old_tab_changes_nothing_that_is_given(couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada)
    services.save_draft(couple, by=ada, id=today(couple), text="old tab")
    assert Answer.objects.get().text == "Ada’s answer"
    give(couple, ben)
    services.save_draft(couple, by=ada, id=today(couple), text="old tab")
    assert Answer.objects.by(ada).get().text == "Ada’s answer"


@pytest.mark.parametrize("act", [services.give, services.retract, services.set_aside])
def test_what_both_have_read_stays_as_it_was_read(act: Any, couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada)
    give(couple, ben)
    more = {} if act is services.retract else {"text": "Rewritten"}
    with pytest.raises(services.AlreadyOpened):
        act(couple, by=ada, id=today(couple), **more)
    assert Answer.objects.by(ada).get().text == "Ada’s answer"


def test_taken_back_or_set_aside_it_opens_nothing_and_keeps_its_words(couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada, "Begun")
    services.retract(couple, by=ada, id=today(couple))
    give(couple, ben)
    services.set_aside(couple, by=ada, id=today(couple))
    assert not Answer.objects.opened().exists()
    assert Answer.objects.by(ada).get().text == "Begun"
    give(couple, ada, "After all")
    assert Answer.objects.opened().count() == 2
    assert Answer.objects.by(ada).get().passed_at is None


def test_no_answer_is_put_under_another_question(couple: Couple, ada: Person) -> None:
    with pytest.raises(services.AnotherQuestion):
        services.give(couple, by=ada, id=today(couple), text="Mine", about="days-999")
    assert not Answer.objects.exists()


def test_what_somebody_left_sealed_opens_with_nobody(couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada)
    Membership.objects.filter(person=ada).update(left_at=clock.now())
    give(couple, ben)
    assert not Answer.objects.opened().exists()


@pytest.mark.django_db(transaction=True)
def test_given_by_both_in_the_same_instant_it_opens_once_for_both(
    couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    for day in range(4):
        id = id_on(couple, ON + timedelta(days=day))
        at_once(*(partial(give, couple, person, "", id) for person in (ada, ben)))
        opened = Answer.objects.filter(prompt=id).values_list("opened_at", flat=True)
        assert len(opened) == 2
        assert len(set(opened) - {None}) == 1
        evening.shift(timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_two_tabs_and_a_double_press_make_one_answer_and_one_question(couple: Couple, ada: Person) -> None:
    id = uuid4()
    at_once(
        *[partial(give, couple, ada)] * 2,
        *[partial(services.ask, couple, by=ada, id=id, text="What is new?")] * 2,
        *[partial(services.add_own, couple, by=ada, id=id, text="What is old?")] * 2,
    )
    assert (Answer.objects.count(), OwnQuestion.objects.count()) == (1, 1)
    assert Prompt.objects.filter(asked_by=ada).count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_back_a_question_and_its_answer_in_one_instant_end_in_either(
    couple: Couple, ada: Person, ben: Person
) -> None:
    for _ in range(4):
        prompt = asking(couple, ada)

        answer, back = partial(give, couple, ben, "Yes.", prompt.pk), partial(services.take_back, prompt)
        at_once(answer, back, refused=services.QuestionError)
        prompt.refresh_from_db()
        assert bool(prompt.withdrawn_at) != Answer.objects.filter(prompt=prompt).opened().exists()


# -- the day's question -----------------------------------------------------------------------------------------------


def test_it_is_the_same_for_both_and_on_every_look(couple: Couple, ada: Person, ben: Person) -> None:
    first = suggested(couple, ON)
    assert first
    assert not Prompt.objects.exists()
    assert find(couple, ben, first.pk) == find(couple, ada, first.pk) == first
    give(couple, ada)
    assert Prompt.objects.get(on=ON).key == first.key
    assert find(couple, ben, first.pk) == first


def changes(couple: Couple, by: Person) -> list[Callable[[], Any]]:
    return [
        lambda: services.choose_depth(couple, by=by, depth=1),
        lambda: services.choose_depth(couple, by=by, depth=3),
        lambda: services.add_own(couple, by=by, text="What would you like?"),
        lambda: services.ask(couple, by=by, id=uuid4(), key=deck.ASKABLE[0].key),
        lambda: give(couple, by),
    ]


@pytest.mark.parametrize("nth", range(5))
def test_whatever_one_changes_no_day_anybody_could_have_seen_changes(
    nth: int, couple: Couple, ada: Person, ben: Person
) -> None:
    days = [ON + timedelta(days=days) for days in (-1, 0, 1)]
    before = [suggested(couple, on) for on in days]
    changes(couple, ada)[nth]()
    after = [suggested(couple, on) for on in days]
    assert [prompt and prompt.words for prompt in after] == [prompt and prompt.words for prompt in before]


def test_a_month_without_doing_anything_asks_thirty_different_ones(couple: Couple, evening: Any) -> None:
    seen = []
    for day in range(30):
        prompt = suggested(couple, ON + timedelta(days=day))
        seen.append(prompt and prompt.key)
        evening.shift(timedelta(days=1))
    assert len(set(seen)) == 30


def test_doing_something_now_and_then_brings_none_twice(couple: Couple, ada: Person, evening: Any) -> None:
    seen = []
    for day in range(60):
        on = ON + timedelta(days=day)
        prompt = suggested(couple, on)
        assert prompt
        seen.append(prompt.key)
        if day % 5 == 0:
            services.save_draft(couple, by=ada, id=prompt.pk, text="Begun")
        if day % 7 == 0:
            services.choose_depth(couple, by=ada, depth=1 + day % 3)
        evening.shift(timedelta(days=1))
    assert len(set(seen)) == 60


@pytest.mark.parametrize(("mine", "theirs", "deepest"), [(3, 1, 1), (1, 3, 1), (3, 2, 2), (3, None, 2), (3, 3, 3)])
def test_no_question_is_deeper_than_the_lower_of_two_ceilings(
    mine: int, theirs: int | None, deepest: int, couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    services.choose_depth(couple, by=ada, depth=mine)
    if theirs:
        services.choose_depth(couple, by=ben, depth=theirs)
    depths = set()
    for day in range(2, 62):
        prompt = suggested(couple, ON + timedelta(days=day))
        assert prompt
        assert prompt.question
        depths.add(prompt.question.depth)
    assert max(depths) == deepest


def test_who_left_no_longer_counts(couple: Couple, ada: Person, ben: Person) -> None:
    services.choose_depth(couple, by=ben, depth=1)
    Membership.objects.filter(person=ben).update(left_at=clock.now())
    found = [suggested(couple, ON + timedelta(days=day)) for day in range(20, 60)]
    assert {prompt.question.depth for prompt in found if prompt and prompt.question} == {1, 2}


def test_feedback_of_both_steers_what_comes(couple: Couple, ada: Person, ben: Person, evening: Any) -> None:
    for person in (ada, ben):
        services.choose_depth(couple, by=person, depth=3)

    def deep() -> int:
        evening.move_to(EVENING + timedelta(days=40))
        settle(couple)
        walk, _ = _walk(couple)
        found = [each for _, each in walk.days(walk.last + timedelta(days=120))]
        return sum(isinstance(each, deck.Question) and each.depth == 3 for each in found)

    before = deep()
    tender = [question.key for question in deck.ASKABLE if question.depth == 3][:10]
    for nth, key in enumerate(tender):
        prompt = asking(couple, (ada, ben)[nth % 2], key=key)
        services.give_feedback(couple, by=(ben, ada)[nth % 2], prompt=prompt, how=TOO_MUCH)
    assert before >= 20
    assert deep() < before / 3


def test_after_months_away_nothing_has_piled_up(couple: Couple, ada: Person, evening: Any) -> None:
    give(couple, ada)
    services.add_own(couple, by=ada, text="What is yours?")
    evening.shift(timedelta(days=200))
    services.add_own(couple, by=ada, text="What is new?")
    own = Prompt.objects.filter(own__isnull=False)
    assert all(prompt.on and prompt.on >= ON + timedelta(days=197) for prompt in own)
    on = ON + timedelta(days=200)
    assert suggested(couple, on)
    assert find(couple, ada, id_on(couple, ON))  # begun by her
    assert find(couple, ada, id_on(couple, ON + timedelta(days=100))) is None


def test_on_both_sides_of_midnight_each_answers_by_their_own_date(
    couple: Couple, ada: Person, ben: Person, evening: Any
) -> None:
    evening.move_to(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))  # Monday in Berlin, Sunday in New York
    monday, sunday = id_on(couple, ON + timedelta(days=1)), id_on(couple, ON)
    assert find(couple, ada, monday)
    assert find(couple, ben, monday) is None
    give(couple, ada, "Monday", monday)
    give(couple, ben, "Sunday", sunday)
    assert not Answer.objects.opened().exists()
    give(couple, ada, "Her yesterday", sunday)
    assert Answer.objects.opened().count() == 2


def test_who_moves_to_another_zone_around_midnight_keeps_what_was_begun(
    couple: Couple, ada: Person, evening: Any
) -> None:
    evening.move_to(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    monday = id_on(couple, ON + timedelta(days=1))
    services.save_draft(couple, by=ada, id=monday, text="Begun")
    ada.zone = "Pacific/Honolulu"
    ada.save()
    found = find(couple, ada, monday)
    assert found
    assert give(couple, ada, "Done", monday).sealed_at
    assert find(couple, ada, id_on(couple, ON))


def test_a_question_taken_out_of_the_deck_still_stands_over_its_answers(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = give(couple, ada).prompt
    question = prompt.question
    assert question
    monkeypatch.setattr(deck, "ASKABLE", tuple(each for each in deck.ASKABLE if each.key != question.key))
    assert Prompt.objects.get(pk=prompt.pk).words == question.text
    assert give(couple, ben).is_open
    monkeypatch.setattr(deck, "_BY_KEY", {})
    assert "The question is no longer here" in str(Prompt.objects.get(pk=prompt.pk).words)


# -- asking openly ----------------------------------------------------------------------------------------------------


def test_what_one_is_asked_is_open_as_soon_as_it_is_answered(couple: Couple, ada: Person, ben: Person) -> None:
    prompt = asking(couple, ada, text="What made you laugh?")
    assert list(services.asked_of(couple, ben)) == [prompt]
    assert not services.asked_of(couple, ada).exists()
    give(couple, ben, "You did.", prompt.pk)
    assert Answer.objects.visible_to(ada).get().text == "You did."
    assert not services.asked_of(couple, ben).exists()
    assert not services.asked_by(couple, ada).exists()


def test_nobody_answers_their_own(couple: Couple, ada: Person) -> None:
    with pytest.raises(services.NotThere):
        give(couple, ada, "Me", asking(couple, ada).pk)


def test_left_alone_it_looks_to_the_asker_as_before(couple: Couple, ada: Person, ben: Person) -> None:
    prompt = asking(couple, ada)
    services.set_aside(couple, by=ben, id=prompt.pk, text="Not for her")
    assert list(services.asked_by(couple, ada)) == [prompt]
    assert not Answer.objects.visible_to(ada).exists()
    assert not services.asked_of(couple, ben).exists()


def test_taken_back_it_is_gone_and_what_was_begun_stays_with_its_author(
    couple: Couple, ada: Person, ben: Person
) -> None:
    prompt = asking(couple, ada)
    services.save_draft(couple, by=ben, id=prompt.pk, text="Begun")
    services.take_back(prompt)
    assert not services.asked_of(couple, ben).exists()
    with pytest.raises(services.TakenBack):
        give(couple, ben, "Done", prompt.pk)
    assert services.unopened(couple, ben).get().text == "Begun"


# -- mail -------------------------------------------------------------------------------------------------------------


def test_the_one_who_waited_gets_one_neutral_mail(couple: Couple, ada: Person, ben: Person) -> None:
    give(couple, ada)
    assert not Message.objects.exists()
    give(couple, ben)
    message = Message.objects.get()
    assert (message.kind, message.person) == ("questions", ada)
    assert mail.wanted(message)


def test_one_who_is_asked_gets_one_unless_it_is_taken_back_or_answered(
    couple: Couple, ada: Person, ben: Person
) -> None:
    prompt, other = asking(couple, ada), asking(couple, ada, text="What else?")
    first, second = (Message.objects.get(about=each.pk) for each in (prompt, other))
    assert first.person == second.person == ben
    assert mail.wanted(first)
    services.take_back(prompt)
    give(couple, ben, "This.", other.pk)
    assert not mail.wanted(first)
    assert not mail.wanted(second)


def test_who_left_is_told_nothing(couple: Couple, ada: Person, ben: Person) -> None:
    asking(couple, ada)
    Membership.objects.filter(person=ben).update(left_at=clock.now())
    assert not mail.wanted(Message.objects.get())
