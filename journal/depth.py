"""How deep prompts and questions may go: each of the two says so alone, and the lower of the two counts.

Each practice has a table of its own, what somebody counts for who never chose (`unsaid`), and the day from which a
choice counts.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.forms import Audience, NearerForm
from couples.space.models import Couple
from journal.entries import PrivateToOne

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Depth(models.IntegerChoices):
    LIGHT = 1, _("Light")
    PERSONAL = 2, _("Personal")
    TENDER = 3, _("Tender")


class DepthPreference(PrivateToOne):
    """How deep one person lets a practice go. Nobody else is ever shown it."""

    class Meta:
        abstract = True


D = TypeVar("D", bound=DepthPreference)


def preference(kind: type[D], couple: Couple, person: Person) -> D | None:
    return kind._default_manager.filter(couple=couple, person=person).first()


def lower_of_two(chosen: Sequence[int], *, unsaid: Depth) -> int:
    """The lower of the two choices. Whoever has not chosen, or is not here yet, counts as `unsaid`."""
    return min([*chosen, *([int(unsaid)] if len(chosen) < 2 else [])])


class DepthForm(NearerForm):
    """A practice says what it asks, and what each depth means there, in the order of `Depth`."""

    audience = Audience.ME
    asks: "ClassVar[str | Promise]"
    meanings: "ClassVar[tuple[str | Promise, ...]]"

    depth = forms.TypedChoiceField(coerce=lambda value: Depth(int(value)), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depth: Any = self.fields["depth"]
        depth.label = self.asks
        depth.choices = [(int(each), meaning) for each, meaning in zip(Depth, self.meanings, strict=True)]
