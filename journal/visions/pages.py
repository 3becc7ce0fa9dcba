"""What the opening shows: what is shared first, then what may be, then what each guessed, then the rest."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from couples.accounts.models import Person
from couples.newest import NAMED, Newest, newest
from couples.space.models import Couple, Membership
from journal.visions.models import Guess, Hope, Match, Vision

T = TypeVar("T")


class By(NamedTuple):
    by: Membership
    hope: Hope
    #: What its author thought the other one hopes, in a sentence for whoever reads it.
    guess: str = ""
    #: It stands further up on the page already.
    again: bool = False


class Pair(NamedTuple):
    sides: tuple[By, By]
    match: Match | None

    @property
    def agreed(self) -> str:
        """How both of them say that these belong together."""
        return self.match.kind if self.match and self.match.agreed_at else ""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One part of the opening, with what comes first there. Never empty."""

    key: str
    title: str
    rows: Newest[T]
    note: str = ""


class Opening(NamedTuple):
    """Each hope stands here once: beside another, or among one person's."""

    pairs: list[Part[Pair]]
    #: A list for each of the two.
    single: list[Part[list[By]]]


#: At first, and at most.
SUGGESTED, MOST_SUGGESTED = 1, 5
#: How many of each person's hopes stand in a part of the page at first.
OF_EACH = 2


def opening(
    vision: Vision, opened: Iterable[Hope], people: Sequence[Membership], *, reader: Person, name: str, whole: bool
) -> Opening:
    """What is shared, what may be, what each guessed, and the rest: the first of each of these, or the `whole` opening.

    `name`: what the reader's partner is called.
    """
    guesses = _guesses(name)
    hopes = {
        each.hope.pk: each._replace(guess=guesses.get((each.hope.guess, each.by.person_id == reader.pk), ""))
        for each in _in_order(opened, people)
    }
    matches = [match for match in Match.objects.filter(vision=vision).order_by("said_at") if _both_there(match, hopes)]
    pairs = [_pair(hopes[match.first_id], hopes[match.second_id], match) for match in matches]
    paired = {side.hope.pk for pair in pairs for side in pair.sides}
    suggested = newest(islice(_suggested(hopes.values(), paired), MOST_SUGGESTED), SUGGESTED, whole=whole)
    paired |= {side.hope.pk for pair in suggested for side in pair.sides}
    rest = [each for each in hopes.values() if each.hope.pk not in paired]
    beside = _beside(pairs, suggested, whole=whole)
    guessed = _of_each([each for each in rest if each.guess], people, whole=whole)
    others = _of_each([each for each in rest if not each.guess], people, whole=whole)
    heading = _("Your other hopes, soonest first") if beside or guessed else _("Your hopes, soonest first")
    single = [Part("guesses", _("What each of you guessed"), guessed), Part("every", heading, others)]
    return Opening(beside, [part for part in single if part.rows])


def _beside(pairs: list[Pair], suggested: Newest[Pair], *, whole: bool) -> list[Part[Pair]]:
    few = partial(newest, most=NAMED, whole=whole)
    parts = [
        Part("shared", _("Hopes you share"), few(pair for pair in pairs if pair.agreed == Match.Kind.HOPE)),
        Part("reasons", str(Match.Kind.VALUE.label), few(pair for pair in pairs if pair.agreed == Match.Kind.VALUE)),
        Part("said", _("One of you thinks these match"), few(pair for pair in pairs if not pair.agreed)),
        Part(
            "suggested",
            _("Do these match?"),
            suggested,
            _("They’re about the same part of life, with the same reason behind them. You two decide."),
        ),
    ]
    seen = set[UUID]()
    return [replace(part, rows=replace(part.rows, rows=_once(part.rows, seen))) for part in parts if part.rows]


def _pair(one: By, other: By, match: Match | None = None) -> Pair:
    """In the order of the two, so that each one's stand on the same side."""
    return Pair((one, other) if one.by.slot < other.by.slot else (other, one), match)


def _once(pairs: Iterable[Pair], seen: set[UUID]) -> list[Pair]:
    """A hope may belong to several others: where it stands already, it is only named."""
    found = []
    for pair in pairs:
        one, other = (side._replace(again=side.hope.pk in seen) for side in pair.sides)
        seen |= {one.hope.pk, other.hope.pk}
        found.append(Pair((one, other), pair.match))
    return found


def _guesses(name: str) -> dict[tuple[str, bool], str]:
    """By guess, and whether it is the reader's own."""
    said = {
        (Guess.YES.value, True): _("You guessed that %(name)s hopes this too."),
        (Guess.UNSURE.value, True): _("You weren’t sure if %(name)s hopes this too."),
        (Guess.NO.value, True): _("You guessed that %(name)s doesn’t hope this."),
        (Guess.YES.value, False): _("%(name)s guessed that you hope this too."),
        (Guess.UNSURE.value, False): _("%(name)s wasn’t sure if you hope this too."),
        (Guess.NO.value, False): _("%(name)s guessed that you don’t hope this."),
    }
    return {guess: words % {"name": name} for guess, words in said.items()}


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


def _of_each(rows: Sequence[By], people: Sequence[Membership], *, whole: bool) -> Newest[list[By]]:
    """The first of either person's: a list that was cut anywhere could show one of the two only."""
    each = [newest((row for row in rows if row.by.slot == person.slot), OF_EACH, whole=whole) for person in people]
    return Newest([list(of_one) for of_one in each if of_one], more=any(of_one.more for of_one in each))


def _both_there(match: Match, hopes: dict[UUID, By]) -> bool:
    return match.first_id in hopes and match.second_id in hopes


def _suggested(hopes: Iterable[By], taken: Set[UUID]) -> Iterator[Pair]:
    """Found as it is asked for, each hope at most once."""
    alike: dict[tuple[str, str], list[By]] = {}
    for each in hopes:
        if each.hope.pk in taken or not each.hope.value:
            continue
        about = alike.setdefault((each.hope.area, each.hope.value.casefold()), [])
        if about and about[0].by.slot != each.by.slot:
            yield _pair(about.pop(0), each)
        else:
            about.append(each)
