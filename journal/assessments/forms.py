from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.drafts.forms import DraftForm
from couples.forms import Audience, WordsField
from journal.assessments.models import Strain
from journal.assessments.topics import OBSERVER, Weight


class StrainForm(DraftForm):
    """Everything may stay empty; only sharing asks for something."""

    audience = Audience.ME

    weight = forms.ChoiceField(
        label=_("How heavy is it?"), choices=Weight.choices, required=False, widget=forms.RadioSelect
    )
    words = WordsField(label=_("In your own words"), required=False, max_length=8000, rows=5)
    part = WordsField(
        label=_("My part in this"),
        help_text=_("Only if there is one, and only what is yours. “I stopped asking.” “I was always on the phone.”"),
        required=False,
        max_length=2000,
        rows=2,
    )

    def __init__(self, *args: Any, topic: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if topic == OBSERVER.key:  # a stranger weighs nothing and has no part
            del self.fields["weight"], self.fields["part"]
            self.fields["words"].label = _("What they saw")
            self.fields["words"].widget.attrs["rows"] = 10


def stored(strain: Strain) -> dict[str, str]:
    return {"weight": strain.weight, "words": strain.words, "part": strain.part}


def initial(strain: Strain | None) -> dict[str, str]:
    return stored(strain) if strain else {}
