"""What people take stock of, in the order it is asked, and how heavy it can be, in words. Keys stay for ever: rows name
them.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Weight(models.TextChoices):
    """No numbers: nothing is added up."""

    LIGHT = "light", _("It is there, and light")
    SOME = "some", _("I feel it now and then")
    MUCH = "much", _("It weighs on us")
    MOST = "most", _("It is hard to carry")


@dataclass(frozen=True, slots=True)
class Topic:
    key: str
    title: "str | Promise"
    asks: "str | Promise"


OUTER = (
    Topic(
        "work",
        _("Work"),
        _("Hours, worry carried home, a job one of you doesn’t want. What has it done to the two of you?"),
    ),
    Topic("family", _("Family"), _("Children, parents, those who need you. What is left over for each other?")),
    Topic(
        "health",
        _("Health"),
        _("Illness, sleep, pain, a body that changed. How did it come between you, or bring you close?"),
    ),
    Topic("money", _("Money"), _("Too little, too different, too seldom spoken of. Where does it press?")),
    Topic(
        "changes",
        _("Big changes"),
        _("A move, a birth, a loss, a beginning. What did it change that you never talked about?"),
    ),
)
INNER = (
    Topic("unresolved", _("Arguments that never ended"), _("What comes back again and again, in other clothes?")),
    Topic("silence", _("Not talking"), _("What do you no longer say, and since about when?")),
    Topic(
        "upkeep", _("What was left undone"), _("Small things that kept you close once, and stopped. Which do you miss?")
    ),
)
OBSERVER = Topic(
    "observer",
    _("As a kind stranger would tell it"),
    _(
        "Somebody neutral, who wishes both of you well, has watched your last hard evening. What did they see? "
        "Write as they would: what each of you was trying to do, and what got in the way."
    ),
)
GROUPS: "tuple[tuple[str | Promise, tuple[Topic, ...]], ...]" = (
    (_("What pressed on you from outside"), OUTER),
    (_("What happened between you"), INNER),
    (_("Seven minutes from outside"), (OBSERVER,)),
)
TOPICS = {topic.key: topic for _title, topics in GROUPS for topic in topics}


def asked(key: str) -> Topic:
    """Also one that is no longer asked: what was written on it still stands somewhere."""
    return TOPICS.get(key) or Topic(key, _("Asked in an earlier year"), "")
