"""How every form looks and speaks: fields drawn by `_field.html`, kind words, and who can see it beside each input."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import TemplateDoesNotExist, loader
from django.utils.translation import gettext_lazy as _

from couples import characters

#: What a label may end with, that no colon follows.
ENDS = ("?", "؟", "!", ".", "…", ":")


class Audience(models.TextChoices):
    """Ground rule 6: the same few words everywhere."""

    ME = "me", _("Only me")
    SEALED = "sealed", _("Both, once we’ve both answered")
    SENT = "sent", _("Both, once you send it")
    SAVED = "saved", _("Both, once you save it")
    BOTH = "both", _("Both, now")
    ALONE = "alone", _("Only me until my partner joins, then both")

    @property
    def icon(self) -> str:
        return {"me": "one", "sealed": "sealed", "alone": "sealed"}.get(self.value, "two")

    def to(self, *, alone: bool) -> "Audience":
        """The same as it is true for somebody whose partner has not joined: nobody else can read it yet."""
        return Audience.ALONE if alone and self in {Audience.SENT, Audience.SAVED, Audience.BOTH} else self


def mark_alone(values: Iterable[Any]) -> None:
    """The forms among them, in lists and mappings too, are shown to somebody whose partner has not joined."""
    for value in values:
        if isinstance(value, forms.BaseForm):
            value.is_alone = True  # type: ignore[attr-defined]  # ours, on any kind of form
        elif isinstance(value, Mapping):
            mark_alone(value.values())
        elif isinstance(value, list | tuple):
            mark_alone(value)


def _told(form: forms.BaseForm, said: str) -> Audience:
    return Audience(said).to(alone=getattr(form, "is_alone", False))


class NearerBoundField(BoundField):
    """What a template needs to know about a field beyond what Django says."""

    @property
    def look(self) -> str:
        """`line` (all that is typed), `tick` (one checkbox), `chips` (several may fit) or `rows` (one of a few); a form
        may ask for `three` or `four`, which stand in a row where they fit.
        """
        chosen = getattr(self.form, "looks", {}).get(self.name)
        widget = self.field.widget
        if chosen:
            return str(chosen)
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "chips"
        return "rows" if isinstance(widget, forms.RadioSelect) else "line"

    @property
    def is_optional(self) -> bool:
        """Not said where it would be odd: see the form's `conditional`."""
        return not self.field.required and self.name not in getattr(self.form, "conditional", ())

    @property
    def audience(self) -> Audience | None:
        """Said beside this field: where the form's `audience` differs by field, or it asks for nothing else."""
        said = getattr(self.form, "audience", None)
        if isinstance(said, Mapping):
            said = said.get(self.name)
        return _told(self.form, said) if said and not shared_audience(self.form) else None

    @property
    def called(self) -> str:
        """Its label, before what is said of it: with a colon, unless it has an end of its own."""
        label = str(self.label)
        return label if label.endswith(ENDS) else f"{label}:"

    @property
    def focus_id(self) -> str:
        """Where the error summary leads: the input itself, or the first of several."""
        several = self.look not in {"line", "tick"} and self.field.widget.id_for_label(self.auto_id, None) == ""
        return f"{self.auto_id}_0" if several else self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if not self.auto_id or self.is_hidden:
            return described
        said = f"{self.auto_id}_audience" if self.audience else audience_id(self.form)
        return " ".join(filter(None, [described, said])) or None


def shared_audience(form: forms.BaseForm) -> Audience | None:
    """Who can see all that the form asks for, where it asks for several things: said once, below them."""
    said = getattr(form, "audience", None)
    shown = sum(not field.widget.is_hidden for field in form.fields.values())
    return _told(form, said) if said and not isinstance(said, Mapping) and shown > 1 else None


def audience_id(form: forms.BaseForm) -> str:
    """The id of the one audience label, for the fields it describes. Empty where each field has a label of its own."""
    if not shared_audience(form):
        return ""
    first = next(field.auto_id for field in form if not field.is_hidden)
    return f"{first}_and_all_audience" if first else ""


class NearerRenderer(DjangoTemplates):
    """Our templates first, Django's own widgets after them, without `django.forms` among the apps."""

    form_template_name = "_form.html"
    field_template_name = "_field.html"
    bound_field_class = NearerBoundField

    def get_template(self, template_name: str) -> Any:
        try:
            return loader.get_template(template_name)
        except TemplateDoesNotExist:
            return super().get_template(template_name)


def kindly(fields: Iterable[forms.Field]) -> None:
    """Replaces Django's curt message for a missing answer. A field that brought its own words keeps them."""
    curt = forms.Field.default_error_messages["required"]
    for field in fields:
        if field.error_messages.get("required") == curt:
            field.error_messages["required"] = _("This is still empty. Fill it in, then go on.")


class WordsField(forms.CharField):
    """Somebody's own words, kept and counted as `couples.characters` says: as a person counts them.

    No `maxlength` for the browser: it would cut off what is pasted without a word. Ours says so, with scripts while it
    is being typed (`data-most`), and loses nothing.
    """

    default_error_messages = {
        "max_length": _("There’s room for %(limit_value)s characters here. Make it a little shorter. Nothing is lost."),
    }

    def __init__(self, *, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(characters.trimmed(characters.tidy(str(value or "")))) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        plain = {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
        return plain | {"data-most": self.max_length}


class NameField(forms.CharField):
    """What somebody is called, or a title: it stands in sentences of ours, on pages, in mail and on paper."""

    default_error_messages = {"invisible": _("Nothing you typed would show. Write it with at least one letter.")}

    def __init__(self, *, attrs: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **(attrs or {})}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(characters.in_a_sentence(str(value or ""))) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not characters.shows(value):
            raise forms.ValidationError(self.error_messages["invisible"], code="invisible")


class DayField(forms.DateField):
    """A calendar day, in the browser's own picker where it has one."""

    default_error_messages = {"invalid": _("Write a day like 2027-03-31.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class NearerForm(forms.Form):
    """The base of Nearer's forms. `audience` says who sees what is written, `looks` overrides how a field is drawn,
    `conditional` names fields that are needed only with certain answers, and switches: off is an answer too.
    """

    audience: Audience | Mapping[str, Audience] | None = None
    looks: Mapping[str, str] = {}
    conditional: Iterable[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kindly(self.fields.values())
