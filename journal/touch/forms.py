import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.forms import Audience, NearerForm, WordsField
from journal.touch.asking import Answer
from journal.touch.models import LONGEST_ASK, LONGEST_REPLY, LONGEST_WHEN
from journal.touch.sheet import LONGEST_OWN, NOT_NOW, Mark, Sheet, plain

MARK = "mark-"


def sent_marks(sent: Mapping[str, str], sheet: Sheet) -> tuple[dict[str, str], list[str]]:
    """What a page of marks changed, and which of its marks it left as they were.

    The page brings what it showed (`shown`): an old tab says nothing about what was marked elsewhere since.
    """
    shown = shown_marks(sent.get("shown", ""))
    marks = {key.removeprefix(MARK): mark for key, mark in sent.items() if key.startswith(MARK)}
    known = {key: mark for key, mark in marks.items() if sheet.has(key) and mark in {*Mark.values, NOT_NOW}}
    changed = {key: mark for key, mark in known.items() if mark != shown.get(key, NOT_NOW)}
    return changed, [key for key, mark in known.items() if mark == shown.get(key)]


def shown_marks(sent: str) -> dict[str, str]:
    try:
        said = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(mark) for key, mark in said.items()} if isinstance(said, dict) else {}


class OwnThingForm(NearerForm):
    audience = Audience.ME

    words = WordsField(
        label=_("What would you like?"),
        max_length=LONGEST_OWN,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Your partner sees it only if they add the same words. You can also ask about it."),
        error_messages={"required": _("Write a few words first.")},
    )

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if not plain(words):
            raise forms.ValidationError(_("Write a few words first."), code="required")
        return words


class ThingField(forms.ChoiceField):
    """One of those the page offers; or any there is. What left the list meanwhile may still be asked for: to refuse it
    would tell nothing new, and lose a question.
    """

    sheet: Sheet

    def valid_value(self, value: Any) -> bool:
        return value == "" or self.sheet.has(str(value))


class AskForm(NearerForm):
    audience = Audience.SENT
    conditional = ("thing", "words")

    id = forms.UUIDField(widget=forms.HiddenInput)
    thing = ThingField(label=_("One thing"), required=False, widget=forms.RadioSelect)
    words = WordsField(
        label=_("In my own words"),
        required=False,
        max_length=LONGEST_ASK,
        rows=2,
        help_text=_("Ask for one small thing, at one time. That’s the easiest to answer."),
    )
    when = WordsField(
        label=_("When?"),
        required=False,
        max_length=LONGEST_WHEN,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("For example “tonight, on the sofa”."),
    )

    def __init__(self, *args: Any, sheet: Sheet, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        thing: Any = self.fields["thing"]
        chosen = str(self["thing"].value() or "")
        if sheet.has(chosen) and chosen not in dict(offered):
            offered = [*offered, (chosen, sheet.words(chosen))]
        thing.sheet, thing.choices = sheet, [*offered, ("", _("Something else, in my own words"))]
        if not offered:
            thing.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not values.get("thing") and not plain(values.get("words") or ""):
            self.add_error("words", forms.ValidationError(_("Choose one thing, or write a few words."), code="empty"))
        return values

    @property
    def asked(self) -> dict[str, str]:
        """For the service: a thing of the menu by its key, an own thing in its words."""
        thing, own = self.cleaned_data.get("thing") or "", self.cleaned_data["words"]
        words = self.sheet.own.get(thing, "" if thing else own)
        return {"thing": "" if thing in self.sheet.own else thing, "words": words, "when": self.cleaned_data["when"]}


class AnswerForm(NearerForm):
    audience = Audience.SENT
    conditional = ("reply",)

    how = forms.ChoiceField(
        label=_("Your answer"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        help_text=_("You can take a yes back at any time, without a word. “Not now” is told to nobody."),
        error_messages={"required": _("Choose one, or leave it for now.")},
    )
    reply = WordsField(label=_("Your own words"), required=False, max_length=LONGEST_REPLY, rows=3)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("how") == Answer.ELSE and not (values.get("reply") or "").strip():
            self.add_error("reply", forms.ValidationError(_("Write what you would like instead."), code="empty"))
        return values
