"""What Today may say of taking stock: a line that is offered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.assessments import services
from journal.assessments.models import StrainQuerySet
from journal.waiting import Waiting


def offered(couple: Couple, person: Person, partner: Person) -> StrainQuerySet:
    return services.offered_to(couple, person)


def waiting(couple: Couple, person: Person, partner: Person) -> list[Waiting]:
    """What Today says where a line is `offered`."""
    words = _("%(name)s shares something more from taking stock.") % {"name": partner.name}
    return [Waiting(words, reverse("assessments:together"), _("Read it when you like"))]
