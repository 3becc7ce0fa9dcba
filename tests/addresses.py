"""Every address of Nearer in tables, and a couple with one of everything that has an address.

A practice's own stand beside its tests (`tests/journal/<its package>/addresses.py`):

- `HOLDS`: for each of its addresses with something in it, the name of that in what `world` gives, or several in a row;
- `world`: makes one of everything a couple has there, and gives what the addresses hold;
- `ONLY_SENT`: its addresses that take a change only: asking for them with GET is refused;
- `SHARED`, if need be: addresses that are the same for every couple and show each their own, with what stands in them;
- `MAKES`, `NAMES`, `FORMS`, `MADE_AT`, if its pages bring ids (tests/page_ids.py).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from couples import clock
from couples.accounts.models import Person
from couples.outbox import tokens
from couples.push.models import Device
from couples.space.models import Couple, Invitation, Membership, Slot
from couples.space.services import digest as token_digest
from journal.agreements.models import Agreement, SignedVersion
from journal.appreciations.models import Appreciation
from journal.before.models import ComingAlong
from journal.brought.services import bring
from journal.checkins.models import CheckIn
from journal.erasing.models import JustErased
from journal.export.models import Archive
from journal.practices import PRACTICES
from tests.journal.brought.files import record, words_json

#: By the key of a practice ("" for what belongs to none) and the name of a thing in its `world`.
World = Mapping[str, Mapping[str, Any]]


def _beside(package: str) -> ModuleType | None:
    name = f"tests.{package}.addresses"
    return import_module(name) if find_spec(f"tests.{package}") and find_spec(name) else None


#: The module of each practice that has one.
MODULES = {each.key: found for each in PRACTICES if (found := _beside(each.urls.removesuffix(".urls")))}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> World:
    """One of everything that has an address. Couples differ in `many`: numbers and dates name one's own first."""
    made = {key: each.world(couple, one, other, word, many=many) for key, each in MODULES.items()}
    # The link of the invitation they met by: used up, and so forgotten by the row itself.
    token = f"used-{couple.pk}"
    Invitation.objects.for_couple(couple).update(token_digest=token_digest(token))
    link = tokens.unsubscribe(one.pk, "nudge")
    archive = Archive.objects.create(couple=couple, person=one, session_key=token_digest(word)).pk
    own = {"token": token, "link": link, "broken": link[:-1], "device": device_of(one, word), "archive": archive}
    first = CheckIn.objects.for_couple(couple).opened().order_by("opened_at", "pk")[:1]
    own |= {"chapter": "first-evening", "entry": first.get().pk}
    past = past_of(one, word)
    note = Appreciation.objects.get(couple=past).pk
    own |= {"past": past, "practice": "appreciations", "kind": "thank-you", "note": note}
    own["erased"] = just_erased(Couple.objects.get(pk=past), one)
    own["before"] = before_of(couple, one, other, word)
    bring(io.BytesIO(words_json(record(parts=[{"heading": "", "words": word}]))), by=one, couple=couple)
    return made | {"": own}


@transaction.atomic
def past_of(person: Person, word: str) -> UUID:
    """A couple of before, closed, with something this one wrote there."""
    past = Couple.objects.create(closed_at=clock.now())
    at = {"left_at": clock.now(), "told_at": clock.now()}
    Membership.objects.create(couple=past, person=person, slot=Slot.A, **at)
    note = Appreciation(couple=past, author=person)
    note.text = word
    note.save()
    return past.pk


def just_erased(past: Couple, person: Person) -> UUID:
    just = JustErased(couple=past, person=person, practice="appreciations", kind="thank-you", was_open=True)
    just.save()
    return just.pk


@transaction.atomic
def before_of(couple: Couple, one: Person, other: Person, word: str) -> UUID:
    """A couple that the same two were in before, closed. Both have it come along."""
    before = Couple.objects.create(closed_at=clock.now())
    at = {"couple": before, "left_at": clock.now(), "told_at": clock.now()}
    for person, slot in ((one, Slot.A), (other, Slot.B)):
        Membership.objects.create(person=person, slot=slot, **at)
        along = ComingAlong(couple=couple, person=person, before=before)
        along.practices = ["agreements", "appreciations"]
        along.save()
    note = Appreciation(couple=before, author=one, sealed_at=clock.now(), opened_at=clock.now())
    note.text = word
    note.save()
    agreement = Agreement.objects.create(couple=before)
    signed = SignedVersion(couple=before, agreement=agreement, number=1, draft_rev=1, in_force_at=clock.now())
    signed.text, signed.lines = f"1. {word}\n", [word]
    signed.save()
    return before.pk


