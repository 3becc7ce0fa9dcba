"""What an idea that both want may become: a line of their draft, a ritual, a reminder on a day. Whoever presses carries
its words there, where both can read them. The idea stays as it is.
"""

from datetime import date, time

from django.db import transaction

from couples.accounts.models import Person
from journal.handed_on import hand_on
from journal.listening.services import MovedOn
from journal.talks.models import Idea
from journal.talks.position import Acting, allow, facts, held
from journal.talks.states import Action
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.models import Ritual

REMINDED_AT, MINUTES = time(19), 30


@transaction.atomic
def to_guidelines(idea: Idea, *, by: Person) -> str:
    """Gives the address of the line. An idea is one line, however often and by whom it is pressed. Raises Refused."""
    idea = _wanted_by_both(idea, by)
    return hand_on("agreements", idea.couple, by=by, id=idea.pk, text=idea.text)


@transaction.atomic
def remind(idea: Idea, *, by: Person, on: date) -> Ritual:
    """A ritual of one evening, at seven on each one's own clock. The same day again is the same one. Raises MovedOn."""
    idea = _wanted_by_both(idea, by)
    rule, title = Rule(REMINDED_AT, frozenset({on.weekday()}), starts_on=on, ends_on=on), title_of(idea)
    for ritual in Ritual.objects.for_couple(idea.couple).living():
        if (ritual.rule, ritual.title) == (rule, title):
            return ritual
    return rituals.add(idea.couple, by=by, title=title, rule=rule, zone="", minutes=MINUTES)


def title_of(idea: Idea) -> str:
    return idea.text[: Ritual._meta.get_field("title").max_length]


def _wanted_by_both(idea: Idea, by: Person) -> Idea:
    """As it is now, with the couple locked."""
    talk, found = held(idea.talk), Idea.objects.get(pk=idea.pk)
    found.talk, found.couple = talk, talk.couple
    allow(talk, facts(talk), Action.FURTHER, Acting(by))
    if not found.stands():
        raise MovedOn
    return found
