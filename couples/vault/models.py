import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from couples import clock
from couples.vault.holders import Holder


class DataKey(models.Model):
    """The key that encrypts one holder's words, itself wrapped by a key that is not in the database.

    Destroying it (K7) empties `wrapped` and leaves the row: every copy of the words becomes unreadable, and the row
    remembers that it happened. It goes with its holder's own row, when that is erased as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.OneToOneField("couples.Couple", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    house = models.BooleanField(null=True, blank=True, unique=True)
    wrapped = models.BinaryField(null=True)
    kek_id = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(couple__isnull=False, person=None, house=None)
                | Q(couple=None, person__isnull=False, house=None)
                | Q(couple=None, person=None, house__isnull=False, house=True),
                name="data_key_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at=None) | Q(wrapped=None, destroyed_at__isnull=False),
                name="data_key_is_there_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"DataKey {self.pk}"

    @property
    def holder(self) -> Holder:
        if self.couple_id:
            return Holder.couple(self.couple_id)
        return Holder.person(self.person_id) if self.person_id else Holder.house()
