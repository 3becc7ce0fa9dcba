from django.utils.translation import gettext_lazy as _

from journal.listening import services, waiting
from journal.listening.export import WORDS
from journal.listening.replies import SOURCE
from journal.practice import Asked, Place, Practice

PRACTICE = Practice(
    key="listening",
    path="listening/",
    place=Place.TALK,
    home="list",
    title=_("Listening"),
    note=_("Say back what you heard, then reply"),
    help=(
        Asked(
            _("How does it go?"),
            _(
                "One of you has shared something. The other says back what they heard. Once that’s right, they can "
                "reply."
            ),
        ),
        Asked(
            _("Why not reply straight away?"),
            _(
                "It’s easier to take in a reply once you feel understood. And sometimes being understood is all it "
                "takes."
            ),
        ),
        Asked(
            _("Who can read it?"),
            _("Both of you, as soon as one of you sends it. Only you can see a draft."),
        ),
    ),
    topics=(services.TOPIC,),
    listen_to=SOURCE,
    waits=waiting.WAITS,
    export=WORDS,
)
