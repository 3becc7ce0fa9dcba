"""Two people who talk something through, step by step."""

from typing import Any

from couples.accounts.models import Person
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.models import Turn
from journal.listening.sources import Shared
from journal.listening.steps import Step
from journal.talks import beginning, speaking
from journal.talks.models import Statement, Talk, When
from journal.talks.position import KIND, Acting, spoken


def fresh(talk: Talk) -> Talk:
    return Talk.objects.get(pk=talk.pk)


def both_ready(talk: Talk, one: Person, other: Person) -> Talk:
    """Both now; `one` speaks first."""
    for person in (one, other):
        beginning.answer(talk, Acting(person), asked=fresh(talk).asked, when=When.NOW)
    Talk.objects.filter(pk=talk.pk).update(speaker=one, first=one)
    return fresh(talk)


def heard_thing(statement: Statement) -> Shared:
    shared = sources.find(statement.couple, KIND, statement.pk)
    assert shared
    return shared


def say(talk: Talk, by: Person, text: str) -> Statement:
    return speaking.say(talk, Acting(by), text=text, seen=spoken(talk))


def listen(statement: Statement, by: Person, other: Person, step: Step, text: str = "", **how: Any) -> None:
    shared = heard_thing(statement)
    seen = how.pop("seen", None)
    if seen is None:
        seen = Turn.objects.said().filter(hearing__entry_id=statement.pk).count()
    listening.say(shared, listening.pair(shared, by, other), step=step, seen=seen, text=text, **how)


def hear(talk: Talk, speaker: Person, listener: Person, text: str) -> Statement:
    """Said, said back, confirmed."""
    statement = say(talk, speaker, text)
    listen(statement, listener, speaker, Step.HEARD, text)
    listen(statement, speaker, listener, Step.YES)
    return statement
