from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.drafts.forms import DraftForm
from couples.drafts.merging import Words
from couples.forms import Audience, WordsField
from journal.depth import DepthForm
from journal.openings.models import PARTS, Shape
from journal.openings.prompts import is_known, text_of

MOST = 2000


class OpeningForm(DraftForm):
    """Of each shape, everything may stay empty but one. A draft (`for_draft`) may be empty altogether."""

    audience = Audience.SENT

    shape = forms.ChoiceField(choices=Shape.choices, widget=forms.HiddenInput)
    prompt = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    text = WordsField(required=False, max_length=MOST, rows=5)
    see = WordsField(
        label=gettext_lazy("I see why …"),
        required=False,
        max_length=MOST,
        rows=2,
        help_text=gettext_lazy("Start with their side, as well as you can see it."),
    )
    when = WordsField(
        label=gettext_lazy("When …"),
        required=False,
        max_length=MOST,
        rows=2,
        help_text=gettext_lazy("What happened, as a passer-by would have seen it."),
    )
    felt = WordsField(label=gettext_lazy("I felt …"), required=False, max_length=MOST, rows=2)
    love = WordsField(
        label=gettext_lazy("I’d love …"),
        required=False,
        max_length=MOST,
        rows=2,
        help_text=gettext_lazy("One thing, small enough to say yes or no to."),
    )
    value = WordsField(
        label=gettext_lazy("What I value"),
        required=False,
        max_length=MOST,
        help_text=gettext_lazy("Something good that you two have now."),
    )
    miss = WordsField(
        label=gettext_lazy("What I miss"),
        required=False,
        max_length=MOST,
        help_text=gettext_lazy("Something you’d like to have, or have back. Missing something isn’t blaming anyone."),
    )

    def __init__(self, *args: Any, shape: Shape, prompt: str = "", for_draft: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = {"shape": shape, "prompt": prompt} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.kind, self.for_draft = shape, for_draft
        for name in {part for parts in PARTS.values() for part in parts} - set(PARTS[shape]):
            del self.fields[name]
        if shape == Shape.PROMPT:
            self.fields["text"].label = text_of(prompt) or _("In your own words")

    def clean_prompt(self) -> str:
        """Any prompt there ever was, whatever is offered today: a refusal would tell how deep the two go."""
        prompt = str(self.cleaned_data["prompt"])
        return prompt if is_known(prompt) else ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.for_draft and not self.errors and not any(self.stored(values).values()):
            raise forms.ValidationError(_("Write a few words first. One box is enough."), code="empty")
        return values

    def stored(self, fields: Words) -> dict[str, Any]:
        return {name: str(fields.get(name, "")) for name in PARTS[self.kind]}

    @property
    def texts(self) -> list[str]:
        """Whatever is in its fields now, allowed or not: what hints look at."""
        return [str(self[name].value() or "") for name in PARTS[self.kind]]


class OpeningDepthForm(DepthForm):
    asks = gettext_lazy("How deep should the ideas go?")
    meanings = (
        gettext_lazy("Light: days, places, small things"),
        gettext_lazy("Personal: what I need, where I come from, us"),
        gettext_lazy("Tender: what hurts, what I fear, what I long for"),
    )
