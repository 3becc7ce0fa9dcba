"""What Today may say of looking ahead: the other one thinks that two hopes belong together."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.visions.models import Match
from journal.waiting import Waiting


def said(couple: Couple, person: Person, partner: Person) -> QuerySet[Match]:
    return Match.objects.for_couple(couple).filter(said_by=partner, agreed_at=None)


def waiting(couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    words = _("%(name)s thinks that two of your hopes belong together.") % {"name": partner.name}
    return [Waiting(words, reverse("visions:home"), _("Look at them when you like"))]
