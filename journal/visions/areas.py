"""When, where in life, and what for. Keys stay for ever: rows name them."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Words = "str | Promise"

HORIZONS: "tuple[tuple[int, str | Promise], ...]" = (
    (1, _("In a year")),
    (3, _("In three years")),
    (5, _("In five years")),
    (10, _("In ten years")),
)
AREAS: "tuple[tuple[str, str | Promise], ...]" = (
    ("us", _("The two of us")),
    ("home", _("Where and how we live")),
    ("work", _("Work and purpose")),
    ("family", _("Family and friends")),
    ("body", _("Health and rest")),
    ("money", _("Money, and having enough")),
    ("play", _("Play, travel, beauty")),
    ("meaning", _("Giving, and what we believe in")),
)
#: What may lie underneath a hope. Own words are as good.
VALUES: "tuple[tuple[str, str | Promise], ...]" = (
    ("closeness", _("Closeness")),
    ("freedom", _("Freedom")),
    ("safety", _("Safety")),
    ("calm", _("Calm")),
    ("adventure", _("Adventure")),
    ("belonging", _("Belonging")),
    ("play", _("Play")),
    ("growth", _("Growing")),
    ("making", _("Making something")),
    ("giving", _("Giving")),
    ("honesty", _("Honesty")),
    ("health", _("Health")),
    ("beauty", _("Beauty")),
    ("roots", _("Roots")),
    ("recognition", _("Being seen")),
    ("meaning", _("Meaning")),
)
_values, _horizons = dict(VALUES), dict(HORIZONS)


def horizons(written_for: Iterable[int]) -> list[tuple[int, str]]:
    """The horizons that are offered, and any other that something was written for: nothing written disappears."""
    return [(years, horizon_words(years)) for years in sorted({*_horizons, *written_for})]


def horizon_words(years: int) -> str:
    """When, also of a time that is asked for no longer."""
    then = ngettext("In %(years)d year", "In %(years)d years", years) % {"years": years}
    return str(_horizons.get(years, then))


def value_words(value: str) -> str:
    """A listed value by its name, one's own as it was written."""
    return str(_values.get(value, value))
