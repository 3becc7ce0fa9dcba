"""The order of being heard, tried whole: no way leads to a reply but through a yes."""

from hypothesis import given
from hypothesis import strategies as st

from journal.listening.steps import SAYS, Role, Step, is_asked, is_over, possible

LASTS = [None, *Step]


def test_a_reply_opens_after_yes_and_nowhere_else() -> None:
    assert [last for last in LASTS for role in Role if Step.REPLY in possible(last, role)] == [Step.YES]


def test_nobody_ever_says_what_is_the_others_to_say() -> None:
    for last in LASTS:
        for role in Role:
            assert possible(last, role, lent=True) <= SAYS[role]


def test_the_speaker_may_say_yes_at_any_time_until_it_is_said() -> None:
    may = [last for last in LASTS if Step.YES in possible(last, Role.SPEAKER)]
    assert may == [None, Step.HEARD, Step.ALMOST, Step.QUESTION, Step.MORE]


def test_a_yes_on_the_others_phone_can_be_said_otherwise_and_ones_own_stands() -> None:
    assert possible(Step.YES, Role.SPEAKER, lent=True) == {Step.ALMOST}
    assert possible(Step.YES, Role.SPEAKER) == set()


def test_it_is_never_both_ones_go() -> None:
    for last in LASTS:
        assert [is_asked(last, role) for role in Role].count(True) == (0 if is_over(last) else 1)


@given(st.lists(st.tuples(st.sampled_from(list(Role)), st.randoms()), max_size=40))
def test_however_they_go_on_every_reply_stands_right_after_a_yes(moves: list[tuple[Role, object]]) -> None:
    said: list[Step] = []
    for role, pick in moves:
        may = sorted(possible(said[-1] if said else None, role))
        if may:
            said.append(pick.choice(may))  # type: ignore[attr-defined]  # a random.Random
    assert all(said[place - 1] is Step.YES for place, step in enumerate(said) if step is Step.REPLY)


def test_almost_may_be_said_as_often_as_it_takes() -> None:
    said: Step | None = None
    for _ in range(200):
        for role, step in ((Role.LISTENER, Step.HEARD), (Role.SPEAKER, Step.ALMOST)):
            assert step in possible(said, role)
            said = step
