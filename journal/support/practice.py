from django.utils.translation import gettext_lazy as _

from journal.practice import Asked, Place, Practice
from journal.support import services, waiting
from journal.support.export import WORDS

PRACTICE = Practice(
    key="support",
    path="support/",
    place=Place.YOU,
    title=_("Someone who helps"),
    note=_("When a therapist is a good idea, and how to choose one"),
    help=(
        Asked(
            _("Does it mean that something is wrong?"),
            _("No. Many couples go while things are mostly all right. It’s an ordinary thing to do."),
        ),
        Asked(
            _("What are the notes to take along?"),
            _(
                "A page of your own words, for someone who helps you. You each choose what of yours may be on it. "
                "There is a page only when you have both released it."
            ),
        ),
        Asked(
            _("Can my partner see that I read this?"),
            _("No. Nobody is told which of these pages you open."),
        ),
    ),
    topics=(services.TOPIC,),
    waits=waiting.WAITS,
    closed=services.closed,
    export=WORDS,
)
