"""By whose clock a time for each other is: a place's, each one's own, or as it is now."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from couples.accounts.person_forms import ZoneField


class PlaceField(ZoneField):
    """Whose clock a ritual goes by: a place's, or each one's own. `keeps`: it may keep a place that is not named."""

    AS_NOW = "as-now"
    keeps = False

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound = super().get_bound_field(form, field_name)
        self.widget.attrs.pop("data-also", None)  # nothing is filled in: no place is as good an answer
        shown: Any = self.choices
        listed = [choice for choice in shown if choice[0]]
        as_now = [(self.AS_NOW, gettext("As it is now, one moment for both"))] if self.keeps else []
        self.choices = [*as_now, ("", gettext("Each in your own time zone")), *listed]
        return bound

    def run_validators(self, value: Any) -> None:
        if not (self.keeps and value == self.AS_NOW):
            super().run_validators(value)
