"""What people take stock of, in the order it is asked, and how heavy it can be, in words. Keys stay for ever: rows name
them.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Weight(models.TextChoices):
    """No numbers: nothing is added up."""

    LIGHT = "light", _("It’s there, but light")
    SOME = "some", _("I notice it now and then")
    MUCH = "much", _("It weighs on me")
    MOST = "most", _("It’s very heavy")


@dataclass(frozen=True, slots=True)
class Topic:
    key: str
    title: "str | Promise"
    asks: "str | Promise"


OUTER = (
    Topic(
        "work",
        _("Work"),
        _("Long hours, worries you bring home, no work, or work you don’t want. What has it done to the two of you?"),
    ),
    Topic("family", _("Family"), _("Children, parents, anyone who needs you. What is left over for each other?")),
    Topic(
        "health",
        _("Health"),
        _(
            "Illness, pain, sleep, worries, a body that has changed. How has it come between you, or brought you "
            "closer?"
        ),
    ),
    Topic("money", _("Money"), _("Not enough, not equal, or hard to talk about. Where does it hurt most?")),
    Topic(
        "changes",
        _("Big changes"),
        _("A move, a loss, a birth, a new start. What did it change that you never talked about?"),
    ),
)
INNER = (
    Topic(
        "unresolved",
        _("Arguments that never ended"),
        _("Which argument keeps coming back, even when it starts with something else?"),
    ),
    Topic(
        "silence",
        _("Not talking"),
        _(
            "What have you stopped saying, and roughly since when? If you keep quiet because you are afraid, keep this "
            "one private."
        ),
    ),
    Topic("upkeep", _("What faded"), _("Small things that used to keep you close, and stopped. Which do you miss?")),
)
OBSERVER = Topic(
    "observer",
    _("As a kind outsider would tell it"),
    _(
        "Think of your last hard argument. Imagine someone neutral, who wishes you both well, was watching. What did "
        "they see? Write it their way: what was each of you trying to do, and what got in the way? If you were "
        "frightened, leave this one out."
    ),
)
GROUPS: "tuple[tuple[str | Promise, tuple[Topic, ...]], ...]" = (
    (_("Pressure from outside"), OUTER),
    (_("Between the two of you"), INNER),
    (_("From the outside"), (OBSERVER,)),
)
TOPICS = {topic.key: topic for _title, topics in GROUPS for topic in topics}


def asked(key: str) -> Topic:
    """Also one that is no longer asked: what was written on it still stands somewhere."""
    return TOPICS.get(key) or Topic(key, _("An earlier topic"), "")
