"""Both press in the same instant, taking stock and looking ahead: opened once for both, or for neither."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.assessments import services as assessments
from journal.assessments.models import Strain
from journal.visions import services as visions
from journal.visions.models import Hope
from tests.at_once import at_once

HOPE: dict[str, Any] = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes"}


def share(couple: Couple, by: Person, topic: str = "work") -> Strain:
    return assessments.share(couple, by=by, topic=topic, values={"words": "Words"})


@pytest.mark.django_db(transaction=True)
def test_lines_shared_by_both_in_one_instant_open_once_for_both(couple: Couple, ada: Person, ben: Person) -> None:
    for number in range(1, 5):
        at_once(*(partial(share, couple, person) for person in (ada, ben)))
        opened = Strain.objects.filter(assessment__number=number).values_list("opened_at", flat=True)
        assert len(opened) == 2
        assert len(set(opened)) == 1
        assert None not in opened
        assessments.begin_again(couple, after=number)


@pytest.mark.django_db(transaction=True)
def test_taking_a_line_back_while_the_other_shares_leaves_both_open_or_neither(
    couple: Couple, ada: Person, ben: Person
) -> None:
    for number in range(1, 5):
        take_back = partial(assessments.retract, share(couple, ada))
        at_once(take_back, partial(share, couple, ben), refused=assessments.AlreadyOpened)
        assert Strain.objects.filter(assessment__number=number).opened().count() in {0, 2}
        if not assessments.is_opened(assessments.current(couple)):
            share(couple, ada)
        assessments.begin_again(couple, after=number)


@pytest.mark.django_db(transaction=True)
def test_an_offered_line_read_and_taken_back_in_one_instant_is_one_of_them(
    couple: Couple, ada: Person, ben: Person
) -> None:
    share(couple, ada)
    share(couple, ben)
    for topic in ("money", "health", "family"):
        offered = share(couple, ada, topic=topic)
        acts = (
            partial(assessments.retract, offered),
            partial(assessments.open_offered, Strain.objects.get(pk=offered.pk)),
        )
        at_once(*acts, refused=assessments.AlreadyOpened)
        offered.refresh_from_db()
        assert offered.is_draft or offered.is_open
        assert offered.words == "Words"


@pytest.mark.django_db(transaction=True)
def test_hopes_sealed_by_both_in_one_instant_open_once_for_both(couple: Couple, ada: Person, ben: Person) -> None:
    for number in range(1, 5):
        for person in (ada, ben):
            visions.keep(couple, by=person, id=uuid4(), values=HOPE | {"words": "Words"})
        at_once(*(partial(visions.seal, couple, by=person) for person in (ada, ben)))
        opened = Hope.objects.filter(vision__number=number).values_list("opened_at", flat=True)
        assert len(opened) == 2
        assert len(set(opened)) == 1
        assert None not in opened
        visions.begin_again(couple, after=number)
