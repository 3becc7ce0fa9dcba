"""Guidelines to borrow: folded in four groups, and what the two have already is marked, not offered again."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import MOST_LINES, Guideline
from journal.agreements.signing.digest import digest
from journal.agreements.writing.starters import GROUPS
from journal.agreements.writing.taken import taken

pytestmark = pytest.mark.django_db

PAGE = reverse("agreements:starters")
MARK = "Among your guidelines already"
STARTERS = [starter for group in GROUPS for starter in group.starters]
FIRST, SECOND = STARTERS[:2]
QUERIES = 3


def written(couple: Couple, by: Person, text: str) -> Guideline:
    return services.add_line(couple, by=by, text=text, op_id=uuid4())


def marked(client: Client) -> int:
    page = client.get(PAGE).content.decode()
    assert page.count(MARK) + page.count('name="op_id"') == len(STARTERS)
    return page.count(MARK)


def test_four_groups_are_folded(couple: Couple, ada_client: Client) -> None:
    page = ada_client.get(PAGE).content.decode()
    groups = re.findall(r'<details class="more" id="group-[a-z-]+">', page)
    assert len(groups) == len(GROUPS) == 4
    assert marked(ada_client) == 0


def test_what_stands_in_the_draft_is_marked_for_both_and_for_nobody_else(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    written(couple, ada, str(FIRST.words))
    assert (marked(ada_client), marked(ben_client), marked(stranger_client)) == (1, 1, 0)


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: text.replace(" ", " \n ")])
def test_other_capitals_and_spaces_are_the_same_guideline(couple: Couple, ada: Person, change: Any) -> None:
    written(couple, ada, change(str(FIRST.words)))
    assert taken(couple) == {FIRST.key}


def test_one_that_was_reworded_is_still_theirs_and_one_removed_is_offered_again(couple: Couple, ada: Person) -> None:
    line = written(couple, ada, str(FIRST.words))
    services.revise(line, by=ada, text="We ask first, and a no is fine.", base_rev=1, op_id=uuid4())
    assert taken(couple) == {FIRST.key}
    services.remove(line, by=ada)
    assert taken(couple) == set()


def test_one_that_was_only_like_it_is_offered(couple: Couple, ada: Person) -> None:
    written(couple, ada, f"{FIRST.words} Always.")
    assert taken(couple) == set()


def test_what_both_signed_is_theirs_also_when_it_is_out_of_the_draft(couple: Couple, ada: Person, ben: Person) -> None:
    line = written(couple, ada, str(FIRST.words))
    written(couple, ben, "Ours.")
    words = services.words_of(Guideline.objects.in_draft().in_order())
    services.sign(couple, by=ada, name="Ada", digest=digest(words))
    services.remove(line, by=ben)
    assert taken(couple) == set()  # signed by one
    services.restore(line)
    services.sign(couple, by=ben, name="Ben", digest=digest(words))
    services.remove(line, by=ben)
    assert taken(couple) == {FIRST.key}


def test_it_is_three_queries_however_many_there_are(
    couple: Couple, ada: Person, django_assert_num_queries: Any
) -> None:
    for starter in STARTERS[:9]:
        written(couple, ada, str(starter.words))
    with django_assert_num_queries(QUERIES):
        assert len(taken(couple)) == 9


def test_borrowing_one_too_many_says_so_in_its_place(couple: Couple, ada: Person, ada_client: Client) -> None:
    for number in range(MOST_LINES):
        written(couple, ada, f"We agree on {number}.")
    op_id = re.search(r'name="op_id" value="([0-9a-f-]{36})"', ada_client.get(PAGE).content.decode())
    assert op_id
    sent = {"op_id": op_id[1], "text": str(SECOND.words)}
    headers = {"HX-Request": "true", "HX-Target": f"starter-{SECOND.key}"}
    answer = ada_client.post(reverse("agreements:lines"), sent, headers=headers)
    assert answer.status_code == 422
    assert "It’s in your draft now." not in answer.content.decode()
    assert answer.content.decode().count("<p") == 1
    assert Guideline.objects.for_couple(couple).count() == MOST_LINES
