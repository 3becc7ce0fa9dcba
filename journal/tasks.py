"""Gathers the practices' tasks for Celery."""

from journal.agreements.tasks import forget
from journal.appreciations.tasks import arrive

__all__ = ["arrive", "forget"]
