"""What every mailed code has in common: how long it counts, how often it may be tried, and how it is compared."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from couples import clock

#: A code is of no use after its ten minutes; a notice still is for a day.
CODE_LIFE, NOTICE_LIFE = timedelta(minutes=10), timedelta(days=1)
ATTEMPTS = 3
#: Without the dash between its halves.
LETTERS = 8


def timestamp() -> float:
    """Now, as sessions and allauth keep it."""
    return clock.now().timestamp()


def still_counts(mailed_at: float) -> bool:
    return 0 <= timestamp() - mailed_at < CODE_LIFE.total_seconds()


def digest(purpose: str, owner: object, code: str) -> str:
    """Keyed, so that whoever reads the sessions in a stolen database cannot try all codes against it. However it was
    typed: spaces, dashes and small letters make no difference.
    """
    typed = "".join(code.split()).replace("-", "").upper()
    return salted_hmac(f"couples.accounts.{purpose}", f"{owner}:{typed}", algorithm="sha256").hexdigest()
