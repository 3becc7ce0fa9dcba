"""Gathers the practices' tasks for Celery."""

from journal.appreciations.tasks import arrive

__all__ = ["arrive"]
