"""What the opening shows: shared hopes first, then shared values under different hopes, then what each assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple
from uuid import UUID

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.visions.areas import horizons
from journal.visions.models import Guess, Hope, HopeQuerySet, Match, Vision


class By(NamedTuple):
    by: Membership
    hope: Hope


class Pair(NamedTuple):
    sides: tuple[By, By]
    match: Match | None


@dataclass(frozen=True, slots=True)
class Opening:
    hopes: list[Pair]
    values: list[Pair]
    #: Said by one, not yet by the other. The one who said it sees it among these too.
    said: list[Pair]
    #: Same part of life, same value: offered for the two to say, and nothing more.
    suggested: list[Pair]
    #: What each thought the other one hopes: for each, whether it belongs to something the two found shared.
    assumed: list[tuple[By, bool]]
    #: Everything, by horizon.
    every: list[tuple[str, list[By]]]


MOST_SUGGESTED = 5


def opening(vision: Vision, people: Sequence[Membership]) -> Opening:
    opened = Hope.objects.filter(vision=vision).not_removed().opened()
    hopes = {each.hope.pk: each for each in _in_order(opened, people)}
    matches = [match for match in Match.objects.filter(vision=vision).order_by("said_at") if _both_there(match, hopes)]
    pairs = [Pair((hopes[match.first_id], hopes[match.second_id]), match) for match in matches]
    agreed = [pair for pair in pairs if pair.match and pair.match.agreed_at]
    shared = {side.hope.pk for pair in agreed for side in pair.sides}
    return Opening(
        hopes=[pair for pair in agreed if pair.match and pair.match.kind == Match.Kind.HOPE],
        values=[pair for pair in agreed if pair.match and pair.match.kind == Match.Kind.VALUE],
        said=[pair for pair in pairs if pair.match and not pair.match.agreed_at],
        suggested=_suggested(list(hopes.values()), {side.hope.pk for pair in pairs for side in pair.sides}),
        assumed=[(each, each.hope.pk in shared) for each in hopes.values() if each.hope.guess in Guess.values],
        every=[
            (title, [each for each in hopes.values() if each.hope.horizon == years])
            for years, title in horizons(each.hope.horizon for each in hopes.values())
        ],
    )


def over_time(couple: Couple, person: Person, people: Sequence[Membership]) -> list[tuple[Vision, list[By]]]:
    """Each time, one's own and what was opened, oldest first."""
    visions = list(Vision.objects.for_couple(couple).order_by("number"))
    hopes = _in_order(Hope.objects.for_couple(couple).not_removed().visible_to(person), people)
    found = [(vision, [each for each in hopes if each.hope.vision_id == vision.pk]) for vision in visions]
    return [(vision, each) for vision, each in found if each]


def _in_order(hopes: HopeQuerySet, people: Sequence[Membership]) -> list[By]:
    """Within one part of life always in the order of the two: who had written first stays theirs."""
    place = {each.person_id: nth for nth, each in enumerate(people)}
    found = [hope for hope in hopes.order_by("horizon", "area", "created_at") if hope.author_id in place]
    found.sort(key=lambda hope: (hope.horizon, hope.area, place[hope.author_id]))
    return [By(people[place[hope.author_id]], hope) for hope in found]


def _both_there(match: Match, hopes: dict[UUID, By]) -> bool:
    return match.first_id in hopes and match.second_id in hopes


def _suggested(hopes: Sequence[By], taken: set[object]) -> list[Pair]:
    free = [each for each in hopes if each.hope.pk not in taken and each.hope.value]
    slots = sorted({each.by.slot for each in free})
    if len(slots) < 2:
        return []
    one, other = ([each for each in free if each.by.slot == slot] for slot in slots[:2])
    alike = (
        Pair((mine, theirs), None)
        for mine, theirs in product(one, other)
        if mine.hope.area == theirs.hope.area and mine.hope.value.casefold() == theirs.hope.value.casefold()
    )
    return list(alike)[:MOST_SUGGESTED]
