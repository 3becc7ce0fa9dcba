from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.forms import Audience, NearerForm
from journal.nearness.words import Nearness


class WeekWordForm(NearerForm):
    word = forms.ChoiceField(
        label=_("How close did it feel this week?"),
        required=False,
        choices=[*Nearness.choices, ("", _("Leave this week empty"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_shared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience = Audience.SAVED if is_shared else Audience.ME

    @property
    def said(self) -> Nearness | None:
        word = self.cleaned_data["word"]
        return Nearness(word) if word else None
