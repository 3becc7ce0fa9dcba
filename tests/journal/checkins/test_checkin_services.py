"""Sealing, opening, passing and taking back: both or neither, and nothing for one who has not answered."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from couples.space.services import begin, invite, join
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal.checkins import services
from journal.checkins.models import CheckIn
from tests.at_once import at_once
from tests.factories import PersonFactory
from tests.journal.dying import dies_opening

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
COLUMNS = ("energy", "feelings", "body", "line", "ahead")


def values(line: str = "A quiet day.", **more: Any) -> dict[str, Any]:
    return {
        "energy": "little",
        "feelings": ["tired", "glad of you"],
        "body": ["jaw"],
        "line": line,
        "ahead": "Saturday",
    } | more


def stored(checkin: CheckIn) -> dict[str, bytes]:
    """The bytes the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM journal_checkin WHERE id = %s", [checkin.pk])  # noqa: S608
        return {name: bytes(value) for name, value in zip(COLUMNS, cursor.fetchone(), strict=True)}


def seal(couple: Couple, person: Person, on: date = ON) -> CheckIn:
    return services.seal(couple, by=person, on=on, values=values(f"{person.name}’s line"))


def both_seal(couple: Couple, *people: Person) -> list[CheckIn]:
    return [seal(couple, person) for person in people]


def test_one_answer_alone_stays_sealed(couple: Couple, ada: Person, ben: Person) -> None:
    mine = services.seal(couple, by=ada, on=ON, values=values())
    assert mine.sealed_at
    assert mine.opened_at is None
    assert not CheckIn.objects.visible_to(ben).exists()


def test_the_second_answer_opens_both_at_one_instant(couple: Couple, ada: Person, ben: Person) -> None:
    both_seal(couple, ada, ben)
    first, second = CheckIn.objects.for_couple(couple)
    assert first.opened_at == second.opened_at
    assert first.is_open
    assert CheckIn.objects.visible_to(ada).count() == CheckIn.objects.visible_to(ben).count() == 2


def test_answers_of_different_dates_never_open_each_other(couple: Couple, ada: Person, ben: Person) -> None:
    services.seal(couple, by=ada, on=ON, values=values())
    services.seal(couple, by=ben, on=ON + timedelta(days=1), values=values())
    assert not CheckIn.objects.opened().exists()


def test_words_are_encrypted_for_their_author_alone_and_after_opening_for_both(
    couple: Couple, ada: Person, ben: Person
) -> None:
    mine = services.seal(couple, by=ada, on=ON, values=values("CANARY"))
    own_key, _ = keys.key_for(Holder.person(ada.pk))
    shared_key, _ = keys.key_for(Holder.couple(couple.pk))
    before = stored(mine)
    assert {key_id_of(words) for words in before.values()} == {own_key}
    services.seal(couple, by=ben, on=ON, values=values())
    after = stored(mine)
    assert {key_id_of(words) for words in after.values()} == {shared_key}
    assert CheckIn.objects.get(pk=mine.pk).line == "CANARY"
    for sealed in (*before.values(), *after.values()):
        for word in (b"CANARY", b"little", b"tired", b"Saturday"):
            assert word not in sealed


def test_a_short_and_a_long_answer_look_alike_in_the_database(couple: Couple, ada: Person) -> None:
    mine = services.seal(couple, by=ada, on=ON, values=values("Hm."))
    short = {name: len(sealed) for name, sealed in stored(mine).items()}
    services.seal(couple, by=ada, on=ON, values=values("x" * 150))
    assert {name: len(sealed) for name, sealed in stored(mine).items()} == short


def test_a_draft_is_kept_and_opens_nothing(couple: Couple, ada: Person, ben: Person) -> None:
    services.save_draft(couple, by=ada, on=ON, values=values("Not yet"))
    services.seal(couple, by=ben, on=ON, values=values())
    assert not CheckIn.objects.opened().exists()
    assert [each.line for each in CheckIn.objects.by(ada).drafts()] == ["Not yet"]


def test_saving_the_same_draft_twice_makes_one(couple: Couple, ada: Person) -> None:
    for _ in range(2):
        services.save_draft(couple, by=ada, on=ON, values=values())
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("opened", [False, True])
def test_a_late_autosave_of_an_old_tab_changes_nothing_that_is_given(
    opened: bool, couple: Couple, ada: Person, ben: Person
) -> None:
    both_seal(couple, *([ada, ben] if opened else [ada]))
    services.save_draft(couple, by=ada, on=ON, values=values("from the old tab"))
    assert CheckIn.objects.by(ada).get().line == "Ada’s line"


