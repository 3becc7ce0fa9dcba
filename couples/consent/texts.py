"""What somebody agrees to, word for word, in versions (G1).

A text that somebody has agreed to never changes: what is to be said otherwise is a new version, and everybody is asked
once more. What stands beside the button is the whole text, so nobody agrees to a page they have not seen.
"""

from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Text(NamedTuple):
    #: Since when people are asked for it.
    since: date
    lines: "tuple[str | Promise, ...]"


TEXTS: dict[int, Text] = {
    1: Text(
        date(2026, 11, 26),
        (
            _("Nearer keeps what you write here, for the two of you and for nothing else."),
            _("Some of it may be very private: your health, your sex life, or what you believe."),
            _("Your partner can read only what you share with them."),
            _("You can take this back at any time, under You. Then we erase what you wrote, and your account with it."),
            _("Only what belongs to both of you stays, such as guidelines you both signed."),
        ),
    ),
}

CURRENT = max(TEXTS)
