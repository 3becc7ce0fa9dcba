"""The workers' door. A task is knocked at by its name, so whoever knocks need not import whoever answers.

PostgreSQL is the truth: a knock that nobody hears costs time and loses nothing.
"""

from typing import Any

from celery import current_app

#: The last of the broker's priorities. A knock without one goes before all others.
LATER = 9


def knock(
    task: str,
    *args: Any,
    expires: float | None = None,
    priority: int | None = None,
    countdown: float | None = None,
) -> None:
    """`expires`: seconds after which nobody needs to answer. `countdown`: seconds to wait first."""
    current_app.send_task(task, args, expires=expires, priority=priority, countdown=countdown)
