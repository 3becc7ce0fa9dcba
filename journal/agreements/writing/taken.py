"""Which guidelines to borrow a couple has already: by their words, however they are spaced and capitalised."""

from couples.characters import tidy
from couples.space.models import Couple
from journal.agreements.models import Guideline, Revision
from journal.agreements.signing.versions import in_force
from journal.agreements.writing.starters import GROUPS


def alike(text: str) -> str:
    return " ".join(tidy(text).casefold().split())


def taken(couple: Couple) -> set[str]:
    """The keys of those in the draft, also where they have been reworded since, and of those both have signed.
    Three queries, however many there are.
    """
    drafted = list(Guideline.objects.for_couple(couple).in_draft())
    first = Revision.objects.for_couple(couple).filter(line__in=[line.pk for line in drafted], rev=1)
    signed = in_force(couple)
    held = [*(line.text for line in drafted), *(revision.text for revision in first), *(signed.lines if signed else ())]
    words = {alike(text) for text in held}
    return {starter.key for group in GROUPS for starter in group.starters if alike(str(starter.words)) in words}
