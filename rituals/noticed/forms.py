"""A line about what they noticed: written, and put in other words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.drafts.forms import DraftForm
from couples.forms import Audience, NearerForm, WordsField


def noticed_words() -> WordsField:
    return WordsField(
        label=_("What did you notice?"),
        help_text=_("A line is plenty: what you laughed about, where you walked, what was different this time."),
        max_length=1000,
        rows=2,
    )


class NoticedForm(NearerForm):
    audience = Audience.SAVED
    id = forms.UUIDField(widget=forms.HiddenInput)
    words = noticed_words()


class RewordForm(DraftForm):
    """The same line in other words, by whoever wrote it, perhaps on two devices at once."""

    audience = Audience.SAVED
    words = noticed_words()
