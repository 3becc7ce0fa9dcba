"""A neutral mail when something both wrote has opened, to the one who did not just press; and when the other joined.

One kind, with one switch, serves what happens rarely (where we are, looking ahead, joining). The partner's doings
cause at most one mail a day (P8).
"""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.outbox import kinds
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Couple, Membership
from couples.space.pausing.services import is_reachable

KIND = "opened"
LABEL = _("When there is something for you to read, or your partner joins")
#: What comes too late for its day leaves the next morning; after that the app itself says it.
GRACE = timedelta(days=2)


def tell_partner(couple: Couple, *, by: Person, at: str, id: UUID) -> None:
    """`at` is the url name of the page that shows it, `id` what makes it one mail and not two."""
    others = Membership.objects.current().filter(couple=couple).exclude(person=by).select_related("person")
    for other in others:
        post(kind=KIND, person=other.person, occurrence=f"{at}/{id}", about=couple.pk, grace=GRACE)


def path(message: Message) -> str:
    return reverse(message.occurrence.partition("/")[0])


def wanted(message: Message) -> bool:
    """Still in that couple, and not resting."""
    couple = message.about
    return message.person is not None and couple is not None and is_reachable(message.person, couple)


MAIL = kinds.Kind(KIND, path=path, wanted=wanted, mutable=True, by_partner=True, label=LABEL)
