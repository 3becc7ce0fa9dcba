"""Words to choose from: near to the body, none of them good or bad."""

from django.utils.translation import gettext_lazy as _

FEELINGS = (
    ("tender", _("tender")),
    ("calm", _("calm")),
    ("close", _("close")),
    ("grateful", _("grateful")),
    ("hopeful", _("hopeful")),
    ("playful", _("playful")),
    ("proud", _("proud")),
    ("relieved", _("relieved")),
    ("tired", _("tired")),
    ("tight", _("tight")),
    ("restless", _("restless")),
    ("worried", _("worried")),
    ("sad", _("sad")),
    ("lonely", _("lonely")),
    ("hurt", _("hurt")),
    ("angry", _("angry")),
    ("numb", _("numb")),
    ("overwhelmed", _("overwhelmed")),
    ("far_away", _("far away")),
    ("longing", _("longing")),
)
LABELS = dict(FEELINGS)


def words(feelings: list[str]) -> list[str]:
    """The chosen words in the reader's language; a word of their own as they wrote it."""
    return [str(LABELS.get(feeling, feeling)) for feeling in feelings]
