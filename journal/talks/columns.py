"""A column that several of the models of talks have."""

from typing import Any

from django.conf import settings
from django.db import models


def typed_by() -> "models.ForeignKey[Any, Any]":
    """Side by side on one phone: whose it was, when it was the other one's."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
