"""Times for each other to start from. The words become the couple's own as soon as they change them."""

from datetime import time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: key -> title, why, days (0 is Monday), time, minutes
SUGGESTIONS: dict[str, tuple["str | Promise", "str | Promise", list[int], time, int]] = {
    "coffee": (
        _("Coffee without phones"),
        _("Half an hour together with your phones away. No plans to make, nothing to solve."),
        [5],
        time(10, 0),
        30,
    ),
    "walk": (
        _("A walk together"),
        _("Side by side is easier than face to face. Any weather that lets you out."),
        [6],
        time(16, 0),
        45,
    ),
    "week": (
        _("Looking back on the week"),
        _("What was good, what was hard, what would help next week. One speaks, the other listens, then swap."),
        [6],
        time(19, 0),
        30,
    ),
    "call": (
        _("A call about nothing much"),
        _("For when you are apart. Not what happened, but how it felt."),
        [2],
        time(20, 0),
        20,
    ),
    "music": (
        _("One song each"),
        _("You each play one song and say why you chose it this week."),
        [4],
        time(21, 0),
        15,
    ),
    "hour": (
        _("Our hour"),
        _("For an hour with someone who helps you, like a therapist. The name says nothing to anyone else."),
        [3],
        time(17, 0),
        60,
    ),
}


def initial(key: str) -> dict[str, Any]:
    """The form's first values for a suggestion; nothing for a key we don't have."""
    if key not in SUGGESTIONS:
        return {}
    title, _why, days, at, minutes = SUGGESTIONS[key]
    return {"title": str(title), "days": days, "at": at, "minutes": minutes}
