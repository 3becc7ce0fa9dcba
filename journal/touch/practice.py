from django.utils.translation import gettext_lazy as _

from journal.practice import Asked, Place, Practice
from journal.touch import asking, services, waiting
from journal.touch.export import WORDS

PRACTICE = Practice(
    key="touch",
    path="closeness/",
    place=Place.TOGETHER,
    title=_("Closeness"),
    note=_("Small touch that asks for nothing more"),
    help=(
        Asked(
            _("Who can see my marks?"),
            _("Only you. Your partner sees only what you would both like. We never store a “not now”."),
        ),
        Asked(
            _("Why does something leave the list?"),
            _(
                "Marks end after a few weeks, people change their minds, and now and then we let things go by chance. "
                "Nobody can tell which it was."
            ),
        ),
        Asked(
            _("What if I’m afraid to say no?"),
            _("You don’t have to answer here, ever. Nobody is told. You can read under You how someone can help."),
        ),
    ),
    topics=(services.TOPIC,),
    waits=waiting.WAITS,
    closed=asking.closed,
    export=WORDS,
)
