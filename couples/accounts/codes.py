"""What every mailed code has in common."""

from datetime import timedelta

#: A code is of no use after its ten minutes; a notice still is for a day.
CODE_LIFE, NOTICE_LIFE = timedelta(minutes=10), timedelta(days=1)
ATTEMPTS = 3
