"""Which wordings of a question in Closeness get a hint: it asks for one thing, as a question, without a reproach."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from journal.wording.phrases import PhraseRule

LISTS: Final = {
    "must": ("you have to", "you must", "you need to", "you should", "you owe me", "you'd better", "I want you to"),
    "reproach": ("you never", "you always", "for once", "like you used to", "why don't you", "why won't you"),
    "more": ("and then", "and also", "and after that", "as well as", "and maybe more", "and see where it goes"),
}

RULES: Final = (
    PhraseRule(
        "demand",
        _("“%(said)s” leaves little room for a no. Try “Would you be comfortable with …?”"),
        LISTS,
        ("{must}",),
    ),
    PhraseRule(
        "reproach",
        _("“%(said)s” can sound like a reproach. What would you like, just this time?"),
        LISTS,
        ("{reproach}",),
    ),
    PhraseRule("more", _("Asking for one thing at a time makes it easier to say yes or no."), LISTS, ("{more}",)),
)
