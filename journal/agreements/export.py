"""Guidelines, as one person takes them along: what was signed, the lines of the draft, and how each became what it is.

All of it is both's: both read every line while it is written. What somebody typed that merging made something else of
stays theirs.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.models import Person
from couples.localized import day
from couples.space.models import Couple
from journal.agreements import erasing
from journal.agreements.models import Guideline, Overlap, Revision, SignedVersion
from journal.agreements.signing.versions import in_force
from journal.own_words import Along, Part, Words


def signed(couple: Couple, _person: Person) -> "QuerySet[Any, Any]":
    versions = SignedVersion.objects.for_couple(couple).select_related("review")
    return versions.prefetch_related("signatures", "withdrawals")


def signed_parts(version: SignedVersion) -> tuple[Part, ...]:
    signatures = sorted(version.signatures.all(), key=lambda each: each.signed_at)
    # The date first: after a name from right to left its day and its month would change places.
    names = [f"{day(each.signed_at)}, {each.name}" for each in signatures]
    return (Part("", version.text), Part(_("Signed"), "\n".join(names)), Part("SHA-256", version.digest))


def current(couple: Couple) -> "QuerySet[Any, Any]":
    """The version that both have signed and neither has taken back, if there is one."""
    version = in_force(couple)
    return SignedVersion.objects.for_couple(couple).filter(pk__in=[version.pk] if version else [])


def signed_data(version: SignedVersion) -> dict[str, Any]:
    return {
        "signatures": [
            {"name": each.name, "by": each.person_id, "signed_at": each.signed_at} for each in version.signatures.all()
        ],
        "withdrawals": [{"by": each.person_id, "at": each.withdrawn_at} for each in version.withdrawals.all()],
        "look_again_on": version.review.on if hasattr(version, "review") else None,
    }


def lines(couple: Couple, _person: Person) -> "QuerySet[Any, Any]":
    return Guideline.objects.for_couple(couple).filter(forgotten_at=None)


def line_title(line: Guideline) -> str:
    return _("Removed") if line.removed_at else ""


def overlaps(couple: Couple, person: Person) -> "QuerySet[Any, Any]":
    """Both read the two wordings until one is chosen; after that each keeps what they had written."""
    return Overlap.objects.for_couple(couple).filter(Q(settled_at=None) | Q(by=person))


WORDS = (
    Words(
        key="signed",
        label=gettext_lazy("Signed guidelines"),
        model=SignedVersion,
        rows=signed,
        title=lambda version: _("Version %(number)s") % {"number": version.number},
        parts=signed_parts,
        fields=("number", "digest", "text", "lines", "created_at", "in_force_at"),
        more=signed_data,
        along=Along(current, lambda version: (Part("", version.text),)),
        by="",
        when=("created_at",),
        page=lambda version: reverse("agreements:version", args=[version.number]),
    ),
    Words(
        key="line",
        label=gettext_lazy("Guidelines in the draft"),
        model=Guideline,
        rows=lines,
        title=line_title,
        parts=lambda line: (Part("", line.text),),
        fields=("position", "text", "added_at", "removed_at", "removed_by"),
        by="added_by",
        when=("added_at",),
        erase=erasing.erase_line,
        erasable=erasing.line_is_ones_own,
    ),
    Words(
        key="wording",
        label=gettext_lazy("How the guidelines grew"),
        model=Revision,
        rows=lambda couple, _person: Revision.objects.for_couple(couple),
        title=lambda _revision: "",
        parts=lambda revision: (Part("", revision.text),),
        fields=("line", "rev", "text", "at", "chosen_by", "choice"),
        own=("sent",),
        by="by",
        when=("at",),
        searched=False,
        erase=erasing.erase_wording,
        erasable=erasing.wording_is_past,
    ),
    Words(
        key="two-wordings",
        label=gettext_lazy("Two versions of one guideline"),
        model=Overlap,
        rows=overlaps,
        title=lambda _overlap: "",
        parts=lambda overlap: (Part("", overlap.mine),),
        fields=("line", "base", "mine", "at", "settled_at", "settled_by", "choice"),
        by="by",
        when=("at",),
        searched=False,
        erase=erasing.erase_two_wordings,
        erasable=erasing.is_settled,
    ),
)
