"""Two people agreeing to exactly the same words, and either taking that back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import clock, live
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.agreements.digest import canonical
from journal.agreements.digest import digest as digest_of
from journal.agreements.errors import NothingToSign, NotTheirSignature, StillAlone, TextMoved, Unsettled
from journal.agreements.forget import forget
from journal.agreements.lines import TOPIC
from journal.agreements.models import (
    Agreement,
    Guideline,
    Overlap,
    Signature,
    SignedVersion,
    SignedVersionQuerySet,
    Withdrawal,
)

#: For pages that show what is in force, and need not look again at every word typed.
from journal.waiting import Waiting

SIGNED_TOPIC = "guidelines-signed"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where signing stands, for one couple: facts only."""

    in_force: SignedVersion | None
    #: Was in force last, and is no more.
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
    """What would be signed: a line without words is none."""
    return [text for line in lines if (text := line.text.strip())]


def standing(couple: Couple, digest: str) -> Standing:
    """At most three queries, however many versions there are."""
    versions = list(_versions(couple).defer("text", "lines")[:1])
    held = list(_versions(couple).been_in_force().select_related("review")[:1])
    newest = held[0] if held else None
    in_force = newest if newest and not _ended(newest) else None
    current = next((each for each in versions if each.digest == digest and not _ended(each)), None)
    signatures = tuple(current.signatures.order_by("signed_at")) if current else ()
    return Standing(in_force, newest if newest and not in_force else None, current, signatures)


def in_force(couple: Couple) -> SignedVersion | None:
    """The version both stand by now."""
    newest = _versions(couple).been_in_force().first()
    return newest if newest and not _ended(newest) else None


@transaction.atomic
def sign(agreement: Agreement, *, by: Person, name: str, digest: str) -> SignedVersion:
    """Put one's name under exactly the text that was read. In force at once when the other has signed the same."""
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("couple").get(pk=agreement.pk)
    couple = agreement.couple
    members = set(Membership.objects.current().filter(couple=couple).values_list("person_id", flat=True))
    if len(members) != 2:
        raise StillAlone
    lines = words_of(agreement.lines.standing().in_order())
    if not lines:
        raise NothingToSign
    if Overlap.objects.for_couple(couple).open().filter(line__removed_at=None).exists():
        raise Unsettled
    if digest_of(lines) != digest:
        raise TextMoved(lines)
    version = _versions(couple).first()
    if version is None or version.digest != digest or _ended(version):
        version = _new_version(agreement, lines, number=version.number + 1 if version else 1)
    if not version.signatures.filter(person=by).exists():
        signature = Signature(couple=couple, version=version, person=by)
        signature.name = name
        signature.save(force_insert=True)
    if members <= set(version.signatures.values_list("person_id", flat=True)):
        SignedVersion.objects.filter(pk=version.pk, in_force_at=None).update(in_force_at=clock.now())
        version.refresh_from_db(fields=["in_force_at"])
        forget(agreement.pk)
    live.announce(couple, TOPIC)
    live.announce(couple, SIGNED_TOPIC)
    return version


@transaction.atomic
def withdraw(version: SignedVersion, *, by: Person) -> None:
    """Take one's signature back. What was signed stays readable for both (P6)."""
    Agreement.objects.select_for_update().get(pk=version.agreement_id)
    if not version.signatures.filter(person=by).exists():
        raise NotTheirSignature
    Withdrawal.objects.get_or_create(version=version, person=by, defaults={"couple": version.couple})
    live.announce(version.couple, TOPIC)
    live.announce(version.couple, SIGNED_TOPIC)


def unread(couple: Couple, person: Person, partner: Person) -> SignedVersionQuerySet:
    """For Today: the partner has signed the words as they stand, and this person has not."""
    signed = Signature.objects.filter(version=OuterRef("pk"))
    return (
        SignedVersion.objects.for_couple(couple)
        .filter(in_force_at=None, draft_rev=F("agreement__rev"), withdrawals=None)
        .filter(Exists(signed.filter(person=partner)), ~Exists(signed.filter(person=person)))
    )


def waiting(couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    """What Today says where something is `unread`."""
    return [Waiting(_("Your guidelines are waiting for one more read."), reverse("agreements:signing"), _("Read them"))]


def _versions(couple: Couple) -> SignedVersionQuerySet:
    return SignedVersion.objects.for_couple(couple).with_standing().order_by("-number")


def _ended(version: SignedVersion) -> bool:
    return bool(version.ended)  # type: ignore[attr-defined]  # annotated by with_standing()


def _new_version(agreement: Agreement, lines: list[str], *, number: int) -> SignedVersion:
    version = SignedVersion(
        couple=agreement.couple, agreement=agreement, number=number, digest=digest_of(lines), draft_rev=agreement.rev
    )
    version.text, version.lines = canonical(lines), lines
    version.save(force_insert=True)
    return version
