from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from couples.drafts.forms import DraftForm
from couples.forms import Audience, NearerForm, WordsField
from journal.depth import DepthForm
from journal.questions import deck
from journal.questions.models import LONGEST_ANSWER, LONGEST_QUESTION, How


class AnswerForm(DraftForm):
    """`asked`: by the other, who reads the answer at once. A draft (`for_draft`) may be empty."""

    text = WordsField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_ANSWER,
        rows=7,
        help_text=gettext_lazy("A word or a page. Half a thought is fine."),
        error_messages={"required": gettext_lazy("Write a few words, or skip this one. Both are fine.")},
    )
    #: Which question stood above it, so that no answer is ever put under another one.
    about = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: bool = False, for_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience = {"text": Audience.SENT if asked else Audience.SEALED}
        self.fields["text"].required = not for_draft

    @property
    def given(self) -> dict[str, Any]:
        """For the services. A page without the hidden field is taken at its word."""
        about = self.cleaned_data["about"] if "about" in self.data else None
        return {"text": self.cleaned_data["text"], "about": about, "base": self.typed_on}


class OwnForm(NearerForm):
    """A question in one's own words."""

    audience = Audience.SENT

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = WordsField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST_QUESTION,
        rows=2,
        help_text=gettext_lazy("Open questions are easiest to answer. Start with what, how or when."),
        error_messages={"required": gettext_lazy("Write a question, or choose one below.")},
    )


class ChosenForm(NearerForm):
    """One of the deck's to ask the other, from the page of questions to choose from."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.ChoiceField(choices=[(question.key, question.text) for question in deck.ASKABLE])


class FeedbackForm(NearerForm):
    audience = Audience.ME

    how = forms.ChoiceField(
        label=gettext_lazy("How was this question for you?"),
        choices=[*How.choices, ("", gettext_lazy("I’d rather not say"))],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("This shapes which questions come next. Nobody is told."),
    )


class QuestionDepthForm(DepthForm):
    asks = gettext_lazy("How deep should questions go?")
    meanings = (
        gettext_lazy("Light: days, memories, small delights"),
        gettext_lazy("Personal: what matters and what you would like"),
        gettext_lazy("Tender: what is hard to say"),
    )
