from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.drafts.forms import DraftForm
from couples.drafts.merging import Words
from couples.forms import Audience, WordsField
from journal.summary.gathering import Thing
from journal.support.models import Handout

#: Of a thing's words, in the list to choose from.
SHOWN = 90


class HandoutForm(DraftForm):
    """All of it may stay empty until it is released."""

    audience = Audience.SEALED

    wish = WordsField(
        label=_("One thing I’d like help with"),
        help_text=_("For example “How do we talk about money without a fight?”"),
        required=False,
        max_length=2000,
        rows=3,
    )
    chosen = forms.MultipleChoiceField(
        label=_("What may be on the notes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, things: list[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = things
        chosen = cast(forms.MultipleChoiceField, self.fields["chosen"])
        chosen.choices = [(each.ref, short(each.gist)) for each in things]
        if not things:
            del self.fields["chosen"]

    def stored(self, fields: Words) -> dict[str, Any]:
        return {"wish": fields.get("wish", ""), "chosen": list(fields.get("chosen", []))}

    @property
    def groups(self) -> "list[tuple[str, list[Any]]]":
        """The boxes to tick, under the names their things have where they were written."""
        boxes = zip(self.things, self["chosen"], strict=True) if self.things else ()
        return [
            (label, [box for _thing, box in several]) for label, several in groupby(boxes, lambda each: each[0].label)
        ]


def short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1].rstrip()}…"


def initial(handout: Handout | None, things: list[Thing]) -> dict[str, Any]:
    """What was chosen and is no longer there is not shown as chosen."""
    if handout is None:
        return {}
    there = {each.ref for each in things}
    return {"wish": handout.wish, "chosen": [each for each in handout.chosen if each in there]}
