"""The daily check-in is each one's own: its time is theirs alone to choose, and to see.

Before that the two had one for both. Such a row stays both's until one of them chooses: then it is the other one's, who
keeps its address, its calendar and its nudges, and whoever chose goes on with one like it.
"""

from couples.accounts.models import Person
from couples.space.models import Couple
from rituals.models import Nudge, Practice, Ritual
from rituals.nudges.schedule import members

MINUTES = 5


def fresh(couple: Couple, person: Person) -> Ritual:
    return Ritual(couple=couple, practice=Practice.CHECKIN, person=person, created_by=person, minutes=MINUTES)


def taken(couple: Couple, person: Person) -> Ritual | None:
    """Theirs, as nobody else's from here on; None if they have none. Of a couple that is locked, in a transaction."""
    found = Ritual.objects.for_couple(couple).living().filter(practice=Practice.CHECKIN)
    ritual = found.visible_to(person).first()
    if ritual is None or ritual.person_id:
        return ritual
    other = next((each for each in members(couple) if each != person), None)
    ritual.person = other or person
    ritual.save(update_fields=["person"])
    if other is None:
        return ritual
    own = fresh(couple, person)
    own.rule = ritual.rule
    own.save(force_insert=True)
    Nudge.objects.filter(ritual=ritual, person=person).update(ritual=own)
    return own
