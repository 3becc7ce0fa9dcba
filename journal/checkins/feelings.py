"""Words to choose from, and places in the body. None of them is good or bad. Keys stay for ever: rows name them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = tuple[tuple[str, "str | Promise"], ...]

#: What most evenings come down to: shown at once.
AT_HAND: Choices = (
    ("tender", _("tender")),
    ("calm", _("calm")),
    ("grateful", _("grateful")),
    ("hopeful", _("hopeful")),
    ("playful", _("playful")),
    ("tired", _("tired")),
    ("tight", _("stressed")),
    ("worried", _("worried")),
    ("sad", _("sad")),
    ("lonely", _("lonely")),
    ("hurt", _("hurt")),
    ("angry", _("angry")),
)
#: For five minutes instead of twenty seconds, by body and by mood.
MORE: "tuple[tuple[str | Promise, Choices], ...]" = (
    (
        _("In the body"),
        (
            ("warm", _("warm")),
            ("light", _("light")),
            ("rested", _("rested")),
            ("awake", _("wide awake")),
            ("heavy", _("heavy")),
            ("tense", _("tense")),
            ("shaky", _("shaky")),
            ("sore", _("sore")),
            ("wired", _("wound up")),
            ("worn_out", _("worn out")),
            ("cold", _("cold")),
            ("hungry", _("hungry")),
        ),
    ),
    (
        _("Lighter"),
        (
            ("close", _("close")),
            ("proud", _("proud")),
            ("relieved", _("relieved")),
            ("content", _("content")),
            ("curious", _("curious")),
            ("amused", _("amused")),
            ("confident", _("confident")),
            ("moved", _("moved")),
            ("safe", _("safe")),
            ("free", _("free")),
            ("in_love", _("in love")),
        ),
    ),
    (
        _("Heavier"),
        (
            ("numb", _("numb")),
            ("overwhelmed", _("overwhelmed")),
            ("far_away", _("far away")),
            ("longing", _("longing")),
            ("disappointed", _("disappointed")),
            ("discouraged", _("discouraged")),
            ("grieving", _("grieving")),
            ("guilty", _("guilty")),
            ("ashamed", _("ashamed")),
            ("helpless", _("helpless")),
            ("empty", _("empty")),
            ("afraid", _("afraid")),
        ),
    ),
    (
        _("On edge"),
        (
            ("restless", _("restless")),
            ("irritable", _("irritable")),
            ("impatient", _("impatient")),
            ("bitter", _("bitter")),
            ("jealous", _("jealous")),
            ("crowded", _("in need of space")),
            ("unseen", _("unseen")),
            ("torn", _("pulled two ways")),
            ("wary", _("wary")),
        ),
    ),
)
FEELINGS: Choices = (*AT_HAND, *(choice for _title, choices in MORE for choice in choices))
LABELS = dict(FEELINGS)

BODY: Choices = (
    ("head", _("head")),
    ("eyes", _("eyes")),
    ("jaw", _("jaw")),
    ("throat", _("throat")),
    ("shoulders", _("shoulders")),
    ("chest", _("chest")),
    ("stomach", _("stomach")),
    ("back", _("back")),
    ("hands", _("hands")),
    ("legs", _("legs")),
    ("all_over", _("all over")),
    ("nowhere", _("I can’t tell where")),
)
_PLACES = dict(BODY)


def words(feelings: list[str]) -> list[str]:
    """The chosen words in the reader's language; a word of their own, or one no longer offered, as it was written."""
    return [str(LABELS.get(feeling, feeling)) for feeling in feelings]


def places(body: list[str]) -> list[str]:
    """Where in the body, in the reader's language; a place no longer offered as it was written."""
    return [str(_PLACES.get(place, place)) for place in body]
