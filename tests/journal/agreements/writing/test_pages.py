"""The pages of the guidelines: for both, with htmx and without, and as if they were not there for anybody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from couples.space.services import begin
from journal.agreements import services
from journal.agreements.models import MOST_LINES, Guideline, Overlap, SignedVersion
from journal.agreements.signing.digest import canonical, digest
from journal.agreements.signing.forms import read_seen
from journal.agreements.writing.starters import GROUPS
from tests.page_ids import page_id

QUERIES_ASKING = 5

HOME = "/guidelines/"
BREAK = "We stop when either says break."
JSON = {"Accept": "application/json"}


@pytest.fixture
def line(couple: Couple, ada: Person) -> Guideline:
    return services.add_line(couple, by=ada, text=BREAK, op_id=uuid4())


@pytest.fixture
def overlap(line: Guideline, ada: Person, ben: Person) -> Overlap:
    services.revise(line, by=ada, text="We pause when either says break.", base_rev=1, op_id=uuid4())
    saved = services.revise(line, by=ben, text="We rest when either says break.", base_rev=1, op_id=uuid4())
    assert saved.overlap
    return saved.overlap


def sent(text: str, base_rev: int = 1, **more: Any) -> dict[str, Any]:
    return {"text": text, "base_rev": base_rev, "op_id": str(uuid4()), **more}


def url(name: str, line: Any = None) -> str:
    return reverse(f"agreements:{name}", args=[line.pk] if line else [])


def both_sign(couple: Couple, *people: Person) -> SignedVersion:
    lines = services.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
    return [services.sign(couple, by=each, name=f"{each.name} X.", digest=digest(lines)) for each in people][-1]


# -- writing ----------------------------------------------------------------------------------------------------------


def test_a_line_added_by_one_is_on_the_others_page(ada_client: Client, ben_client: Client) -> None:
    answer = ada_client.post(url("lines"), sent("CANARY"))
    line = Guideline.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"{HOME}#line-{line.pk}"
    assert "CANARY" in ben_client.get(HOME).content.decode()


def test_a_form_without_scripts_saves_and_leads_back_to_the_line(ben_client: Client, line: Guideline) -> None:
    answer = ben_client.post(url("line", line), sent(f"{BREAK} Both."))
    assert answer.status_code == 303
    assert answer["Location"] == f"{HOME}#line-{line.pk}"
    line.refresh_from_db()
    assert line.text == f"{BREAK} Both."


def test_the_editor_is_told_revision_and_words(ada_client: Client, line: Guideline) -> None:
    saved = ada_client.post(url("line", line), sent(f"{BREAK} Both."), headers=JSON)
    assert saved.json() == {"rev": 2, "text": f"{BREAK} Both.", "overlap": False, "hint": ""}
    assert ada_client.get(url("line", line), headers=JSON).json()["text"] == f"{BREAK} Both."
    assert ada_client.get(url("line", line)).status_code == 303


def test_how_to_put_it_better_is_said_to_whoever_writes_and_to_nobody_else(
    ada_client: Client, ben_client: Client, line: Guideline
) -> None:
    said = "This asks something of only one of you."
    saved = ada_client.post(url("line", line), sent("Ben must stop."), headers=JSON).json()
    assert said in saved["hint"]
    assert saved["text"] == "Ben must stop."
    assert ben_client.get(url("line", line), headers=JSON).json()["hint"] == ""
    plain = ada_client.post(url("line", line), sent("Ben must stop now.", base_rev=2))
    assert plain["Location"] == f"{HOME}?written={line.pk}#line-{line.pk}"
    assert said in ada_client.get(plain["Location"]).content.decode()
    added = ben_client.post(url("lines"), sent("Ada should rest."), headers={"HX-Request": "true"})
    assert said in added.content.decode()
    for client in (ada_client, ben_client):
        assert said not in client.get(HOME, {"written": "nonsense"}).content.decode()


def test_a_line_that_could_be_used_against_one_of_them_leads_both_to_words_about_safety(
    ada_client: Client, ben_client: Client, line: Guideline
) -> None:
    answer = ada_client.post(url("line", line), sent("We can read each other’s messages."))
    assert answer["Location"] == f"{HOME}#line-{line.pk}"
    for client in (ada_client, ben_client):
        assert "feel free to say no" in client.get(HOME).content.decode()
        assert reverse("notes") in client.get(url("line", line), headers=JSON).json()["hint"]


def test_an_overlap_leads_to_the_choice_page_and_is_on_both_pages(
    ada_client: Client, ben_client: Client, line: Guideline
) -> None:
    ada_client.post(url("line", line), sent("We pause when either says break."))
    answer = ben_client.post(url("line", line), sent("We rest when either says break."))
    overlap = Overlap.objects.get()
    assert answer["Location"] == url("overlap", overlap)
    page = ben_client.get(answer["Location"]).content.decode()
    assert re.search(r"Keep mine", page)
    assert re.search(r"Keep Ada’s", page)
    for client in (ada_client, ben_client):
        assert "You both changed this sentence." in client.get(HOME).content.decode()


def test_the_editor_is_told_of_an_overlap(ada_client: Client, ben_client: Client, line: Guideline) -> None:
    ada_client.post(url("line", line), sent("We pause when either says break."), headers=JSON)
    saved = ben_client.post(url("line", line), sent("We rest when either says break."), headers=JSON).json()
    assert saved == {"rev": 2, "text": "We pause when either says break.", "overlap": True, "hint": ""}


def test_choosing_settles_it_for_both(ada_client: Client, ben_client: Client, overlap: Overlap) -> None:
    answer = ada_client.post(url("overlap", overlap), {"choice": "later", "seen_rev": 2})
    assert answer.status_code == 303
    assert Guideline.objects.get().text == "We rest when either says break."
    again = ben_client.post(url("overlap", overlap), {"choice": "later", "seen_rev": 2}, follow=True)
    assert "already chosen these words" in again.content.decode()
    assert Guideline.objects.get().text == "We rest when either says break."
    assert ben_client.get(url("overlap", overlap)).status_code == 303


def test_choosing_otherwise_than_the_other_did_asks_both_again(
    ada_client: Client, ben_client: Client, overlap: Overlap
) -> None:
    ada_client.post(url("overlap", overlap), {"choice": "later", "seen_rev": 2})
    answer = ben_client.post(url("overlap", overlap), {"choice": "earlier", "seen_rev": 2})
    asked = Overlap.objects.open().get()
    assert answer["Location"] == url("overlap", asked)
    for client in (ada_client, ben_client):
        page = client.get(HOME).content.decode()
        assert "We rest when either says break." in page
        assert "We pause when either says break." in page


def test_the_history_says_whose_words_who_chose_and_who_took_away(
    ada_client: Client, ben_client: Client, overlap: Overlap
) -> None:
    ada_client.post(url("overlap", overlap), {"choice": "later", "seen_rev": 2})
    hers, his = (client.get(url("history")).content.decode() for client in (ada_client, ben_client))
    assert "You chose these words." in hers
    assert "Ada chose these words." in his
    newest = his[his.index('<ul class="changes">') :]
    assert newest.index("Ben") < newest.index("Ada chose these words.")
    ben_client.post(url("removal", overlap.line), sent("We rest when either says break."))
    hers, his = (client.get(url("history")).content.decode() for client in (ada_client, ben_client))
    assert "Ben removed it on" in hers
    assert "You removed it on" in his


def test_an_open_page_asks_in_few_queries_what_there_is(
    ada_client: Client, line: Guideline, overlap: Overlap, django_assert_num_queries: Any
) -> None:
    first = ada_client.get(url("revisions")).json()
    assert first["lines"] == {str(line.pk): 2}
    assert first["questions"] == [f"{overlap.pk} 2"]
    with django_assert_num_queries(QUERIES_ASKING):
        assert ada_client.get(url("revisions"), {"seen": first["seen"]}).status_code == 204
    ada_client.post(url("overlap", overlap), {"choice": "later", "seen_rev": 2})
    now = ada_client.get(url("revisions"), {"seen": first["seen"]}).json()
    assert (now["lines"], now["questions"]) == ({str(line.pk): 3}, [])


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"choice": "third", "text": " ", "seen_rev": 2}, "Write a few words first"),
        ({"choice": "later", "seen_rev": 1}, "has just changed"),
        ({"choice": "third", "text": "CANARY" * 400, "seen_rev": 2}, "up to 2,000 characters"),
        ({"choice": "nonsense", "text": "CANARY", "seen_rev": 2}, "Choose one of the four."),
    ],
)
def test_a_choice_that_cannot_be_taken_keeps_the_words(
    ada_client: Client, overlap: Overlap, choice: dict[str, Any], said: str, htmx: dict[str, str]
) -> None:
    answer = ada_client.post(url("overlap", overlap), choice, headers=htmx)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert choice.get("text", "").strip() in page
    assert Overlap.objects.open().exists()


def test_words_too_long_are_refused_kept_and_based_on_what_they_were(ada_client: Client, line: Guideline) -> None:
    services.revise(line, by=line.added_by, text=f"{BREAK} Both.", base_rev=1, op_id=uuid4())  # type: ignore[arg-type]
    long = "CANARY" * 400
    answer = ada_client.post(url("line", line), sent(long))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert long in page
    assert re.search(r'name="base_rev" value="1"', page)
    told = ada_client.post(url("line", line), sent(long), headers=JSON)
    assert told.status_code == 422
    assert "2,000" in told.json()["error"]
    added = ada_client.post(url("lines"), sent(long))
    assert added.status_code == 422
    assert long in added.content.decode()


@pytest.mark.parametrize("wrong", [{"base_rev": 9}, {"op_id": "nonsense"}, {"base_op": str(uuid4())}])
def test_a_saving_from_nowhere_is_refused_with_the_words_kept(
    ada_client: Client, line: Guideline, wrong: dict[str, Any]
) -> None:
    fields = sent("CANARY") | wrong
    assert ada_client.post(url("line", line), fields, headers=JSON).status_code == 409
    answer = ada_client.post(url("line", line), fields)
    assert answer.status_code == 422
    assert "CANARY" in answer.content.decode()
    line.refresh_from_db()
    assert line.text == BREAK


def test_an_operation_of_another_line_is_refused_with_the_words_kept(
    ada_client: Client, line: Guideline, couple: Couple, ada: Person
) -> None:
    taken = page_id(ada)
    other = services.add_line(couple, by=ada, text="We breathe.", op_id=taken)
    for wrong in ({"op_id": str(taken)}, {"base_op": str(taken), "base_rev": ""}):
        fields = sent("CANARY") | wrong
        assert ada_client.post(url("line", line), fields, headers=JSON).status_code == 409
        answer = ada_client.post(url("line", line), fields)
        assert answer.status_code == 422
        assert "CANARY" in answer.content.decode()
    for each, words in ((line, BREAK), (other, "We breathe.")):
        each.refresh_from_db()
        assert (each.rev, each.text) == (1, words)


def test_a_full_list_refuses_another_line_with_the_words_kept(ada_client: Client, couple: Couple, ben: Person) -> None:
    for number in range(MOST_LINES):
        services.add_line(couple, by=ben, text=f"We notice {number}.", op_id=uuid4())
    answer = ada_client.post(url("lines"), sent("CANARY"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There’s room for 100 guidelines." in page
    assert "CANARY" in page
    assert Guideline.objects.count() == MOST_LINES


def test_a_signature_for_another_digest_is_refused(ada_client: Client, line: Guideline) -> None:
    for wrong in (digest(["We shout."]), "nonsense", ""):
        answer = ada_client.post(url("signing"), {**signing_form(ada_client), "digest": wrong, "name": "Ada X."})
        assert answer.status_code == 422
    assert not SignedVersion.objects.exists()


def test_nul_bytes_are_refused_kindly(ada_client: Client, line: Guideline) -> None:
    assert ada_client.post(url("line", line), sent("a\0b")).status_code == 422
    assert ada_client.post(url("lines"), sent("a\0b")).status_code == 422


def test_moving_and_taking_away_carry_the_typed_words_along(ada_client: Client, couple: Couple, ada: Person) -> None:
    one, two = (services.add_line(couple, by=ada, text=text, op_id=uuid4()) for text in ("one", "two"))
    ada_client.post(url("place", two), sent("two, gently", before=str(one.pk)))
    assert [each.text for each in Guideline.objects.in_order()] == ["two, gently", "one"]
    ada_client.post(url("place", two), sent("two, gently", base_rev=2, after=str(one.pk)))
    ada_client.post(url("removal", one), sent("one, kindly"))
    page = ada_client.get(HOME).content.decode()
    assert "You removed this guideline." in page
    assert "one, kindly" in page
    ada_client.post(url("return", one))
    assert [each.text for each in Guideline.objects.in_draft().in_order()] == ["one, kindly", "two, gently"]


def test_further_buttons_of_a_line_come_on_demand_and_its_words_are_saved_first(
    ada_client: Client, couple: Couple, ada: Person, line: Guideline
) -> None:
    other = services.add_line(couple, by=ada, text="We breathe.", op_id=uuid4())
    answer = ada_client.post(url("line", line), sent(f"{BREAK} Both.", more="1"))
    assert answer["Location"] == f"{HOME}?open={line.pk}#line-{line.pk}"
    page = ada_client.get(answer["Location"]).content.decode()
    assert f"{BREAK} Both." in page
    assert f'formaction="{url("removal", line)}"' in page
    assert f'name="after" value="{other.pk}"' in page
    assert f'formaction="{url("removal", other)}"' not in page


def test_a_page_with_fifty_lines_is_small(ada_client: Client, couple: Couple, ada: Person) -> None:
    for number in range(50):
        services.add_line(couple, by=ada, text=f"We stop when either says break, {number}.", op_id=uuid4())
    assert len(ada_client.get(HOME).content) <= 60 * 1024


@pytest.mark.parametrize("name", ["place", "removal"])
def test_nothing_moves_while_the_words_cannot_be_saved(ada_client: Client, line: Guideline, name: str) -> None:
    answer = ada_client.post(url(name, line), sent("CANARY" * 400))
    assert answer.status_code == 422
    assert "CANARY" in answer.content.decode()
    assert Guideline.objects.in_draft().exists()


def test_a_place_that_is_none_changes_nothing(ada_client: Client, line: Guideline) -> None:
    assert ada_client.post(url("place", line), sent(BREAK)).status_code == 303


def test_a_line_comes_back_only_where_there_is_room(ada_client: Client, line: Guideline, couple: Couple) -> None:
    services.remove(line, by=line.added_by)  # type: ignore[arg-type]
    for number in range(100):
        other = Guideline(couple=couple, agreement=line.agreement, position=number + 2)
        other.text = str(number)
        other.save()
    assert "room for 100 guidelines" in ada_client.post(url("return", line), follow=True).content.decode()
    answer = ada_client.post(url("return", line), headers={"HX-Request": "true"})
    assert "data-say" in answer.content.decode()


def test_the_list_alone_is_for_scripts(ada_client: Client, line: Guideline) -> None:
    fragment = ada_client.get(url("lines"), headers={"HX-Request": "true"}).content.decode()
    assert BREAK in fragment
    assert "<html" not in fragment
    assert "<html" not in ada_client.get(url("state"), headers={"HX-Request": "true"}).content.decode()
    for name in ("lines", "state"):
        answer = ada_client.get(url(name))
        assert (answer.status_code, answer["Location"]) == (303, HOME)


def test_where_signing_stands_is_sent_only_when_it_changed(
    ada_client: Client, line: Guideline, couple: Couple, ada: Person, ben: Person
) -> None:
    def ask(page: str) -> Any:
        found = re.search(r"/guidelines/state/\?seen=[0-9a-f]{16}", page)
        assert found
        return ada_client.get(found[0], headers={"HX-Request": "true"})

    page = ada_client.get(HOME).content.decode()
    assert ask(page).status_code == 204
    both_sign(couple, ben)
    answer = ask(page)
    assert "Ben signed this on" in answer.content.decode()
    assert ask(answer.content.decode()).status_code == 204
    for by, text in ((ada, "We pause when either says break."), (ben, "We rest when either says break.")):
        services.revise(line, by=by, text=text, base_rev=1, op_id=uuid4())
    assert "You both changed the same words." in ask(answer.content.decode()).content.decode()
    assert ask(ada_client.get(HOME).content.decode()).status_code == 204


def test_fifty_lines_ask_no_more_of_the_database_than_one(
    ada_client: Client, couple: Couple, ada: Person, overlap: Overlap, django_assert_num_queries: Any
) -> None:
    ada_client.get(HOME)
    asked = [(HOME, {}, 7), (url("state"), {"HX-Request": "true"}, 6)]
    for address, headers, queries in asked:
        with django_assert_num_queries(queries):
            ada_client.get(address, headers=headers)
    for number in range(49):
        services.add_line(couple, by=ada, text=str(number), op_id=uuid4())
    for address, headers, queries in asked:
        with django_assert_num_queries(queries):
            ada_client.get(address, headers=headers)


def test_borrowing_puts_the_line_into_the_draft_once(ada_client: Client, couple: Couple) -> None:
    page = ada_client.get(url("starters")).content.decode()
    words = str(GROUPS[0].starters[0].words)
    found = re.search(r'name="op_id" value="([0-9a-f-]{36})"', page)
    assert found
    headers = {"HX-Request": "true", "HX-Target": "starter-good-time"}
    for _ in range(2):
        answer = ada_client.post(url("lines"), {"op_id": found[1], "text": words}, headers=headers)
        assert "It’s in your draft now." in answer.content.decode()
    assert [each.text for each in Guideline.objects.for_couple(couple)] == [words]


def test_there_are_enough_starters_each_with_a_reason_and_a_name_of_its_own() -> None:
    starters = [starter for group in GROUPS for starter in group.starters]
    assert len(starters) >= 30
    assert len({starter.key for starter in starters}) == len(starters)
    assert all(str(starter.words) and str(starter.why) for starter in starters)


# -- signing ----------------------------------------------------------------------------------------------------------


def signing_form(client: Client) -> dict[str, str]:
    page = client.get(url("signing")).content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("digest", "seen")}
    return {name: match[1] for name, match in found.items() if match}


def test_both_sign_what_they_read_and_it_is_in_force(
    ada_client: Client, ben_client: Client, line: Guideline, couple: Couple
) -> None:
    first = ada_client.post(url("signing"), {**signing_form(ada_client), "name": "Ada X."}, follow=True)
    assert "It counts once Ben has signed it too" in first.content.decode()
    assert "Ada signed this on" in ben_client.get(HOME).content.decode()
    second = ben_client.post(url("signing"), {**signing_form(ben_client), "name": "Ben X."}, follow=True)
    assert "What you both signed" in second.content.decode()
    assert services.in_force(couple)
    page = ada_client.get(reverse("agreements:version", args=[1])).content.decode()
    assert "Ada X." in page
    assert "Ben X." in page
    assert digest([BREAK]) in page


def test_signing_text_that_moved_shows_what_changed_and_keeps_the_name(
    ada_client: Client, ben: Person, line: Guideline
) -> None:
    read = signing_form(ada_client)
    services.revise(line, by=ben, text="We stop when either says stop.", base_rev=1, op_id=uuid4())
    services.add_line(line.couple, by=ben, text="And breathe.", op_id=uuid4())
    answer = ada_client.post(url("signing"), {**read, "name": "Ada X."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r"<del>break</del\s*><ins>stop</ins\s*>", page)
    assert re.search(r"<ins>And breathe\.</ins\s*>", page)
    assert 'value="Ada X."' in page
    assert not SignedVersion.objects.exists()
    assert ada_client.post(url("signing"), {**signing_form(ada_client), "name": "Ada X."}).status_code == 303


def test_a_name_is_needed(ada_client: Client, line: Guideline) -> None:
    answer = ada_client.post(url("signing"), {**signing_form(ada_client), "name": " "})
    assert answer.status_code == 422
    assert BREAK in answer.content.decode()


def test_a_made_up_reading_shows_the_words_as_they_are() -> None:
    assert read_seen("nonsense") == []
    assert read_seen("a:b,c") == []


def test_an_open_overlap_is_settled_before_signing(ada_client: Client, overlap: Overlap) -> None:
    assert "Choose which to keep" in ada_client.get(url("signing")).content.decode()
    words = digest(["We pause when either says break."])
    answer = ada_client.post(url("signing"), {"digest": words, "seen": "", "name": "Ada X."})
    assert answer.status_code == 422
    assert not SignedVersion.objects.exists()


def test_one_alone_writes_and_is_told_that_signing_takes_two(
    db: None, ada: Person, client_for: Callable[[Person], Client]
) -> None:
    services.add_line(begin(by=ada, called="Ben"), by=ada, text=BREAK, op_id=uuid4())
    client = client_for(ada)
    for page in (HOME, url("signing")):
        assert "once Ben has joined" in client.get(page).content.decode()
    answer = client.post(url("signing"), {"digest": digest([BREAK]), "name": "Ada X."})
    assert answer.status_code == 422


def test_the_download_says_who_signed_and_ends_with_what_was_signed_byte_for_byte(
    ada_client: Client, line: Guideline, couple: Couple, ada: Person, ben: Person
) -> None:
    both_sign(couple, ada, ben)
    answer = ada_client.get(reverse("agreements:version-record", args=[1]))
    head, text = answer.content.split(b"\n-----\n", 1)
    assert text == canonical([BREAK]).encode()
    assert f"SHA-256: {digest([BREAK])}" in head.decode()
    assert head.decode().count("\nSigned: ") == 2
    assert "attachment" in answer["Content-Disposition"]


def test_an_edit_makes_a_draft_below_what_stays_in_force(
    ada_client: Client, line: Guideline, couple: Couple, ada: Person, ben: Person
) -> None:
    both_sign(couple, ada, ben)
    assert "Change something together" in ada_client.get(HOME).content.decode()
    ada_client.post(url("line", line), sent(f"{BREAK} Always."))
    page = ada_client.get(HOME).content.decode()
    assert "still count until you both sign new ones" in page
    assert "What you both signed" in page


def test_taking_a_signature_back_needs_no_reason_and_blames_nobody(
    ada_client: Client, ben_client: Client, line: Guideline, couple: Couple, ada: Person, ben: Person
) -> None:
    both_sign(couple, ada, ben)
    withdrawal = reverse("agreements:withdrawal", args=[1])
    page = ada_client.post(withdrawal, follow=True).content.decode()
    assert "You’ve taken your signature back." in page
    his = ben_client.get(HOME).content.decode()
    assert "no signed guidelines now" in his
    assert not re.search(r"Ada (took|withdrew|has taken)", his)
    shown = ada_client.get(reverse("agreements:version", args=[1])).content.decode()
    assert "No longer your current guidelines." in shown
    assert withdrawal not in shown


def test_only_a_signature_of_ones_own_is_taken_back(
    ben_client: Client, line: Guideline, couple: Couple, ada: Person
) -> None:
    both_sign(couple, ada)
    page = ben_client.post(reverse("agreements:withdrawal", args=[1]), follow=True).content.decode()
    assert "no signature of yours" in page


def test_signing_asks_for_the_password_again(
    ada: Person, line: Guideline, client_for: Callable[[Person], Client]
) -> None:
    ada.set_password("a long and quiet password")
    ada.save()
    client = client_for(ada)
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        answer = client.get(url("signing"))
    assert answer.status_code == 303
    assert reverse("account_reauthenticate") in answer["Location"]


def test_a_long_history_begins_with_what_was_last(ada_client: Client, couple: Couple, ada: Person) -> None:
    for number in range(10):
        line = services.add_line(couple, by=ada, text=f"CANARY-{number}.", op_id=uuid4())
        services.remove(line, by=ada)
    page, every = (ada_client.get(url("history"), asked).content.decode() for asked in ({}, {"all": ""}))
    # Once as removed, once as a change.
    assert [page.count(f"CANARY-{number}.") for number in range(10)] == [0] * 2 + [2] * 8
    assert [every.count(f"CANARY-{number}.") for number in range(10)] == [2] * 10
    assert {"?all#away-title", "?all#changes-title"} == set(re.findall(r"[?]all#[\w-]+", page))
    assert "?all#" not in every


def test_history_shows_versions_changes_and_what_was_taken_away(
    ada_client: Client, line: Guideline, couple: Couple, ada: Person, ben: Person, django_assert_num_queries: Any
) -> None:
    assert "Nothing signed yet" in ada_client.get(url("history")).content.decode()
    both_sign(couple, ada, ben)
    services.revise(line, by=ben, text="We stop when either says stop.", base_rev=1, op_id=uuid4())
    services.remove(line, by=ada)
    page = ada_client.get(url("history")).content.decode()
    assert "Version 1" in page
    assert "<ins>" in page
    assert "Put it back" in page
    ada_client.get(url("history"))
    with django_assert_num_queries(7):
        ada_client.get(url("history"))


# -- everybody else ---------------------------------------------------------------------------------------------------


def test_a_stranger_finds_nothing_and_changes_nothing(
    stranger_client: Client, overlap: Overlap, couple: Couple, ada: Person
) -> None:
    line = overlap.line
    other = services.add_line(couple, by=ada, text="CANARY", op_id=uuid4())
    for name in ("line", "place", "removal", "return"):
        assert stranger_client.post(url(name, line), sent("x", before=str(other.pk))).status_code == 404
    assert stranger_client.get(url("line", line), headers=JSON).status_code == 404
    assert stranger_client.get(url("overlap", overlap)).status_code == 404
    assert stranger_client.post(url("overlap", overlap), {"choice": "later", "seen_rev": 2}).status_code == 404
    for page in (HOME, url("history"), url("signing"), url("starters")):
        assert "CANARY" not in stranger_client.get(page).content.decode()
    assert Overlap.objects.open().exists()
    assert Guideline.objects.for_couple(couple).in_draft().count() == 2


def test_a_strangers_version_is_not_there(
    stranger_client: Client, line: Guideline, couple: Couple, ada: Person, ben: Person
) -> None:
    both_sign(couple, ada, ben)
    for name in ("version", "version-text", "version-record", "withdrawal"):
        address = reverse(f"agreements:{name}", args=[1])
        assert stranger_client.get(address).status_code in {404, 405}
        assert stranger_client.post(address).status_code in {404, 405}
    assert services.in_force(couple)


def test_a_place_beside_a_strangers_line_is_not_there(
    stranger: Person, stranger_client: Client, line: Guideline
) -> None:
    stranger_client.post(url("lines"), sent("mine"))
    own = Guideline.objects.exclude(pk=line.pk).get()
    assert stranger_client.post(url("place", own), sent("mine", before=str(line.pk))).status_code == 404


def test_a_strangers_operation_says_nothing_about_ours(stranger_client: Client, couple: Couple, ada: Person) -> None:
    operation = uuid4()
    services.add_line(couple, by=ada, text="CANARY", op_id=operation)
    stranger_client.post(url("lines"), {"text": "CANARY", "op_id": str(operation)})
    assert Guideline.objects.count() == 2


def test_looking_changes_nothing(ada_client: Client, line: Guideline) -> None:
    for name in ("place", "removal", "return"):
        assert ada_client.get(url(name, line)).status_code == 405
