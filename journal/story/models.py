from typing import ClassVar

from django.db import models

from couples import clock
from couples.space.models import CoupleOwnedQuerySet
from journal.entries import PrivateToOne


class Hidden(PrivateToOne):
    """An entry of the story that one of the two does not want to read there. The other never learns of it."""

    chapter = models.CharField(max_length=20)
    about = models.UUIDField()
    hidden_at = models.DateTimeField(default=clock.now)

    objects = CoupleOwnedQuerySet["Hidden"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "chapter", "about"], name="story_hidden_once"),
        ]

    def __str__(self) -> str:
        return f"Hidden {self.pk}"
