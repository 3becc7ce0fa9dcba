from django.db import transaction

from couples import moments
from couples.accounts.models import Person


@transaction.atomic
def change_details(person: Person, *, name: str, zone: str, shows_clock: bool) -> None:
    """Name and zone. Nobody is told; what rings by this person's clock follows it from the next time on (T5)."""
    before = Person.objects.select_for_update(no_key=True).get(pk=person.pk).zone
    person.name, person.zone, person.shows_clock = name, zone, shows_clock
    person.save(update_fields=["name", "zone", "shows_clock"])
    if zone != before:
        moments.moved.happen(person)
