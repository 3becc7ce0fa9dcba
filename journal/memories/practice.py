from django.utils.translation import gettext_lazy as _

from journal.memories import services, story
from journal.memories.export import WORDS
from journal.practice import Asked, Place, Practice

PRACTICE = Practice(
    key="memories",
    path="memories/",
    place=Place.US,
    title=_("Memories"),
    note=_("Something from earlier, with its own date"),
    help=(
        Asked(
            _("What is it for?"),
            _("For what happened before you came here, or away from here. It stands in your story at its own date."),
        ),
        Asked(
            _("Who can read it?"),
            _("Only you, while it’s a draft. Once you save it for both, you can both read it."),
        ),
        Asked(
            _("What if we remember it differently?"),
            _("Then you can each write it as you remember it. Both stand in your story."),
        ),
    ),
    topics=(services.TOPIC,),
    export=WORDS,
    story=story.CHAPTERS,
)
