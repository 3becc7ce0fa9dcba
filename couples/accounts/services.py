from django.db import transaction

from couples import clock, moments
from couples.accounts.models import Person


@transaction.atomic
def change_details(person: Person, *, name: str, zone: str, shows_clock: bool) -> None:
    """Name and zone. Nobody is told; what rings by this person's clock follows it from the next time on (T5). Saving is
    saying which zone it is, whoever chose it before.
    """
    before = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.name, person.zone, person.shows_clock, person.asks_zone = name, zone, shows_clock, False
    if zone != before.zone:
        person.moves, person.moved_at = before.moves + 1, max(clock.now(), before.moved_at or clock.now())
    person.save(update_fields=["name", "zone", "shows_clock", "asks_zone", "moves", "moved_at"])
    if zone != before.zone:
        moments.moved.happen(person)
