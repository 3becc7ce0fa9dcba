"""Every address of Nearer in tables, and a couple with one of everything that has an address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox import tokens
from couples.push.models import Device
from couples.space.models import Couple, Invitation
from couples.space.services import digest as token_digest
from journal.agreements import services as agreements
from journal.agreements.models import Guideline
from journal.agreements.signing.digest import digest
from journal.appreciations import services as thanks
from journal.assessments import services as assessments
from journal.checkins import services as checkins
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Shape
from journal.questions import services as questions
from journal.questions.suggesting import id_on
from journal.visions import services as visions
from rituals import services as rituals
from rituals.cadence import Rule
from rituals.noticed import services as noticing
from rituals.occurrences import preparer


@dataclass(frozen=True)
class World:
    """Ids of what one couple has, each with its word in it."""

    ritual: UUID
    friday: date
    noticed: UUID
    draft: UUID
    note: UUID
    heard: UUID
    opening: UUID
    told: UUID
    question: UUID
    asked: UUID
    own: UUID
    line: UUID
    overlap: UUID
    shared: UUID
    offered: UUID
    hope: UUID
    match: UUID
    step: UUID
    version: int
    on: date
    token: str
    mail: str
    device: UUID


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> World:
    """One of everything that has an address. Couples differ in `many`: numbers and dates name one's own first."""
    ritual = rituals.add(
        couple, by=one, title=word, rule=Rule(time(18), frozenset({4})), zone="Europe/Berlin", minutes=30
    )
    friday = next(ritual.rule.dates(clock.today(one)))
    preparer.take_turns(ritual, first=one)
    rituals.move(ritual, on=friday, to=datetime.combine(friday + timedelta(days=1), time(19)), by=one)
    noticed = uuid4()
    noticing.note(ritual, by=one, id=noticed, on=clock.today(one), words=word)
    draft = thanks.keep_draft(couple, by=one, id=uuid4(), text=word, took=word, did=word)
    note = thanks.send(thanks.keep_draft(couple, by=one, id=uuid4(), text=word))
    type(note).objects.filter(pk=note.pk).update(opened_at=clock.now() - timedelta(days=1))
    on = clock.today(one) - timedelta(days=30 * many)
    checkins.seal(couple, by=one, on=on, values={"line": word, "ahead": word, "feelings": [word]})
    heard = said_back(couple, one, other, word, on - timedelta(days=1))
    words = {"text": word}
    opening = openings.keep_draft(couple, by=one, id=uuid4(), shape=Shape.PROMPT, words=words)
    told = openings.send(couple, by=one, id=uuid4(), shape=Shape.PROMPT, words=words, prompt="o101")
    line = agreements.add_line(couple, by=one, text=f"{word} stays.", op_id=uuid4())
    for _ in range(many):
        agreements.add_line(couple, by=other, text=f"{word} {uuid4()}", op_id=uuid4())
        lines = agreements.words_of(Guideline.objects.for_couple(couple).in_draft().in_order())
        for person in (one, other):
            signed = agreements.sign(couple, by=person, name=word, digest=digest(lines))
    for person in (one, other):
        saved = agreements.revise(line, by=person, text=f"{word} {person.name}.", base_rev=1, op_id=uuid4())
    assert saved.overlap
    for person in (one, other):
        assessments.share(couple, by=person, topic="work", values={"words": word})
    shared = assessments.share(couple, by=one, topic="money", values={"words": word})
    offered = assessments.share(couple, by=other, topic="money", values={"words": word})
    looking = {"horizon": 1, "area": "us", "words": word, "value": word, "guess": "yes"}
    hopes = [visions.keep(couple, by=person, id=uuid4(), values=looking) for person in (one, other)]
    for person in (one, other):
        visions.seal(couple, by=person)
    match = visions.say_together(*hopes, by=one, kind="hope")
    step = uuid4()
    visions.plan(couple, by=one, id=step, words=word, on=clock.today(one), nudge=False)
    question, asked, own = curious(couple, one, other, word)
    # The link of the invitation they met by: used up, and so forgotten by the row itself.
    token = f"used-{couple.pk}"
    Invitation.objects.for_couple(couple).update(token_digest=token_digest(token))
    mail = tokens.unsubscribe(one.pk, "nudge")
    return World(
        ritual=ritual.pk,
        friday=friday,
        noticed=noticed,
        draft=draft.pk,
        note=note.pk,
        heard=heard,
        opening=opening.pk,
        told=told.pk,
        question=question,
        asked=asked,
        own=own,
        line=line.pk,
        overlap=saved.overlap.pk,
        shared=shared.pk,
        offered=offered.pk,
        hope=hopes[0].pk,
        match=match.pk,
        step=step,
        version=signed.number,
        on=on,
        token=token,
        mail=mail,
        device=device_of(one, word),
    )


