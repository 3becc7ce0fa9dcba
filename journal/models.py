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
from journal.openings.models import Ceiling, Opening
from journal.questions.models import Answer, Landing, OwnQuestion, Prompt, Reach
from journal.visions.models import Hope, Match, Step, Vision

__all__ = [
    "Agreement",
    "Answer",
    "Appreciation",
    "Assessment",
    "Ceiling",
    "CheckIn",
    "Guideline",
    "Hearing",
    "Hope",
    "Landing",
    "Match",
    "Opening",
    "Overlap",
    "OwnQuestion",
    "Prompt",
    "Reach",
    "Review",
    "Revision",
    "Signature",
    "SignedVersion",
    "Step",
    "Strain",
    "Turn",
    "Vision",
    "Withdrawal",
]
