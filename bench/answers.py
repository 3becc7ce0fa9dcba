"""`bin/bench answers`: whether an address has an account does not show in how long an answer takes (S6).

Known and unknown addresses in turns, in an order thrown by dice. Of each two of them the one that took longer is no
more often the known one than chance allows: 0.5 is none, a planted half millisecond must be seen first.
"""

import json
import random
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from couples import doorbell
from couples.accounts.models import Person
from couples.outbox.models import Message
from couples.space.models import Invitation
from tests.factories import PersonFactory

PASSWORD = "seven small goats by the lake"  # noqa: S105  of people who were made for this
MAY_DIFFER = 0.05  # at 1,000 of each, chance alone differs by 0.013
Ask = Callable[[str], object]


def posts(page: str, field: str = "email", **more: str) -> Ask:
    url = reverse(page)
    return lambda address: Client().post(url, {field: address} | more)


def pages(hashing: bool) -> dict[str, Ask]:
    """What S6 names; those that work on a password take a hundred times as long."""
    details = {"name": "Robin", "zone": "Europe/Berlin"}
    if hashing:
        return {
            "sign-up with a password": posts("account_signup", **details, password1=PASSWORD),
            "sign-in with a password": posts("account_login", "login", password="not this one either"),  # noqa: S106
        }
    signed_in, inviter = Client(), Client()
    signed_in.force_login(PersonFactory(email=f"{uuid4().hex}@example.org"))
    inviter.force_login(PersonFactory(email=f"{uuid4().hex}@example.org"))
    inviter.post(reverse("today:begin"), {"called": "Ben"})
    change, invite = reverse("account_email"), reverse("space:invitation")
    return {
        "sign-up": posts("account_signup", **details),
        "a code to sign in": posts("account_request_login_code"),
        "a code for a new password": posts("account_reset_password"),
        "another address": lambda address: signed_in.post(change, {"email": address, "action_add": ""}),
        "an invitation": lambda address: inviter.post(invite, {"email": address}),
    }


def took(ask: Ask, address: str) -> float:
    cache.clear()
    Invitation.objects.all().delete()
    started = time.perf_counter()
    ask(address)
    return (time.perf_counter() - started) * 1_000


def compared(ask: Ask, count: int, seed: int = 6, *, known_costs: float = 0) -> tuple[list[float], list[float]]:
    """Milliseconds of known and of unknown addresses. Each is asked about once."""
    mark, dice = uuid4().hex[:10], random.Random(seed)  # noqa: S311
    people = [Person(email=f"{mark}k{n}@example.org", name="Robin", password="!") for n in range(count)]  # noqa: S106
    Person.objects.bulk_create(people)
    asked = [(True, person.email) for person in people] + [(False, f"{mark}u{n}@example.org") for n in range(count)]
    dice.shuffle(asked)
    known: list[float] = []
    unknown: list[float] = []
    for is_known, address in asked:
        (known if is_known else unknown).append(took(ask, address) + (known_costs if is_known else 0))
    Message.objects.filter(address__startswith=mark).delete()
    Person.objects.filter(email__startswith=mark).delete()
    return known, unknown


def longer(known: list[float], unknown: list[float]) -> float:
    """How often the known one of two took longer: Mann and Whitney's U over all pairs."""
    ranked = sorted([(each, True) for each in known] + [(each, False) for each in unknown])
    ranks = sum(rank for rank, (_, is_known) in enumerate(ranked, 1) if is_known)
    return (ranks - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))


def measured(name: str, ask: Ask, count: int, may_differ: float = MAY_DIFFER) -> bool:
    known, unknown = compared(ask, count)
    found = longer(known, unknown)
    holds = abs(found - 0.5) <= may_differ
    medians = {"known_ms": round(statistics.median(known), 3), "unknown_ms": round(statistics.median(unknown), 3)}
    said = {"bench": "answers", "page": name, "each": count, **medians, "known_longer": round(found, 3), "holds": holds}
    print(json.dumps(said), flush=True)
    return holds


def show_the_detector(count: int) -> None:
    ask = posts("account_request_login_code")
    known, unknown = compared(ask, count, known_costs=0.1 * statistics.median(compared(ask, 20)[0]))
    if longer(known, unknown) < 0.5 + MAY_DIFFER:
        raise AssertionError("a known address took a tenth longer, and that was not seen")


def run(count: int, hashing: int, *, small: bool = False) -> int:
    doorbell.knock = lambda *_, **__: None  # the doorbell rings alike for both, and is the noisiest part
    if small:
        count = hashing = 3
    else:
        show_the_detector(count)
    held = [measured(name, ask, count) for name, ask in pages(False).items()]
    # Fewer are further from 0.5 by chance.
    widely = max(MAY_DIFFER, 3 * (1 / (6 * hashing)) ** 0.5)
    held += [measured(name, ask, hashing, widely) for name, ask in pages(True).items()]
    return 0 if all(held) else 1
