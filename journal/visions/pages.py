"""What the opening shows: shared hopes first, then shared values under different hopes, then what each assumed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

from couples.accounts.models import Person
from couples.newest import NAMED, Newest, newest
from couples.space.models import Couple, Membership
from journal.visions.areas import horizons
from journal.visions.models import Guess, Hope, Match, Vision

T = TypeVar("T")


class By(NamedTuple):
    by: Membership
    hope: Hope


class Pair(NamedTuple):
    sides: tuple[By, By]
    match: Match | None


@dataclass(frozen=True, slots=True)
class Opening:
    hopes: Newest[Pair]
    values: Newest[Pair]
    #: Said by one, not yet by the other. The one who said it sees it among these too.
    said: Newest[Pair]
    #: Same part of life, same value: offered for the two to say, and nothing more.
    suggested: Newest[Pair]
    #: What each thought the other one hopes: for each, whether it belongs to something the two found shared.
    assumed: Newest[tuple[By, bool]]
    #: By horizon.
    every: list[tuple[str, list[By]]]
    #: There are hopes that `every` leaves out.
    more: bool


#: At first, and at most.
SUGGESTED, MOST_SUGGESTED = 1, 5
#: How many of each person's hopes stand on the page at first.
OF_EACH = 2


def opening(vision: Vision, opened: Iterable[Hope], people: Sequence[Membership], *, whole: bool) -> Opening:
    """The first of each of these, or the `whole` opening."""
    hopes = {each.hope.pk: each for each in _in_order(opened, people)}
    matches = [match for match in Match.objects.filter(vision=vision).order_by("said_at") if _both_there(match, hopes)]
    pairs = [Pair((hopes[match.first_id], hopes[match.second_id]), match) for match in matches]
    agreed = [pair for pair in pairs if pair.match and pair.match.agreed_at]
    shared = {side.hope.pk for pair in agreed for side in pair.sides}
    few = partial(newest, most=NAMED, whole=whole)
    guesses = ((each, each.hope.pk in shared) for each in hopes.values() if each.hope.guess in Guess.values)
    shown = _of_each(hopes.values(), lambda each: each.by, OF_EACH, whole=whole)
    suggested = _suggested(hopes.values(), {side.hope.pk for pair in pairs for side in pair.sides})
    return Opening(
        hopes=few(pair for pair in agreed if pair.match and pair.match.kind == Match.Kind.HOPE),
        values=few(pair for pair in agreed if pair.match and pair.match.kind == Match.Kind.VALUE),
        said=few(pair for pair in pairs if pair.match and not pair.match.agreed_at),
        suggested=newest(islice(suggested, MOST_SUGGESTED), SUGGESTED, whole=whole),
        assumed=_of_each(guesses, lambda guess: guess[0].by, 1, whole=whole),
        every=[
            (title, [each for each in shown if each.hope.horizon == years])
            for years, title in horizons(each.hope.horizon for each in shown)
        ],
        more=shown.more,
    )


def readable(vision: Vision, person: Person) -> list[Hope]:
    """What this person may read of this time, soonest first: their own, and what was opened. One query."""
    hopes = Hope.objects.filter(vision=vision).not_removed().visible_to(person)
    return list(hopes.order_by("horizon", "created_at"))


def over_time(couple: Couple, person: Person, people: Sequence[Membership]) -> list[tuple[Vision, list[By]]]:
    """Each time, one's own and what was opened, oldest first."""
    visions = list(Vision.objects.for_couple(couple).order_by("number"))
    hopes = _in_order(Hope.objects.for_couple(couple).not_removed().visible_to(person), people)
    found = [(vision, [each for each in hopes if each.hope.vision_id == vision.pk]) for vision in visions]
    return [(vision, each) for vision, each in found if each]


def _in_order(hopes: Iterable[Hope], people: Sequence[Membership]) -> list[By]:
    """Within one part of life always in the order of the two: who had written first stays theirs."""
    place = {each.person_id: nth for nth, each in enumerate(people)}
    found = [hope for hope in hopes if hope.author_id in place]
    found.sort(key=lambda hope: (hope.horizon, hope.area, place[hope.author_id], hope.created_at))
    return [By(people[place[hope.author_id]], hope) for hope in found]


def _of_each(rows: Iterable[T], by: Callable[[T], Membership], most: int, *, whole: bool) -> Newest[T]:
    """The first of either person's, in the same order: a list that was cut anywhere could show one of the two only."""
    if whole:
        return Newest(list(rows), more=False)
    shown, found, more = Counter[int](), list[T](), False
    for row in rows:
        shown[by(row).slot] += 1
        if shown[by(row).slot] <= most:
            found.append(row)
        else:
            more = True
        if more and len(found) == 2 * most:
            break
    return Newest(found, more)


def _both_there(match: Match, hopes: dict[UUID, By]) -> bool:
    return match.first_id in hopes and match.second_id in hopes


def _suggested(hopes: Iterable[By], taken: set[object]) -> Iterator[Pair]:
    """Found as it is asked for. In each pair they stand in the order of the two."""
    alike: dict[tuple[str, str], list[By]] = {}
    for each in hopes:
        if each.hope.pk in taken or not each.hope.value:
            continue
        about = alike.setdefault((each.hope.area, each.hope.value.casefold()), [])
        for earlier in about:
            if earlier.by.slot != each.by.slot:
                yield Pair((earlier, each) if earlier.by.slot < each.by.slot else (each, earlier), None)
        about.append(each)
