"""Imports every practice's tasks, where Celery looks for the app's."""

from journal import discovery

discovery.modules("tasks")
