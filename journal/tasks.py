"""Gathers the practices' tasks for Celery."""

from journal.agreements.tasks import forget
from journal.appreciations.tasks import arrive
from journal.openings.tasks import arrive as opening_arrives

__all__ = ["arrive", "forget", "opening_arrives"]
