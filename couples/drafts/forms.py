"""Forms whose words save themselves: what each page's words were typed on goes with them (`couples.drafts.merging`)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django import forms
from django.http import HttpResponse, JsonResponse
from django.utils.datastructures import MultiValueDict

from couples.drafts.merging import Base, Unseen, Words, adds_nothing, alike
from couples.forms import NearerForm

#: As a browser has a form: each field's values as texts, none for what is not ticked.
Typed = dict[str, list[str]]


class DraftForm(NearerForm):
    """`base` holds, as JSON, what the fields said when the page was made; scripts keep it up to date as they save.

    Fields and what is stored may differ: override `stored` and `shown`, which lead from one to the other and back.
    """

    #: Stored texts that are written in one line, whatever their fields look like.
    one_line: ClassVar[frozenset[str]] = frozenset()

    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kept: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        """`kept`: what is stored of these fields, where they begin with something else."""
        super().__init__(*args, **kwargs)
        self.kept = self.initial if kept is None else kept
        self.fields["base"].widget.attrs["autocomplete"] = "off"  # a reload must not bring an old one back

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "base":
            return json.dumps([self.typed(self.kept)])
        return super().get_initial_for_field(field, field_name)

    def stored(self, fields: Words) -> dict[str, Any]:
        """What a row stores of these fields."""
        return {name: fields.get(name, "") for name in self.written}

    def shown(self, stored: Words) -> dict[str, Any]:
        """What the fields say about a row."""
        return dict(stored)

    @property
    def written(self) -> dict[str, forms.Field]:
        """The fields a person fills in."""
        return {name: field for name, field in self.fields.items() if not field.widget.is_hidden}

    def values(self) -> dict[str, Any]:
        return self.stored(self.cleaned_data)

    @property
    def typed_on(self) -> Base | None:
        """None for a page that does not say."""
        if "base" not in self.data:
            return None
        picked = {name for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)}
        lines = {name for name, field in self.fields.items() if isinstance(field.widget, forms.TextInput)}
        versions = tuple(self.stored(self._cleaned(version)) for version in _versions(self.data["base"]))
        return Base(versions, frozenset(picked) - self.one_line, frozenset(lines) | self.one_line)

    def typed(self, initial: Mapping[str, Any]) -> Typed:
        """As a browser has these fields before anything is typed."""
        said = {name: initial.get(name, field.initial) for name, field in self.written.items()}
        return {name: _texts(field, said[name]) for name, field in self.written.items()}

    def answer(self, head: Words, *, given: bool) -> HttpResponse:
        """To an autosave. 204: everything is there as it was sent. With content: so it stands, merged with what came
        from elsewhere. 409: it was given meanwhile, and what was sent has more.
        """
        mine = self.values()
        if given:
            told = adds_nothing(mine, head=head, base=self.typed_on)
            return HttpResponse(status=HTTPStatus.NO_CONTENT if told else HTTPStatus.CONFLICT)
        if alike(mine, head):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return JsonResponse(self.typed(self.shown(head)))

    def show_again(self, unseen: Unseen) -> None:
        """With what was written elsewhere too, as a form that is not right yet. What is not merged stays as sent."""
        sent = cast(MultiValueDict[str, str], self.data)
        shown, head = self.shown(unseen.words), self.shown(unseen.head)
        typed = {name: values for name, values in self.typed(shown).items() if name in shown}
        base = {name: values for name, values in self.typed(head).items() if name in head}
        kept = {name: sent.getlist(name) for name in sent if name not in typed}
        self.data = MultiValueDict(kept | typed | {"base": [json.dumps([base])]})
        self.full_clean()
        self.add_error(None, str(unseen))

    def _cleaned(self, version: Typed) -> dict[str, Any]:
        """As `cleaned_data` would have it; a version that was not allowed counts as it is."""
        data: MultiValueDict[str, str] = MultiValueDict(version)
        cleaned = {}
        for name in version.keys() & self.written.keys():
            field = self.fields[name]
            raw = field.widget.value_from_datadict(data, {}, name)
            try:
                cleaned[name] = field.clean(raw)
            except forms.ValidationError:
                cleaned[name] = raw
        return cleaned


def _versions(sent: str) -> list[Typed]:
    try:
        said = json.loads(sent)
    except (ValueError, RecursionError):
        return []
    return [each for each in said if _is_typed(each)] if isinstance(said, list) else []


def _is_typed(said: Any) -> bool:
    lists = isinstance(said, dict) and all(isinstance(values, list) for values in said.values())
    return lists and all(isinstance(value, str) for values in said.values() for value in values)


def _texts(field: forms.Field, value: Any) -> list[str]:
    if isinstance(field, forms.MultipleChoiceField):
        return [str(each) for each in value or ()]
    text = "" if value is None else str(value)
    if not isinstance(field, forms.ChoiceField):
        return [text]
    known = [str(key) for key, _label in cast(Any, field).choices]
    if text in known:
        return [text]
    # A list to choose from always says something.
    return known[:1] if isinstance(field.widget, forms.Select) else []
