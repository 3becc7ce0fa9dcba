"""Two people write the same guidelines: nothing is lost, nothing is saved twice, nobody's words are chosen for them."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.errors import (
    AlreadySettled,
    Empty,
    ForeignOperation,
    TooLong,
    TooMany,
    UnknownBase,
    WordsMoved,
)
from journal.agreements.models import MOST_LINES, Agreement, Choice, Guideline, Overlap, Revision
from journal.agreements.writing.lines import Saved

BREAK = "We stop when either says break."


@pytest.fixture
def line(couple: Couple, ada: Person) -> Guideline:
    return services.add_line(couple, by=ada, text=BREAK, op_id=uuid4())


def save(line: Guideline, by: Person, text: str, **how: Any) -> Saved:
    return services.revise(line, by=by, text=text, **{"base_rev": 1, "op_id": uuid4(), **how})


def texts(couple: Couple) -> list[str]:
    return [line.text for line in Guideline.objects.for_couple(couple).in_draft().in_order()]


def test_changes_in_different_places_are_both_kept(line: Guideline, ada: Person, ben: Person) -> None:
    assert save(line, ada, "We both stop when either says break.").rev == 2
    saved = save(line, ben, "We stop when either says break, at once.")
    assert saved == Saved(3, "We both stop when either says break, at once.")


def test_a_lost_answer_is_asked_for_again_and_nothing_is_typed_twice(line: Guideline, ada: Person, ben: Person) -> None:
    operation = uuid4()
    first = save(line, ada, f"{BREAK} Always.", op_id=operation)
    save(line, ben, f"{BREAK} Always. Both of us.", base_rev=2)
    assert save(line, ada, f"{BREAK} Always.", op_id=operation) == first
    line.refresh_from_db()
    assert line.text == f"{BREAK} Always. Both of us."


def test_what_was_deleted_meanwhile_stays_deleted_when_a_saving_is_repeated(
    line: Guideline, ada: Person, ben: Person
) -> None:
    operation = uuid4()
    save(line, ada, f"{BREAK} Always.", op_id=operation)
    save(line, ben, BREAK, base_rev=2)
    save(line, ada, f"{BREAK} Always.", op_id=operation)
    line.refresh_from_db()
    assert line.text == BREAK


def test_both_typing_the_same_is_taken_once_and_still_answers_a_repeat(
    line: Guideline, ada: Person, ben: Person
) -> None:
    save(line, ada, f"{BREAK} Always.")
    operation = uuid4()
    assert save(line, ben, f"{BREAK} Always.", op_id=operation).text == f"{BREAK} Always."
    save(line, ada, BREAK, base_rev=3)
    assert save(line, ben, f"{BREAK} Always.", op_id=operation).text == f"{BREAK} Always."
    line.refresh_from_db()
    assert line.text == BREAK


def test_typing_on_after_a_merge_starts_from_what_was_sent(line: Guideline, ada: Person, ben: Person) -> None:
    save(line, ben, "Both of us stop when either says break.")
    operation = uuid4()
    merged = save(line, ada, f"{BREAK} Slowly", op_id=operation)
    assert merged.text == "Both of us stop when either says break. Slowly"
    saved = save(line, ada, f"{BREAK} Slowly now.", base_rev=None, base_op=operation)
    assert saved.text == "Both of us stop when either says break. Slowly now."


def test_the_same_form_with_other_words_is_a_saving_of_its_own(line: Guideline, ada: Person) -> None:
    operation = uuid4()
    save(line, ada, f"{BREAK} Once.", op_id=operation)
    assert save(line, ada, f"{BREAK} Once more.", op_id=operation).text == f"{BREAK} Once more."


def test_words_nobody_changed_make_no_revision(line: Guideline, ben: Person) -> None:
    assert save(line, ben, BREAK) == Saved(1, BREAK)
    assert Revision.objects.filter(line=line).count() == 1


def test_a_saving_asks_four_things_of_the_database_however_long_the_list(
    line: Guideline, couple: Couple, ada: Person, django_assert_num_queries: Any
) -> None:
    """Somebody waits for each: the lock and count, the line with what it was typed from, the words, the revision."""
    for rev, lines in ((1, 1), (2, 50)):
        for number in range(lines - Guideline.objects.count()):
            services.add_line(couple, by=ada, text=f"Line {number}.", op_id=uuid4())
        fresh = Guideline(pk=line.pk, couple=couple)
        with django_assert_num_queries(4 + 2):  # and the two ends of the transaction
            assert save(fresh, ada, f"{BREAK} {rev}", base_rev=rev).rev == rev + 1


def test_two_tabs_of_one_person_merge_like_two_people(line: Guideline, ada: Person) -> None:
    save(line, ada, f"{BREAK} One.")
    assert save(line, ada, f"Please: {BREAK}").text == f"Please: {BREAK} One."


@pytest.mark.parametrize("base", [{"base_rev": 7}, {"base_rev": None}, {"base_rev": 1, "base_op": uuid4()}])
def test_a_base_that_never_was_is_refused(line: Guideline, ada: Person, base: dict[str, Any]) -> None:
    with pytest.raises(UnknownBase):
        save(line, ada, "Something else", **base)
    line.refresh_from_db()
    assert (line.rev, line.text) == (1, BREAK)


def test_an_operation_of_another_line_is_refused(line: Guideline, couple: Couple, ada: Person) -> None:
    operation = uuid4()
    services.add_line(couple, by=ada, text="Another", op_id=operation)
    with pytest.raises(ForeignOperation):
        save(line, ada, "Something else", op_id=operation)
    with pytest.raises(ForeignOperation):
        save(line, ada, "Something else", base_op=operation)
    line.refresh_from_db()
    assert line.text == BREAK


def test_composed_and_decomposed_letters_are_the_same_words(line: Guideline, ada: Person) -> None:
    assert save(line, ada, "Cafe\u0301 first.\r\nThen talk.").text == "Café first.\nThen talk."


# -- overlaps ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def overlap(line: Guideline, ada: Person, ben: Person) -> Overlap:
    save(line, ada, "We pause when either says break.")
    saved = save(line, ben, "We rest when either says break, gladly.")
    assert saved.overlap
    assert saved.text == "We pause when either says break."
    return saved.overlap


def test_an_overlap_keeps_both_wordings_whole(overlap: Overlap) -> None:
    assert services.wordings(overlap) == (
        "We pause when either says break, gladly.",
        "We rest when either says break, gladly.",
    )


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice.EARLIER, "We pause when either says break, gladly."),
        (Choice.LATER, "We rest when either says break, gladly."),
        (Choice.BOTH, "We pause when either says break, gladly.\nWe rest when either says break, gladly."),
    ],
)
def test_the_choice_becomes_the_line(overlap: Overlap, ada: Person, choice: Choice, words: str) -> None:
    assert services.settle(overlap, by=ada, choice=choice, seen_rev=2) == Saved(3, words)
    overlap.refresh_from_db()
    assert (overlap.settled_by, overlap.choice) == (ada, choice)
    assert overlap.mine == "We rest when either says break, gladly."


def test_a_third_wording_takes_the_place_of_both(overlap: Overlap, ben: Person) -> None:
    words = "We breathe when either says break."
    assert services.settle(overlap, by=ben, choice=Choice.THIRD, seen_rev=2, text=words).text == words
    assert not Overlap.objects.open().exists()


def test_a_third_wording_that_stands_already_is_still_told_to_whoever_wrote_second(
    overlap: Overlap, ada: Person
) -> None:
    head, seen = overlap.line.text, overlap.line.rev
    settled = services.settle(overlap, by=ada, choice=Choice.THIRD, seen_rev=seen, text=head)
    assert (settled.rev, settled.text) == (seen + 1, head)
    assert not Overlap.objects.open().exists()


def test_the_same_choice_by_both_is_settled_once(overlap: Overlap, ada: Person, ben: Person) -> None:
    services.settle(overlap, by=ada, choice=Choice.EARLIER, seen_rev=2)
    with pytest.raises(AlreadySettled):
        services.settle(overlap, by=ben, choice=Choice.EARLIER, seen_rev=2)
    save(overlap.line, ada, "We pause when either says break, gladly. Both.", base_rev=3)
    with pytest.raises(AlreadySettled):  # the request comes once more, after the line has moved on
        services.settle(overlap, by=ada, choice=Choice.EARLIER, seen_rev=2)
    assert Guideline.objects.get().text == "We pause when either says break, gladly. Both."
    assert not Overlap.objects.open().exists()


@pytest.mark.parametrize(
    ("choice", "text", "sentence"),
    [
        (Choice.LATER, "", "We rest when either says break, gladly."),
        (Choice.BOTH, "", "We pause when either says break, gladly.\nWe rest when either says break, gladly."),
        (Choice.THIRD, "We pause when one says break.", "We pause when one says break."),
    ],
)
def test_two_different_choices_ask_again_between_two_whole_sentences(
    overlap: Overlap, ada: Person, ben: Person, choice: Choice, text: str, sentence: str
) -> None:
    services.settle(overlap, by=ada, choice=Choice.EARLIER, seen_rev=2)
    for _ in range(2):  # sent again, it is the same question
        saved = services.settle(overlap, by=ben, choice=choice, seen_rev=2, text=text)
    assert Guideline.objects.get().text == "We pause when either says break, gladly."
    assert saved.overlap
    assert list(Overlap.objects.open()) == [saved.overlap]
    assert services.wordings(saved.overlap) == ("We pause when either says break, gladly.", sentence)
    rev = Guideline.objects.get().rev
    assert services.settle(saved.overlap, by=ada, choice=Choice.LATER, seen_rev=rev).text == sentence
    assert not Overlap.objects.open().exists()


def test_two_third_wordings_never_mix_into_a_sentence_nobody_wrote(overlap: Overlap, ada: Person, ben: Person) -> None:
    hers, his = "Any day we talk, it is Monday or Friday.", "It is Sunday, or any day but Friday."
    services.settle(overlap, by=ada, choice=Choice.THIRD, seen_rev=2, text=hers)
    saved = services.settle(overlap, by=ben, choice=Choice.THIRD, seen_rev=2, text=his)
    assert Guideline.objects.get().text == hers
    assert saved.overlap
    assert services.wordings(saved.overlap) == (hers, his)


def test_a_third_wording_of_a_line_that_moved_on_asks_again(overlap: Overlap, ada: Person, ben: Person) -> None:
    save(overlap.line, ada, "We pause when either says break. Both.", base_rev=2)
    saved = services.settle(overlap, by=ben, choice=Choice.THIRD, seen_rev=2, text="We pause when one says so.")
    assert saved.overlap
    assert services.wordings(saved.overlap) == ("We pause when either says break. Both.", "We pause when one says so.")
    assert list(Overlap.objects.open()) == [saved.overlap]


@pytest.mark.parametrize(
    ("choice", "whose"), [(Choice.EARLIER, "ada"), (Choice.LATER, "ben"), (Choice.BOTH, None), (Choice.THIRD, "ada")]
)
def test_whoever_chose_is_not_taken_for_the_author(
    overlap: Overlap, ada: Person, ben: Person, choice: Choice, whose: str | None
) -> None:
    services.settle(overlap, by=ada, choice=choice, seen_rev=2, text="A third.")
    chosen = Revision.objects.get(rev=3)
    assert chosen.by == {"ada": ada, "ben": ben}.get(whose or "")
    assert (chosen.chosen_by, chosen.choice) == ((None, "") if choice == Choice.THIRD else (ada, choice))


def test_wordings_that_moved_on_are_shown_again_before_choosing(overlap: Overlap, ada: Person) -> None:
    save(overlap.line, ada, "We pause when either says break. Both.", base_rev=2)
    with pytest.raises(WordsMoved):
        services.settle(overlap, by=ada, choice=Choice.LATER, seen_rev=2)
    assert Overlap.objects.open().exists()


def test_a_repeated_overlap_is_the_same_overlap(overlap: Overlap, ben: Person) -> None:
    again = save(overlap.line, ben, "We rest when either says break, gladly.", op_id=overlap.op_id)
    assert again.overlap == overlap
    assert Overlap.objects.count() == 1


def test_writing_on_in_an_overlap_brings_the_new_words_along(overlap: Overlap, ben: Person) -> None:
    text = "We rest when either says break, gladly and long."
    saved = save(overlap.line, ben, text, base_rev=None, base_op=overlap.op_id)
    assert saved.overlap
    assert services.wordings(saved.overlap)[1] == text
    assert list(Overlap.objects.open()) == [saved.overlap]


def test_writing_back_what_was_there_ends_the_overlap(overlap: Overlap, ben: Person) -> None:
    saved = save(overlap.line, ben, BREAK, base_rev=None, base_op=overlap.op_id)
    assert saved == Saved(3, "We pause when either says break.")
    assert not Overlap.objects.open().exists()


def test_writing_on_after_the_other_chose_goes_on_from_the_choice(overlap: Overlap, ada: Person, ben: Person) -> None:
    services.settle(overlap, by=ada, choice=Choice.LATER, seen_rev=2)
    text = "We rest when either says break, gladly and long."
    saved = save(overlap.line, ben, text, base_rev=None, base_op=overlap.op_id)
    assert saved.text == text
    again = save(overlap.line, ben, overlap.mine, op_id=overlap.op_id)
    assert again.overlap is None


# -- the list ---------------------------------------------------------------------------------------------------------


def test_adding_twice_adds_once(couple: Couple, ben: Person) -> None:
    operation = uuid4()
    first = services.add_line(couple, by=ben, text="Once", op_id=operation)
    assert services.add_line(couple, by=ben, text="Once", op_id=operation) == first
    services.add_line(couple, by=ben, text="Other words", op_id=operation)
    assert texts(couple) == ["Once", "Other words"]


def test_lines_move_to_a_place_and_a_repeat_changes_nothing(couple: Couple, ada: Person) -> None:
    one, two, three = (services.add_line(couple, by=ada, text=text, op_id=uuid4()) for text in ("1", "2", "3"))
    for _ in range(2):
        services.move(three, side="before", other=two)
        assert texts(couple) == ["1", "3", "2"]
    services.move(one, side="after", other=three)
    assert texts(couple) == ["3", "1", "2"]
    services.move(one, side="after", other=one)
    assert texts(couple) == ["3", "1", "2"]


def test_a_removed_line_comes_back_where_it_was_with_its_words(couple: Couple, ada: Person, ben: Person) -> None:
    _, two, _ = (services.add_line(couple, by=ada, text=text, op_id=uuid4()) for text in ("1", "2", "3"))
    services.remove(two, by=ben)
    services.remove(two, by=ada)
    assert texts(couple) == ["1", "3"]
    assert Guideline.objects.get(pk=two.pk).removed_by == ben
    save(two, ada, "2, gently")
    services.restore(two)
    services.restore(two)
    assert texts(couple) == ["1", "2, gently", "3"]


def test_limits_are_said_and_nothing_is_cut_off(line: Guideline, couple: Couple, ada: Person) -> None:
    with pytest.raises(TooLong):
        save(line, ada, "x" * 2001)
    with pytest.raises(Empty):
        services.add_line(couple, by=ada, text=" \n ", op_id=uuid4())
    for number in range(MOST_LINES - 1):
        services.add_line(couple, by=ada, text=str(number), op_id=uuid4())
    with pytest.raises(TooMany):
        services.add_line(couple, by=ada, text="one more", op_id=uuid4())
    services.remove(line, by=ada)
    services.add_line(couple, by=ada, text="in its place", op_id=uuid4())
    with pytest.raises(TooMany):
        services.restore(line)


def test_hints_say_which_line_and_never_a_word(
    line: Guideline, ada: Person, hints: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save(line, ada, "CANARY")
    ((channel, hint),) = hints
    assert channel.endswith(str(line.couple_id))
    assert hint == {"topic": "guidelines", "id": str(line.pk), "rev": 2}


def test_words_are_sealed_at_rest(line: Guideline, ada: Person, ben: Person) -> None:
    save(line, ada, "CANARY pause when either says break.")
    save(line, ben, "CANARY rest when either says break.")
    with connection.cursor() as cursor:
        for table in ("journal_guideline", "journal_revision", "journal_overlap"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")  # noqa: S608  names of ours
            dump = cursor.fetchone()[0]
            assert "CANARY" not in dump
            assert b"CANARY".hex() not in dump


@pytest.mark.django_db(transaction=True)
def test_both_saving_in_the_same_moment_lose_nothing(couple: Couple, ada: Person, ben: Person) -> None:
    line = services.add_line(couple, by=ada, text="start", op_id=uuid4())
    together = Barrier(2)

    def write(by: Person, words: list[str]) -> None:
        text, base = "start", 1
        together.wait()
        for word in words:
            text = f"{word} {text}" if by == ada else f"{text} {word}"
            saved = save(line, by, text, base_rev=base)
            text, base = saved.text, saved.rev
        connections.close_all()

    threads = [
        Thread(target=write, args=(ada, ["a1", "a2", "a3"])),
        Thread(target=write, args=(ben, ["b1", "b2", "b3"])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    line.refresh_from_db()
    assert line.text == "a3 a2 a1 start b1 b2 b3"


@pytest.mark.django_db(transaction=True)
def test_two_first_lines_at_once_share_one_agreement(couple: Couple, ada: Person, ben: Person) -> None:
    together = Barrier(2)

    def add(by: Person) -> None:
        together.wait()
        services.add_line(couple, by=by, text=by.name, op_id=uuid4())
        connections.close_all()

    threads = [Thread(target=add, args=(person,)) for person in (ada, ben)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(texts(couple)) == ["Ada", "Ben"]
    assert Agreement.objects.for_couple(couple).count() == 1


@pytest.mark.django_db(transaction=True)
def test_moving_and_taking_away_at_once_both_happen(couple: Couple, ada: Person, ben: Person) -> None:
    one, two, three, four = (services.add_line(couple, by=ada, text=text, op_id=uuid4()) for text in "1234")
    together = Barrier(3)

    def act(action: Callable[[], object]) -> None:
        together.wait()
        action()
        connections.close_all()

    actions: list[Callable[[], object]] = [
        lambda: services.move(four, side="before", other=one),
        lambda: services.move(three, side="before", other=two),
        lambda: services.remove(two, by=ben),
    ]
    threads = [Thread(target=act, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts(couple) == ["4", "1", "3"]
    services.restore(two)
    assert texts(couple) == ["4", "1", "3", "2"]
