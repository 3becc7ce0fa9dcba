"""Imports every practice's models, so that they are one Django app with one migration history."""

from journal import discovery

discovery.modules("models")
