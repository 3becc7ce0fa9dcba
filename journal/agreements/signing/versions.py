"""What is signed and in force for a couple, and whether it is what the draft says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements.models import Guideline, Signature, SignedVersion, SignedVersionQuerySet


@dataclass(frozen=True, slots=True)
class SigningState:
    """One couple's signed versions and signatures, as far as pages tell of them."""

    in_force: SignedVersion | None
    #: The version that was in force last, if nothing is in force now.
    ended: SignedVersion | None
    #: The latest version, if the draft says exactly that and nobody took a signature back.
    current: SignedVersion | None
    signatures: tuple[Signature, ...]

    @property
    def look_again_on(self) -> date | None:
        return self.in_force.review.on if self.in_force and hasattr(self.in_force, "review") else None

    @property
    def draft_is_in_force(self) -> bool:
        return self.in_force is not None and self.in_force == self.current

    def signature_of(self, person: Person | None) -> Signature | None:
        """This person's signature under the words of the draft."""
        return next((each for each in self.signatures if person and each.person_id == person.pk), None)


def words_of(lines: Iterable[Guideline]) -> list[str]:
    """The texts a signature would cover. A line without words is left out."""
    return [text for line in lines if (text := line.text.strip())]


def signing_state(couple: Couple, digest: str) -> SigningState:
    """`digest` is the draft's. At most three queries, however many versions there are."""
    latest = list(versions(couple).defer("text", "lines")[:1])
    if not latest:
        return SigningState(None, None, None, ())
    held = list(versions(couple).been_in_force().select_related("review")[:1])
    newest = held[0] if held else None
    now = newest if newest and not has_ended(newest) else None
    current = next((each for each in latest if each.digest == digest and not has_ended(each)), None)
    signatures = tuple(current.signatures.order_by("signed_at")) if current else ()
    return SigningState(now, newest if newest and not now else None, current, signatures)


def in_force(couple: Couple) -> SignedVersion | None:
    """The version that both have signed and neither has taken back."""
    newest = versions(couple).been_in_force().first()
    return newest if newest and not has_ended(newest) else None


def versions(couple: Couple) -> SignedVersionQuerySet:
    """The latest first."""
    return SignedVersion.objects.for_couple(couple).with_ended().order_by("-number")


def has_ended(version: SignedVersion) -> bool:
    return bool(version.ended)  # type: ignore[attr-defined]  # annotated by with_ended()
