"""The table of a talk: nobody is ever stuck, and nothing opens before its time."""

from itertools import combinations, product

from journal.talks.states import ASKED, MOVES, Action, Facts, State, Who
from tests.journal.talks.drawing import drawn, written

PEOPLE = ("ada", "ben")
SOME = [frozenset(some) for size in range(3) for some in combinations(PEOPLE, size)]
EVERY = [
    Facts(ended, ready, speaker, said_by, confirmed, heard, ticked)
    for ended, ready, confirmed in product([True, False], repeat=3)
    for speaker, said_by in product(PEOPLE, (*PEOPLE, None))
    for heard, ticked in product(SOME, SOME)
]


def test_the_drawing_is_that_of_the_table() -> None:
    assert written() == drawn()


def test_no_state_is_without_a_next_step_for_at_least_one() -> None:
    assert all(facts.may("ada") | facts.may("ben") for facts in EVERY)
    assert {move.state for move in MOVES} == set(State)


def test_whoever_is_asked_can_do_something_besides_ending_it() -> None:
    for facts in EVERY:
        asked = ASKED.get(facts.state, Who.EITHER)
        who = [each for each in PEOPLE if asked in {Who.EITHER, facts.who(each)}]
        assert who
        assert all(facts.may(each) - {Action.END, Action.TICK, Action.UNTICK} for each in who)


def test_either_can_end_it_at_any_point() -> None:
    assert all((Action.END in facts.may(each)) != facts.ended for facts in EVERY for each in PEOPLE)


def test_ideas_never_open_before_both_were_heard_and_both_have_ticked() -> None:
    for facts in EVERY:
        opens = {Action.IDEA, Action.WANT} & (facts.may("ada") | facts.may("ben"))
        both = facts.heard == facts.ticked == frozenset(PEOPLE)
        assert bool(opens) == (both and facts.ready and not facts.ended)


def test_a_guess_is_shown_only_by_whoever_was_told_yes_while_the_talk_goes_on() -> None:
    for facts, (one, other) in product(EVERY, (PEOPLE, PEOPLE[::-1])):
        going = facts.ready and not facts.ended
        assert (Action.SHOW in facts.may(one)) == (going and other in facts.heard)
        assert (Action.GUESS in facts.may(one)) == (facts.state is State.ASKING)


def test_nobody_speaks_before_the_yes_but_its_speaker_and_nobody_on_a_phone_takes_anything_back() -> None:
    hearing = [facts for facts in EVERY if facts.state is State.HEARING]
    assert hearing
    assert not any({Action.SAY, Action.SWAP} & facts.may(each) for facts in hearing for each in PEOPLE)
    own = {Action.END, Action.UNTICK, Action.ORDER, Action.AGAIN, Action.GUESS, Action.SHOW}
    assert not any(own & facts.lent(each) for facts in EVERY for each in PEOPLE)
    assert all(facts.lent(each) <= facts.may(each) for facts in EVERY for each in PEOPLE)


def test_a_step_leads_only_where_the_table_says() -> None:
    assert len({(move.state, move.action) for move in MOVES}) == len(MOVES)
    assert all(move.leads_to for move in MOVES)
