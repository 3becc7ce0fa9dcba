from typing import Any

import regex
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.drafts.forms import DraftForm
from couples.forms import Audience, WordsField
from journal.listening.steps import Step

SAID_BACK = 400
WORDS = 2000
#: Most code points. Without it a few letters, each with any number of marks, could be a text of any size.
POINTS = 4000


def characters(text: str) -> int:
    """As a reader counts them: a letter with its accents is one, so is a flag, so is a family (UAX #29)."""
    return len(regex.findall(r"\X", text))


def short_enough_to_be_heard(text: str) -> None:
    if len(text) > POINTS or characters(text) > SAID_BACK:
        raise ValidationError(
            _("Say it back in %(most)s characters or fewer. Nothing is lost."),
            code="said_back",
            params={"most": SAID_BACK},
        )


class TurnForm(DraftForm):
    """What one step asks for. `name` is what the other one is called. A draft may be anything but endless. `short`: a
    few sentences at a time, whatever the step.
    """

    audience = Audience.SENT

    text = WordsField(max_length=WORDS, rows=4)
    seen = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    together = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, step: Step, name: str = "", for_draft: bool = False, short: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id=f"{step}_%s", **kwargs)
        self.step = step
        if step is Step.YES:
            del self.fields["text"]
            return
        if step is Step.HEARD:
            others = [each for each in self.fields["text"].validators if not isinstance(each, MaxLengthValidator)]
            self.fields["text"].validators = [*others, short_enough_to_be_heard]
        text = self.fields["text"]
        if short and not for_draft:
            text.validators = [*text.validators, MaxLengthValidator(SAID_BACK)]
            text.widget.attrs["data-most"] = SAID_BACK
        text.label = LABELS[step] % {"name": name}
        text.help_text = HELP[step]
        text.error_messages["required"] = _("Write a few words first. They don’t have to be perfect.")
        text.required = not for_draft

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("text", ""))


LABELS = {
    Step.HEARD: gettext_lazy("What I hear you say, %(name)s, is …"),
    Step.ALMOST: gettext_lazy("Almost: what matters is …"),
    Step.QUESTION: gettext_lazy("What would you like to hear more about?"),
    Step.MORE: gettext_lazy("A little more about it"),
    Step.REPLY: gettext_lazy("Your reply"),
}
HELP = {
    Step.HEARD: gettext_lazy("In your own words, without answering yet. It doesn’t have to be perfect."),
    Step.ALMOST: gettext_lazy("Say again the part that matters most to you."),
    Step.QUESTION: gettext_lazy("Borrow a question below, or ask one of your own."),
    Step.MORE: gettext_lazy("As much or as little as you like."),
    Step.REPLY: gettext_lazy("Now, in your own words."),
}
