"""Which subjects of a talk get a hint: those that name a culprit. Rather no hint than a wrong one."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from journal.wording.opening_rules import LISTS
from journal.wording.phrases import PhraseRule

RULES: Final = (
    PhraseRule(
        lists=LISTS,
        key="culprit",
        says=(
            "your fault",
            "because of you",
            "you always",
            "you never",
            "you don't",
            "you didn't",
            "you won't",
            "you can't",
            "you keep",
            "you forgot",
            "you are",
            "you're",
            "why you",
            "how you",
            "what you did",
            "your laziness",
            "your behaviour",
            "your behavior",
            "your temper",
            "your attitude",
            "your mess",
            "your problem",
            "your drinking",
            "your jealousy",
            "your lies",
        ),
        unless=(
            "how you {kind}",
            "you are {warm}",
            "how you feel",
            "how you are",
            "how you're",
            "you're in",
            "you are in",
        ),
        words=_(
            "“%(said)s” blames one of you. A subject is easier to begin with when it blames neither, for example "
            "“How we share the housework”."
        ),
    ),
)