def curious(couple: Couple, one: Person, other: Person, word: str) -> tuple[UUID, UUID, UUID]:
    """A question both have answered, on a date it is or was for each; one asked of the other; and one of their own."""
    today = id_on(couple, min(clock.today(one), clock.today(other)))
    for person in (one, other):
        questions.give(couple, by=person, id=today, text=word)
    asked = questions.ask(couple, by=one, id=uuid4(), text=word)
    return today, asked.pk, questions.add_own(couple, by=one, text=word).pk


def said_back(couple: Couple, one: Person, other: Person, word: str, on: date) -> UUID:
    """An evening both opened, on which the one says back what the other wrote, and has begun a question."""
    theirs = [checkins.seal(couple, by=person, on=on, values={"line": word}) for person in (one, other)][1]
    shared = sources.find(couple, "checkins", theirs.pk)
    assert shared
    pair = listening.pair(shared, one, other)
    listening.say(shared, pair, step=Step.HEARD, seen=0, text=word)
    listening.keep_draft(shared, pair, step=Step.QUESTION, seen=1, text=word)
    return theirs.pk


def device_of(person: Person, word: str) -> UUID:
    device = Device(
        person=person, session_key=token_digest(word), digest=token_digest(word), browser="firefox", system="android"
    )
    device.subscription = {"endpoint": f"https://push.example.com/{word}", "p256dh": word, "auth": word}
    device.save()
    return device.pk


#: Every address with something in it that points at one couple's things.
ADDRESSES: dict[str, Callable[[World], Any]] = {
    "space:welcome": lambda theirs: theirs.token,
    "space:membership": lambda theirs: theirs.token,
    "space:refusal": lambda theirs: theirs.token,
    "outbox:unsubscribe": lambda theirs: theirs.mail[:-1],
    "invited": lambda theirs: theirs.mail,  # as below
    "email-undo": lambda theirs: theirs.mail,  # a link for another purpose
    "push:removal": lambda theirs: theirs.device,
    "rituals:feed": lambda theirs: theirs.mail[:-1],
    "rituals:download": lambda theirs: theirs.ritual,
    "choices-by-link": lambda theirs: theirs.mail,  # a link for another purpose
    "rituals:detail": lambda theirs: theirs.ritual,
    "rituals:edit": lambda theirs: theirs.ritual,
    "rituals:turns": lambda theirs: theirs.ritual,
    "rituals:one": lambda theirs: (theirs.ritual, theirs.friday),
    "rituals:skip": lambda theirs: (theirs.ritual, theirs.friday),
    "rituals:usual": lambda theirs: (theirs.ritual, theirs.friday),
    "rituals:preparer": lambda theirs: (theirs.ritual, theirs.friday),
    "rituals:note": lambda theirs: theirs.ritual,
    "rituals:noticed": lambda theirs: theirs.noticed,
    "rituals:noticed-removal": lambda theirs: theirs.noticed,
    "rituals:noticed-return": lambda theirs: theirs.noticed,
    "rituals:retirement": lambda theirs: theirs.ritual,
    "rituals:restoration": lambda theirs: theirs.ritual,
    "rituals:later": lambda theirs: theirs.mail[:-1],
    "rituals:snooze": lambda theirs: theirs.ritual,
    "rituals:snooze-removal": lambda theirs: theirs.ritual,
    "checkins:day": lambda theirs: theirs.on,
    "checkins:draft": lambda theirs: theirs.on,
    "checkins:seal": lambda theirs: theirs.on,
    "checkins:retraction": lambda theirs: theirs.on,
    "checkins:pass": lambda theirs: theirs.on,
    "appreciations:edit": lambda theirs: theirs.draft,
    "appreciations:draft": lambda theirs: theirs.draft,
    "appreciations:sending": lambda theirs: theirs.draft,
    "appreciations:undo": lambda theirs: theirs.note,
    "appreciations:keeping": lambda theirs: theirs.note,
    "appreciations:removal": lambda theirs: theirs.draft,
    "listening:page": lambda theirs: ("checkins", theirs.heard),
    "listening:rest": lambda theirs: ("checkins", theirs.heard),
    "listening:taking-up": lambda theirs: ("checkins", theirs.heard),
    "listening:aside": lambda theirs: ("checkins", theirs.heard),
    "listening:saying": lambda theirs: ("checkins", theirs.heard, "question"),
    "listening:draft": lambda theirs: ("checkins", theirs.heard, "question"),
    "assessments:retraction": lambda theirs: theirs.shared,
    "assessments:opening": lambda theirs: theirs.offered,
    "visions:hope": lambda theirs: theirs.hope,
    "visions:draft": lambda theirs: theirs.hope,
    "visions:removal": lambda theirs: theirs.hope,
    "visions:return": lambda theirs: theirs.hope,
    "visions:parting": lambda theirs: theirs.match,
    "visions:step-weekly": lambda theirs: theirs.step,
    "visions:step-removal": lambda theirs: theirs.step,
    "visions:step-return": lambda theirs: theirs.step,
    "openings:edit": lambda theirs: theirs.opening,
    "openings:draft": lambda theirs: theirs.opening,
    "openings:sending": lambda theirs: theirs.opening,
    "openings:undo": lambda theirs: theirs.told,
    "openings:removal": lambda theirs: theirs.opening,
    "questions:page": lambda theirs: theirs.question,
    "questions:draft": lambda theirs: theirs.question,
    "questions:giving": lambda theirs: theirs.question,
    "questions:retraction": lambda theirs: theirs.question,
    "questions:aside": lambda theirs: theirs.question,
    "questions:feedback": lambda theirs: theirs.question,
    "questions:withdrawal": lambda theirs: theirs.asked,
    "questions:removal": lambda theirs: theirs.own,
    "questions:return": lambda theirs: theirs.own,
    "agreements:line": lambda theirs: theirs.line,
    "agreements:open": lambda theirs: theirs.line,
    "agreements:place": lambda theirs: theirs.line,
    "agreements:removal": lambda theirs: theirs.line,
    "agreements:return": lambda theirs: theirs.line,
    "agreements:overlap": lambda theirs: theirs.overlap,
    "agreements:version": lambda theirs: theirs.version,
    "agreements:version-text": lambda theirs: theirs.version,
    "agreements:version-record": lambda theirs: theirs.version,
    "agreements:version-return": lambda theirs: theirs.version,
    "agreements:withdrawal": lambda theirs: theirs.version,
}

