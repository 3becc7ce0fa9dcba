"""A couple with a real amount of content, made through the services like everybody's."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from uuid import uuid4

from allauth.account.models import EmailAddress

from couples import clock
from couples.accounts.models import Person
from couples.consent import texts
from couples.space import services as space
from couples.space.models import Couple
from journal.agreements import services as agreements
from journal.appreciations import services as appreciations
from journal.checkins import services as checkins
from journal.demo.making import BEFORE, tell_story
from rituals import services as rituals
from rituals.cadence import Rule


@dataclass(frozen=True, slots=True)
class Demo:
    couple: Couple
    ada: Person
    ben: Person


def person(name: str) -> Person:
    address = f"{name.lower()}-{uuid4().hex[:8]}@example.org"
    yes = {"agreed_to": texts.CURRENT, "agreed_at": clock.now()}
    made: Person = Person.objects.create_user(address, name=name, zone="Europe/Berlin", **yes)
    EmailAddress.objects.create(user=made, email=address, primary=True, verified=True)
    return made


def two() -> tuple[Couple, Person, Person]:
    ada, ben = person("Ada"), person("Ben")
    couple = space.begin(by=ada, called="Ben")
    space.join(space.invite(couple, by=ada, email=ben.email), by=ben)
    return couple, ada, ben


def uneven() -> Demo:
    """Two people with the eight months that `bin/up --demo` shows: a little of everything, as people have it."""
    with clock.as_of(clock.now() - BEFORE):
        couple, ada, ben = two()
    tell_story(couple, ada, ben, dice=Random(1))  # noqa: S311  the dice of a story guard nothing
    return Demo(couple, ada, ben)


def demo(rows: int) -> Demo:
    """Two people with `rows` opened evenings, thank-yous, lines and weekly times, the last evening being today's."""
    couple, ada, ben = two()
    today = clock.today(ada)
    for back in range(rows):
        evening(couple, ada, ben, today - timedelta(days=back))
    for back in range(rows):
        with clock.as_of(clock.now() - timedelta(minutes=2 + back)):
            by = ada if back % 2 else ben
            note = appreciations.keep_draft(couple, by=by, id=uuid4(), text="bringing soup", took="a long way round")
            appreciations.send(note)
    for number in range(rows):
        agreements.add_line(
            couple, by=ada, text=f"We stop when either of us says break, number {number}.", op_id=uuid4()
        )
    for by in (ada, ben):
        rituals.set_checkin(couple, by=by, rule=Rule(time(20, 30)))
    weekly = Rule(time(16, 0), frozenset({6}))
    for number in range(rows):
        rituals.add(couple, by=ben, title=f"A walk {number}", rule=weekly, zone=ada.zone, minutes=30)
    return Demo(couple, ada, ben)


def evening(couple: Couple, ada: Person, ben: Person, on: date) -> None:
    values = {
        "energy": "little",
        "feelings": ["tired", "tender"],
        "line": "A long day, and the goose.",
        "ahead": "Saturday",
    }
    for by in (ada, ben):
        checkins.seal(couple, by=by, on=on, values=values)