def device_of(person: Person, word: str) -> UUID:
    device = Device(
        person=person, session_key=token_digest(word), digest=token_digest(word), browser="firefox", system="android"
    )
    device.subscription = {"endpoint": f"https://push.example.com/{word}", "p256dh": word, "auth": word}
    device.save()
    return device.pk


#: Every address with something in it that points at one couple's things: whose, and what it is called there.
ADDRESSES: dict[str, tuple[str, str | Sequence[str]]] = {
    "space:welcome": ("", "token"),
    "space:membership": ("", "token"),
    "space:joining": ("", "token"),
    "space:refusal": ("", "token"),
    "space:refusal-undo": ("", "token"),
    "outbox:unsubscribe": ("", "broken"),
    # Links for another purpose.
    "invited": ("", "link"),
    "email-undo": ("", "link"),
    "choices-by-link": ("", "link"),
    "push:removal": ("", "device"),
    "export:file": ("", "archive"),
    "kept:space": ("", "past"),
    "kept:copy": ("", "past"),
    "kept:words": ("", ("past", "practice", "kind")),
    "story:hiding": ("", ("chapter", "entry")),
    "story:showing": ("", ("chapter", "entry")),
    "erasing:one": ("", ("past", "practice", "kind", "note")),
    "erasing:undo": ("", "erased"),
    "erase:by-mail": ("", "link"),
    "before:guidelines": ("", "before"),
    "before:practice": ("", ("before", "practice")),
    "before:choice": ("", ("before", "practice")),
    "before:words": ("", ("before", "practice", "kind")),
} | {f"{key}:{name}": (key, held) for key, each in MODULES.items() for name, held in each.HOLDS.items()}

#: Addresses that are the same for every couple, and show each their own.
SHARED_NAMES: dict[str, Any] = {"brought:words": ("appreciations", "thank-you")} | {
    f"{key}:{name}": held for key, each in MODULES.items() for name, held in getattr(each, "SHARED", {}).items()
}

#: Pages without “Take a break”: not of these two alone, or no page of Nearer's own.
NO_BREAK = {
    "away",
    "notes",
    "offline",
    "choices-by-link",
    "outbox:unsubscribe",
    "invited",
    "email-undo",
    "erase:by-mail",
    "space:welcome",
}

#: A change is sent, never followed: asking for these with GET is refused.
ONLY_SENT = {
    "push:again",
    "push:removal",
    "brought:removal",
    "before:later",
    "before:choice",
    "before:guidelines",
    "space:revocation",
    "space:membership",
    "space:joining",
    "space:refusal",
    "space:refusal-undo",
    "pausing:mine",
    "pausing:mine-end",
    "pausing:holiday",
    "pausing:holiday-end",
    "pausing:holiday-return",
    "mail-again",
    "outbox:reports",
    "summary:draft",
    "summary:release",
    "summary:return",
    "summary:copy",
    "story:hiding",
    "story:showing",
    "erasing:undo",
    "erase:keep",
} | {f"{key}:{name}" for key, each in MODULES.items() for name in each.ONLY_SENT}

#: What somebody who is not signed in may be shown, and nothing of a couple is on it.
PUBLIC = {
    *("away", "notes", "worker", "manifest", "offline", "welcome", "about", "healthz", "process", "help"),
    *("support:home", "support:first-hour", "support:choosing"),
} | {practice.help_page for practice in PRACTICES}


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


def held(name: str, of: World) -> tuple[Any, ...]:
    """What stands in an address of `ADDRESSES` for this couple."""
    key, names = ADDRESSES[name]
    return tuple(of[key][each] for each in ([names] if isinstance(names, str) else names))


def at(name: str, of: World) -> str:
    """Where it is."""
    if name in SHARED_NAMES:
        shared = SHARED_NAMES[name]
        return reverse(name, args=shared if isinstance(shared, tuple) else [shared])
    return reverse(name, args=held(name, of) if name in ADDRESSES else ())
