"""Two people agreeing to exactly the same words, and either taking that back."""

from django.db import transaction

from couples import clock, live
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.agreements import topics
from journal.agreements.errors import NothingToSign, NotTheirSignature, StillAlone, TextMoved, Unsettled
from journal.agreements.lock import locked
from journal.agreements.models import (
    Agreement,
    Overlap,
    Signature,
    SignedVersion,
    Withdrawal,
)
from journal.agreements.signing.digest import canonical
from journal.agreements.signing.digest import digest as digest_of
from journal.agreements.signing.forget import forget
from journal.agreements.signing.versions import has_ended, versions, words_of


@transaction.atomic
def sign(couple: Couple, *, by: Person, name: str, digest: str) -> SignedVersion:
    """Put one's name under exactly the text that was read. In force at once when the other has signed the same."""
    agreement = locked(couple)
    members = set(Membership.objects.current().filter(couple=couple).values_list("person_id", flat=True))
    if len(members) != 2:
        raise StillAlone
    lines = words_of(agreement.lines.in_draft().in_order())
    if not lines:
        raise NothingToSign
    if Overlap.objects.for_couple(couple).open().filter(line__removed_at=None).exists():
        raise Unsettled
    if digest_of(lines) != digest:
        raise TextMoved(lines)
    version = versions(couple).first()
    if version is None or version.digest != digest or has_ended(version):
        version = _new_version(agreement, lines, number=version.number + 1 if version else 1)
    if not version.signatures.filter(person=by).exists():
        signature = Signature(couple=couple, version=version, person=by)
        signature.name = name
        signature.save(force_insert=True)
    if members <= set(version.signatures.values_list("person_id", flat=True)):
        SignedVersion.objects.filter(pk=version.pk, in_force_at=None).update(in_force_at=clock.now())
        version.refresh_from_db(fields=["in_force_at"])
        forget(agreement.pk)
    live.announce(couple, topics.DRAFT)
    live.announce(couple, topics.SIGNED)
    return version


@transaction.atomic
def withdraw(version: SignedVersion, *, by: Person) -> None:
    """Take one's signature back. What was signed stays readable for both (P6)."""
    locked(version.couple)
    if not version.signatures.filter(person=by).exists():
        raise NotTheirSignature
    Withdrawal.objects.get_or_create(version=version, person=by, defaults={"couple": version.couple})
    live.announce(version.couple, topics.DRAFT)
    live.announce(version.couple, topics.SIGNED)


def _new_version(agreement: Agreement, lines: list[str], *, number: int) -> SignedVersion:
    version = SignedVersion(
        couple=agreement.couple, agreement=agreement, number=number, digest=digest_of(lines), draft_rev=agreement.rev
    )
    version.text, version.lines = canonical(lines), lines
    version.save(force_insert=True)
    return version
