"""Who the two made-up people are, where they are found again, and how they go."""

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from couples import made_up
from couples.accounts.models import Person
from couples.consent import services as consent
from couples.consent import texts
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Couple, Membership
from couples.vault import keys
from couples.vault.holders import Holder
from journal.appreciations import services as thanks

#: As on Nearer's first page.
ALEX, SAM = "Alex", "Sam"
FIRST_NOTE = "You put the kettle on before I asked."


def made(zone: str) -> tuple[Couple, Person, Person]:
    """Both with an account, and a couple through an invitation like everybody. The first note waited for Sam."""
    alex, sam = _person(ALEX, zone), _person(SAM, zone)
    couple = thanks.begin(by=alex, called=SAM, text=FIRST_NOTE)
    space.join(space.invite(couple, by=alex, email=sam.email), by=sam)
    couple.refresh_from_db()
    return couple, alex, sam


def _person(name: str, zone: str) -> Person:
    person: Person = Person.objects.create_user(made_up.address_of(name), name=name, zone=zone)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    consent.agree(person, version=texts.CURRENT)
    person.refresh_from_db()
    return person


def couples() -> QuerySet[Couple]:
    """Every couple one of them is or was in. Nobody real can be in it."""
    return Couple.objects.filter(memberships__person__in=Person.objects.made_up()).distinct()


def remove() -> None:
    """Everything of theirs, with their accounts and sessions. In a transaction.

    Of somebody made up who has erased their account meanwhile, a nameless row in their couple is left: it goes as well.
    """
    theirs = list(couples())
    nameless = Q(erased_at__isnull=False, memberships__couple__in=theirs)
    people = Person.objects.filter(Q(pk__in=Person.objects.made_up()) | nameless)
    ids = set(people.values_list("pk", flat=True))
    Message.objects.filter(address__endswith=f"@{made_up.DOMAIN}").delete()
    for couple in theirs:
        keys.destroy(Holder.couple(couple.pk))
        couple.delete()
    for id in ids:
        keys.destroy(Holder.person(id))
    Membership.objects.filter(person__in=ids).delete()
    Person.objects.filter(pk__in=ids).delete()
