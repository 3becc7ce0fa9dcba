"""A page with a draft on some device, as draft-form.js has it: it knows what the server had, and what it has sent."""

import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django import forms
from django.test import Client

from couples.drafts.forms import DraftForm, Typed

WORD = re.compile(r"\w+")
MOST_TRIED = 3


def words_in(fields: Typed) -> set[str]:
    return {word for values in fields.values() for value in values for word in WORD.findall(value)}


@dataclass
class Device:
    client: Client
    page: str
    draft: str
    fields: Typed = field(default_factory=dict)
    saved: Typed = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    tried: list[Typed] = field(default_factory=list)

    def open(self) -> None:
        form = self.client.get(self.page).context["form"]
        assert isinstance(form, DraftForm)
        self.fields, [self.saved] = form.typed(form.initial), json.loads(form["base"].value())
        self.hidden = {
            each.name: "" if each.value() is None else each.value()
            for each in form.hidden_fields()
            if each.name != "base"
        }
        self.texts = [name for name, each in form.written.items() if not isinstance(each, forms.ChoiceField)]
        self.tried = []

    @property
    def is_clean(self) -> bool:
        return self.fields == self.saved and not self.tried

    def type(self, dice: Random, word: str) -> None:
        """Somewhere among the words of some field, wherever there is room."""
        name = dice.choice([name for name in self.texts if len(self.fields[name][0]) < 25] or self.texts[:1])
        said = self.fields[name][0].split()
        said.insert(dice.randint(0, len(said)), word)
        self.fields = self.fields | {name: [" ".join(said)]}

    def take_out(self, *words: str) -> None:
        taken = re.compile(rf"\b({'|'.join(words)})\b")
        for name in self.texts:
            self.fields = self.fields | {name: [taken.sub("", value) for value in self.fields[name]]}

    def body(self) -> dict[str, Any]:
        self.tried = [*self.tried, self.fields][-MOST_TRIED:]
        return {**self.hidden, **self.fields, "base": json.dumps([self.saved, *self.tried])}

    def save(self, *, heard: bool = True) -> bool:
        """Whether it was acknowledged; what is not `heard` arrived, but its answer did not."""
        answer = self.client.post(self.draft, self.body())
        assert answer.status_code in {200, 204, 422}, answer.status_code
        if answer.status_code == 422:  # too long by now: nothing was kept, and nothing was said to be
            self.open()
            return False
        if heard:
            self.fields = self.saved = answer.json() if answer.status_code == 200 else self.fields
            self.tried = []
        return heard
