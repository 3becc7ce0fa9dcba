"""What the pages show: one's own, both side by side where both have shared, and earlier times beside later ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.assessments.models import Assessment, Strain
from journal.assessments.topics import GROUPS, TOPICS, Topic, asked


class Side(NamedTuple):
    by: Membership
    strain: Strain


@dataclass(frozen=True, slots=True)
class Shared:
    """One topic, and what has been opened on it, in the order of the two."""

    topic: Topic
    sides: list[Side]


class Then(NamedTuple):
    assessment: Assessment
    sides: list[Side]


def own_lines(
    assessment: Assessment | None, person: Person
) -> "list[tuple[str | Promise, list[tuple[Topic, Strain | None]]]]":
    mine = Strain.objects.filter(assessment=assessment).by(person) if assessment else Strain.objects.none()
    found = {strain.topic: strain for strain in mine}
    return [(title, [(topic, found.get(topic.key)) for topic in topics]) for title, topics in GROUPS]


def side_by_side(assessment: Assessment, people: Sequence[Membership]) -> list[Shared]:
    """What happened to us: topics both can read something on, those both wrote on first."""
    opened = list(Strain.objects.filter(assessment=assessment).opened())
    shared = [Shared(asked(key), _sides(opened, key, people)) for key in _keys(opened)]
    return sorted((each for each in shared if each.sides), key=lambda each: -len(each.sides))


def over_time(couple: Couple, person: Person, people: Sequence[Membership]) -> list[tuple[Topic, list[Then]]]:
    """Each topic through the years: one's own always, the other's where it was opened."""
    assessments = list(Assessment.objects.for_couple(couple).order_by("number"))
    strains = list(Strain.objects.for_couple(couple).visible_to(person).filter(assessment__in=assessments))
    found = []
    for key in _keys(strains):
        each_time = [Then(then, _sides(_of(strains, then), key, people)) for then in assessments]
        written = [then for then in each_time if then.sides]
        if written:
            found.append((asked(key), written))
    return found


def _keys(strains: Iterable[Strain]) -> list[str]:
    """All that is asked, then what somebody wrote on when it still was."""
    return [*TOPICS, *sorted({strain.topic for strain in strains} - TOPICS.keys())]


def _of(strains: Iterable[Strain], assessment: Assessment) -> list[Strain]:
    return [strain for strain in strains if strain.assessment_id == assessment.pk]


def _sides(strains: Iterable[Strain], topic: str, people: Sequence[Membership]) -> list[Side]:
    here = {strain.author_id: strain for strain in strains if strain.topic == topic and not strain.is_empty}
    return [Side(each, here[each.person_id]) for each in people if each.person_id in here]
