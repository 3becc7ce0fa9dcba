from collections.abc import Sequence
from datetime import date


def chosen(asked: str, months: Sequence[date]) -> date | None:
    """The month somebody asked for (`2026-11`), or the newest: lists go by months, and nothing scrolls for ever."""
    return next((month for month in months if f"{month:%Y-%m}" == asked), months[0] if months else None)
