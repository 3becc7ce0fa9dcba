"""A signed version's words once more as the draft: whole, in order, and nothing lost on the way."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import Guideline, Revision, SignedVersion
from journal.agreements.signing.digest import digest
from tests.pages import words_of

pytestmark = pytest.mark.django_db

SIGNED = ["We stop when either says break.", "We come back the same day.", "We speak of one thing."]


@pytest.fixture
def version(couple: Couple, ada: Person, ben: Person) -> SignedVersion:
    for text in SIGNED:
        services.add_line(couple, by=ada, text=text, op_id=uuid4())
    for person in (ada, ben):
        signed = services.sign(couple, by=person, name=person.name, digest=digest(SIGNED))
    return signed


def draft(couple: Couple) -> list[str]:
    return [line.text for line in Guideline.objects.for_couple(couple).in_draft().in_order()]


def again(client: Client, version: SignedVersion) -> None:
    answer = client.post(reverse("agreements:version-return", args=[version.number]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("agreements:home"))


def test_a_changed_draft_reads_as_it_was_signed_and_what_went_can_come_back(
    version: SignedVersion, couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    first, second, third = Guideline.objects.for_couple(couple).in_draft().in_order()
    services.revise(first, by=ben, text="We shout.", base_rev=1, op_id=uuid4())
    services.remove(second, by=ben)
    services.move(third, side="before", other=first)
    services.add_line(couple, by=ben, text="Something new.", op_id=uuid4())
    for _ in range(2):
        again(ben_client, version)
        assert draft(couple) == SIGNED
    away = Guideline.objects.for_couple(couple).exclude(removed_at=None)
    assert {line.text for line in away} == {"We shout.", "We come back the same day.", "Something new."}
    assert Revision.objects.filter(line=first).count() == 2
    assert services.in_force(couple) == version


def test_an_unchanged_draft_stays_as_it_is(version: SignedVersion, couple: Couple, ada_client: Client) -> None:
    before = list(Guideline.objects.values_list("pk", "rev", "position").order_by("position"))
    again(ada_client, version)
    assert list(Guideline.objects.values_list("pk", "rev", "position").order_by("position")) == before


def test_the_version_offers_it_and_another_couple_cannot(
    version: SignedVersion, ada_client: Client, stranger_client: Client
) -> None:
    address = reverse("agreements:version-return", args=[version.number])
    assert address in words_of(ada_client.get(reverse("agreements:version", args=[version.number])))
    assert stranger_client.post(address).status_code == 404


def test_a_full_list_makes_room_first(
    version: SignedVersion, couple: Couple, ada: Person, ada_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.agreements.writing.lines.MOST_LINES", 3)
    for line in Guideline.objects.for_couple(couple).in_draft():
        services.revise(line, by=ada, text=f"{line.text} Other.", base_rev=1, op_id=uuid4())
    again(ada_client, version)
    assert draft(couple) == SIGNED
