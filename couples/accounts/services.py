from django.db import transaction

from couples import clock, moments
from couples.accounts.models import Person


def change_details(person: Person, *, name: str, shows_clock: bool) -> None:
    """What the partner sees of this person. Nobody is told that it changed."""
    person.name, person.shows_clock = name, shows_clock
    person.save(update_fields=["name", "shows_clock"])


@transaction.atomic
def go_by(person: Person, *, zone: str) -> None:
    """The clock this person goes by. Nobody is told; what rings by it follows from the next time on (T5). Saving is
    saying which zone it is, whoever chose it before.
    """
    before = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.zone, person.asks_zone = zone, False
    if zone != before.zone:
        person.moves, person.moved_at = before.moves + 1, max(clock.now(), before.moved_at or clock.now())
    person.save(update_fields=["zone", "asks_zone", "moves", "moved_at"])
    if zone != before.zone:
        moments.moved.happen(person)