def test_a_sealed_answer_can_be_taken_back_and_changed(couple: Couple, ada: Person, ben: Person) -> None:
    both_seal(couple, ada)
    assert services.retract(couple, by=ada, on=ON).is_draft
    services.seal(couple, by=ben, on=ON, values=values())
    assert not CheckIn.objects.opened().exists()
    services.seal(couple, by=ada, on=ON, values=values("Changed"))
    assert CheckIn.objects.opened().by(ada).get().line == "Changed"


@pytest.mark.parametrize("change", ["seal", "retract", "pass_for_tonight"])
def test_what_both_have_read_stays_as_it_was_read(change: str, couple: Couple, ada: Person, ben: Person) -> None:
    both_seal(couple, ada, ben)
    more = {"values": values("Rewritten")} if change != "retract" else {}
    with pytest.raises(services.AlreadyOpened):
        getattr(services, change)(couple, by=ada, on=ON, **more)
    assert CheckIn.objects.by(ada).get().line == "Ada’s line"


def test_taking_the_night_off_keeps_what_was_begun_and_opens_nothing(couple: Couple, ada: Person, ben: Person) -> None:
    services.save_draft(couple, by=ada, on=ON, values=values("Begun"))
    both_seal(couple, ben)
    passed = services.pass_for_tonight(couple, by=ada, on=ON)
    assert passed.passed_at
    assert passed.line == "Begun"
    assert not CheckIn.objects.opened().exists()
    services.seal(couple, by=ada, on=ON, values=values("After all"))
    assert CheckIn.objects.opened().count() == 2
    assert CheckIn.objects.by(ada).get().passed_at is None


def test_a_nudge_is_of_no_use_after_answering_or_taking_the_night_off(couple: Couple, ada: Person, ben: Person) -> None:
    asked = [couple.pk], [ada.pk, ben.pk], [ON, ON + timedelta(days=1)]
    services.save_draft(couple, by=ada, on=ON, values=values())
    assert services.done(*asked) == set()
    both_seal(couple, ada)
    services.pass_for_tonight(couple, by=ben, on=ON)
    assert services.done(*asked) == {(couple.pk, ada.pk, ON), (couple.pk, ben.pk, ON)}


def test_what_somebody_left_sealed_opens_with_nobody(couple: Couple, ada: Person, ben: Person) -> None:
    both_seal(couple, ada)
    Membership.objects.filter(person=ada).update(left_at=datetime(2026, 11, 22, tzinfo=UTC))
    both_seal(couple, ben)
    assert not CheckIn.objects.opened().exists()


def test_another_couples_answers_open_nothing_here(couple: Couple, ada: Person, stranger: Person) -> None:
    elsewhere = Membership.objects.get(person=stranger).couple
    both_seal(couple, ada)
    both_seal(elsewhere, stranger)
    assert not CheckIn.objects.opened().exists()


def test_alone_one_can_write_and_it_waits(db: None) -> None:
    sam, alex = PersonFactory(name="Sam"), PersonFactory(name="Alex")
    space = begin(by=sam, called="Alex")
    both_seal(space, sam)
    assert not CheckIn.objects.opened().exists()
    join(invite(space, by=sam, email=alex.email), by=alex)
    both_seal(space, alex)
    assert CheckIn.objects.opened().count() == 2


@pytest.mark.parametrize("after", [0, 1])
def test_a_death_in_the_middle_of_opening_opens_neither(after: int, couple: Couple, ada: Person, ben: Person) -> None:
    both_seal(couple, ada)
    with dies_opening(CheckIn, after=after):
        both_seal(couple, ben)
    assert not CheckIn.objects.opened().exists()
    assert not CheckIn.objects.by(ben).exists()
    assert CheckIn.objects.by(ada).get().line == "Ada’s line"
    both_seal(couple, ben)
    assert CheckIn.objects.opened().count() == 2


@pytest.mark.django_db(transaction=True)
def test_sealed_by_both_in_the_same_instant_opens_once_for_both(couple: Couple, ada: Person, ben: Person) -> None:
    for day in range(6):
        on = ON + timedelta(days=day)
        at_once(*(partial(seal, couple, person, on) for person in (ada, ben)))
        opened = CheckIn.objects.filter(on=on).values_list("opened_at", flat=True)
        assert len(opened) == 2
        assert len(set(opened)) == 1
        assert None not in opened


@pytest.mark.django_db(transaction=True)
def test_a_double_press_seals_once(couple: Couple, ada: Person) -> None:
    at_once(*[partial(seal, couple, ada, ON)] * 3)
    assert CheckIn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_the_others_sealing_in_one_instant_leave_both_open_or_neither(
    couple: Couple, ada: Person, ben: Person
) -> None:
    for day in range(6):
        on = ON + timedelta(days=day)
        seal(couple, ada, on)
        take_back = partial(services.retract, couple, by=ada, on=on)
        at_once(take_back, partial(seal, couple, ben, on), refused=services.AlreadyOpened)
        assert CheckIn.objects.filter(on=on).opened().count() in {0, 2}
