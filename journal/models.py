"""Gathers the practices' models, so that they are one Django app with one migration history."""

from journal.agreements.models import (
    Agreement,
    Guideline,
    Overlap,
    Review,
    Revision,
    Signature,
    SignedVersion,
    Withdrawal,
)
from journal.appreciations.models import Appreciation
from journal.assessments.models import Assessment, Strain
from journal.checkins.models import CheckIn
from journal.listening.models import Hearing, Turn

__all__ = [
    "Agreement",
    "Appreciation",
    "Assessment",
    "CheckIn",
    "Guideline",
    "Hearing",
    "Overlap",
    "Review",
    "Revision",
    "Signature",
    "SignedVersion",
    "Strain",
    "Turn",
    "Withdrawal",
]
