"""When breaks were, for both: nobody wrote anything in them, and who asked for one is not said again."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.breaks.models import Break, Ending
from journal.breaks.told import when
from journal.own_words import Part, Words


def how_it_ended(found: Break) -> dict[str, Any]:
    """Nothing of one that ended as somebody left: when that was is nobody else's to know (docs/LEAVING.md)."""
    told = found.ending in {Ending.BACK, Ending.RESTS}
    return {"ended_at": found.ended_at, "ending": found.ending} if told else {}


WORDS = (
    Words(
        key="break",
        label=gettext_lazy("Breaks"),
        model=Break,
        rows=lambda couple, person: Break.objects.for_couple(couple),
        title=lambda _found: "",
        parts=lambda found: (Part("", _("A break until %(time)s.") % {"time": when(found.until_at)}),),
        fields=("began_at", "until_at"),
        more=how_it_ended,
        by="",
        erase=None,  # nobody's words, and both's
        when=("began_at",),
    ),
)
