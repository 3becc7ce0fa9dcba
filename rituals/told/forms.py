"""Another time for a ritual: its day and its hour."""

from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from couples.drafts.merging import Base
from rituals.cadence import Rule
from rituals.forms import BELONGS, RitualForm, initial
from rituals.models import Ritual


class AnotherTimeForm(RitualForm):
    """Asks for the day, the hour, and by whose clock where that has to be said. Everything else stays as it is."""

    def __init__(self, *args: Any, ritual: Ritual, rule: Rule, **kwargs: Any) -> None:
        """`rule`: as whoever changes it is told it."""
        values = initial(ritual, rule)
        super().__init__(*args, initial=values, as_now=rule if ritual.hides_place else None, **kwargs)
        asked = {"at"} | (BELONGS[values["repeat"]] - {"every"}) | ({"zone"} if ritual.zone else set())
        for name in self.fields.keys() - asked:
            self.fields[name].disabled = True

    @property
    def first(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if not field.field.disabled]

    @property
    def typed_on(self) -> Base | None:
        """Its name was not asked for, and stays as it is by now."""
        return Base(({"title": self.cleaned_data["title"]},), lines=frozenset({"title"}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors.pop("ends_on", None):
            self.add_error(None, _("This ritual ends before that day comes. Choose another day, or change its end."))
        return cleaned
