"""People and pairs for tests, made the way the app makes them."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from couples import clock
from couples.accounts.models import Person
from couples.consent import texts
from couples.space import services
from couples.space.models import Couple


class PersonFactory(DjangoModelFactory[Person]):
    """A signed-up person with a verified address and no password, who has agreed to what is kept."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = "Robin"
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    zone = "Europe/Berlin"
    password = "!"
    agreed_to = texts.CURRENT
    agreed_at = factory.LazyFunction(clock.now)

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy ships no types
    def address(self: Person, create: bool, extracted: Any, **_: Any) -> None:
        EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)


def make_couple(first: Person, second: Person) -> Couple:
    """The two of them, through an invitation like everybody else."""
    couple = services.begin(by=first, called=second.name)
    services.join(services.invite(couple, by=first, email=second.email), by=second)
    return couple
