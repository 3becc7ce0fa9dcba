"""The name of a choice on the page that tells of it."""

from datetime import datetime
from uuid import UUID

from couples import keyed


def choice_made(ritual_id: UUID, at: datetime) -> str:
    """Names what was chosen then. The instant itself is on no page: when somebody sat there is theirs (P4)."""
    return keyed.digest("rituals.told", f"{ritual_id} {at.isoformat()}")