#: Addresses that are the same for every couple, and show each their own.
SHARED_NAMES: dict[str, str | date] = {
    "checkins:rang": date(2026, 11, 22),
    "assessments:topic": "health",
    "assessments:draft": "health",
    "assessments:sharing": "health",
}

#: A change is sent, never followed: asking for these with GET is refused.
ONLY_SENT = {
    "push:again",
    "rituals:calendar-revocation",
    "rituals:calendar-checkin",
    "push:removal",
    "space:revocation",
    "space:membership",
    "space:refusal",
    "pausing:mine",
    "pausing:mine-end",
    "pausing:holiday",
    "pausing:holiday-end",
    "pausing:holiday-return",
    "mail-again",
    "outbox:reports",
    "rituals:turns",
    "rituals:skip",
    "rituals:usual",
    "rituals:preparer",
    "rituals:note",
    "rituals:noticed-removal",
    "rituals:noticed-return",
    "rituals:retirement",
    "rituals:restoration",
    "rituals:snooze",
    "rituals:snooze-removal",
    "checkins:draft",
    "checkins:seal",
    "checkins:retraction",
    "checkins:pass",
    "appreciations:first",
    "appreciations:draft",
    "appreciations:sending",
    "appreciations:undo",
    "appreciations:keeping",
    "appreciations:removal",
    "listening:rest",
    "listening:taking-up",
    "listening:aside",
    "listening:saying",
    "listening:draft",
    "assessments:beginning",
    "assessments:draft",
    "assessments:sharing",
    "assessments:retraction",
    "assessments:opening",
    "visions:beginning",
    "visions:seal",
    "visions:retraction",
    "visions:pair",
    "visions:steps",
    "visions:draft",
    "visions:removal",
    "visions:return",
    "visions:parting",
    "visions:step-weekly",
    "visions:step-removal",
    "visions:step-return",
    "openings:hints",
    "openings:draft",
    "openings:sending",
    "openings:undo",
    "openings:removal",
    "agreements:open",
    "questions:draft",
    "questions:giving",
    "questions:retraction",
    "questions:aside",
    "questions:feedback",
    "questions:withdrawal",
    "questions:removal",
    "questions:return",
    "agreements:place",
    "agreements:removal",
    "agreements:return",
    "agreements:version-return",
    "agreements:withdrawal",
}

#: What somebody who is not signed in may be shown, and nothing of a couple is on it.
PUBLIC = {"away", "worker", "manifest", "offline", "welcome", "about", "healthz", "process"}


Found = Iterator[tuple[str, bool]]


def patterns(within: Sequence[URLPattern | URLResolver], spaces: tuple[str, ...] = (), more: bool = False) -> Found:
    """Each address's name, and whether something stands in it."""
    for each in within:
        has_more = more or bool(each.pattern.regex.groups)
        if isinstance(each, URLResolver):
            inside = (*spaces, each.namespace) if each.namespace else spaces
            yield from patterns(each.url_patterns, inside, has_more)
        else:
            yield ":".join([*spaces, each.name or str(each.pattern)]), has_more


ALL = dict(patterns(get_resolver().url_patterns))
# A stream of its own kind, tried with people of every kind in tests/couples/test_live.py.
del ALL["live:stream"]


def at(name: str, of: World) -> str:
    """Where it is. Several arguments are a tuple."""
    named = SHARED_NAMES.get(name) or (ADDRESSES[name](of) if ALL[name] else ())
    return reverse(name, args=named if isinstance(named, tuple) else [named])
