"""What all writing shares: an author, a couple, and who may read it when.

A draft is encrypted with its author's own key and belongs to nobody else. The same holds for an answer that waits for
the other's: until both have answered, the partner cannot tell that it exists. Once opened, a row is encrypted anew with
the couple's key.
"""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from couples import clock
from couples.accounts.models import Person
from couples.space.lock import hold
from couples.space.models import Couple, CoupleOwned, CoupleOwnedQuerySet, Membership
from couples.vault.holders import Holder

E = TypeVar("E", bound=models.Model, covariant=True)


class EntryQuerySet(CoupleOwnedQuerySet[E]):
    def by(self, person: Person) -> Self:
        return self.filter(author=person)

    def opened(self) -> Self:
        return self.filter(opened_at__lte=clock.now())

    def visible_to(self, person: Person) -> Self:
        """One's own, and what has been opened to both."""
        return self.filter(Q(author=person) | Q(opened_at__lte=clock.now()))

    def drafts(self) -> Self:
        return self.filter(sealed_at=None, opened_at=None)

    def sealed(self) -> Self:
        """Given, and waiting to be opened."""
        return self.filter(sealed_at__isnull=False, opened_at=None)

    def not_erased(self) -> Self:
        return self.filter(erased_at=None)


class Entry(CoupleOwned):
    """Something one person wrote. `sealed_at`: they have given it; `opened_at`: from then on both may read it."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    sealed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    #: Both could read it, and its author has erased it: it has no words any more. The other is never told when.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def vault_holder(self) -> Holder:
        return Holder.couple(self.couple_id) if self.opened_at else Holder.person(self.author_id)

    def empty(self) -> None:
        super().empty()
        self.erased_at = clock.now()

    @property
    def is_draft(self) -> bool:
        return self.sealed_at is None and self.opened_at is None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.opened_at <= clock.now()


class PrivateToOne(CoupleOwned):
    """One person's own, encrypted with their key: no page of the other's shows it, and no database does."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def vault_holder(self) -> Holder:
        return Holder.person(self.person_id)


def lock(couple: Couple) -> None:
    """Locks the couple's row. Every service that seals, takes back or opens holds it, so two at once go one after the
    other. Raises SpaceClosed once one of the two has left.
    """
    hold(couple)


def open_together(couple: Couple, answers: "EntryQuerySet[Any]") -> bool:
    """Open both sealed answers to the same thing, or neither (ground rule 2). In a transaction that holds the `lock`.

    Only those of the two who are here now count: what somebody left sealed stays theirs.
    """
    members = Membership.objects.current().filter(couple=couple).values("person_id")
    both = list(answers.for_couple(couple).sealed().filter(author_id__in=members))
    if len({entry.author_id for entry in both}) < 2:
        return False
    at = clock.now()
    for entry in both:
        entry.opened_at = at
        entry.save()
    return True
