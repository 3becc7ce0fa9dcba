"""Row 6 of TRUST's matrix: whoever reads everything in the database signs in with none of it (S9).

The thief has a dump, and may ask this server for codes like anybody: each text in the dump, whole, in pieces and
decoded, is tried as the cookie of a session, as each pending code, as the token of every address that takes one, and
what stands beside a person also as their password.
"""

import base64
import binascii
import json
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from couples.accounts.models import AddressChange, Person, Session
from couples.accounts.sessions import digest
from couples.outbox.models import Message, Suppression
from couples.push.models import Device
from couples.space import services as space
from rituals.calendar import services as feeds
from tests.factories import PersonFactory, make_couple

PIECE = re.compile(r"[\w.:=/+~-]{6,}")
TOKENS = ["space:welcome", "outbox:unsubscribe", "choices-by-link", "rituals:feed", "rituals:later", "email-undo"]
TOKENS += ["invited", "erase:by-mail"]
LONGEST, DEPTH = 600, 3


@dataclass
class Outcome:
    """`wrong` names the ways in that something from the dump opened; never what it was."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.tried > 0 and not self.wrong


@dataclass
class Waiting:
    """A browser of the thief's that waits for a code, and can be put back to before it was tried."""

    browser: Client
    page: str
    encrypted: str = ""

    def keep(self) -> None:
        self.encrypted = self._row().get().session_data

    def accepts(self, code: str) -> bool:
        cache.clear()
        self._row().update(session_data=self.encrypted)
        answer = self.browser.post(self.page, {"code": code})
        went_on = answer.status_code in {302, 303} and answer["Location"] not in {self.page, reverse("account_login")}
        return went_on and answer["Location"] != reverse("account_signup")

    def _row(self) -> Any:
        return Session.objects.filter(pk=digest(self.browser.cookies[settings.SESSION_COOKIE_NAME].value))


@dataclass
class World:
    owner: Person
    cookie: str
    invitation: str
    codes: dict[str, Waiting]


def world() -> World:
    """Two people who are signed in, with one of everything that a secret opens."""
    mark = uuid4().hex[:8]
    ada, ben = (PersonFactory(name=name, email=f"{name}{mark}@example.org".lower()) for name in ("Ada", "Ben"))
    couple = make_couple(ada, ben)
    feeds.renew(couple.memberships.get(person=ada))
    AddressChange.objects.create(person=ada, before=f"before{mark}@example.org", after=ada.email)
    phone = Client()
    phone.force_login(ada)
    phone.post(reverse("confirm"), {"action": "send"})
    device = Device(person=ada, session_key=digest(mark), digest=mark, browser="firefox", system="android")
    device.subscription = {"endpoint": f"https://push.example.org/{mark}", "p256dh": "p", "auth": "a"}
    device.save()
    cleo: Person = PersonFactory(email=f"cleo{mark}@example.org")
    invited = space.invite(space.begin(by=cleo, called="D"), by=cleo, email=f"dan{mark}@example.org")
    codes = {
        "a code to sign in": waiting("account_request_login_code", "account_confirm_login_code", {"email": ada.email}),
        "a code for a new password": waiting(
            "account_reset_password", "account_confirm_password_reset_code", {"email": ada.email}
        ),
        "a code to begin": waiting(
            "account_signup",
            "account_email_verification_sent",
            {"email": f"new{mark}@example.org", "name": "N", "zone": "UTC"},
        ),
    }
    return World(ada, str(phone.cookies[settings.SESSION_COOKIE_NAME].value), invited.token, codes)


def waiting(ask: str, then: str, form: dict[str, str]) -> Waiting:
    cache.clear()
    thief = Waiting(Client(), reverse(then))
    thief.browser.post(reverse(ask), form)
    thief.keep()
    return thief


def dump() -> set[str]:
    """Every text of every column of every row, whole and in pieces."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('SELECT to_jsonb(t)::text FROM %I t', tablename) FROM pg_tables WHERE schemaname = 'public'"
        )
        for (question,) in cursor.fetchall():
            cursor.execute(question)
            for (row,) in cursor.fetchall():
                for value in json.loads(row).values():
                    found |= set(texts(value if isinstance(value, str) else json.dumps(value)))
    return {each for each in found if 6 <= len(each) <= LONGEST}


def texts(value: str, depth: int = DEPTH) -> Iterator[str]:
    yield value
    for piece in PIECE.findall(value):
        yield piece
        yield from re.split(r"[:.]", piece)
        if depth:
            for plain in decoded(piece):
                yield from texts(plain, depth - 1)


def decoded(text: str) -> Iterator[str]:
    """What it may be the hex or base64 of, packed or not, where that is text."""
    for how in (
        binascii.unhexlify,
        base64.b64decode,
        lambda raw: base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)),
    ):
        try:
            raw = how(text)
        except (binascii.Error, ValueError):
            continue
        for maybe in (raw, unpacked(raw)):
            try:
                yield maybe.decode()
            except UnicodeDecodeError:
                continue


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, 100_000)
    except zlib.error:
        return b""


def ways_in(here: World) -> dict[str, Callable[[str], bool]]:
    ways = {"the cookie of a session": is_cookie}
    ways |= {name: thief.accepts for name, thief in here.codes.items()}
    return ways | {f"the token of {name}": lambda text, name=name: is_token(name, text) for name in TOKENS}


def is_cookie(text: str) -> bool:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = text
    return bool(browser.get(reverse("you")).status_code == 200)


def is_token(name: str, text: str) -> bool:
    if "/" in text:
        return False
    return bool(Client().get(reverse(name, args=[text])).status_code not in {404, 405})


def is_password(owner: Person, text: str) -> bool:
    cache.clear()
    return bool(Client().post(reverse("account_login"), {"login": owner.email, "password": text}).status_code == 302)


def show_the_detector(here: World) -> None:
    """Three secrets left lying about must be found in the dump, and each must open its door."""
    params = Message.objects.filter(kind="login_code").latest("created_at").params or {}
    planted = {
        "the cookie of a session": here.cookie,
        "a code to sign in": str(params["code"]),
        "the token of space:welcome": here.invitation,
    }
    for text in planted.values():
        Suppression.objects.create(address=f"{uuid4().hex}@example.org", reason=f"left: {text}")
    found, ways = dump(), ways_in(here)
    for name, text in planted.items():
        if text not in found or not ways[name](text):
            raise AssertionError(f"{name} was left in the database and not seen")
    Suppression.objects.filter(reason__startswith="left: ").delete()


def tried(most: int | None = None, seed: int = 6) -> Outcome:
    """Row 6. With `most`, so many of the texts, by the dice of this seed."""
    show_the_detector(world())
    here, outcome = world(), Outcome()
    found = sorted(dump())
    if most is not None and most < len(found):
        found = random.Random(seed).sample(found, most)  # noqa: S311
    ways = ways_in(here)
    for text in found:
        outcome.wrong += [name for name, opens in ways.items() if opens(text)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM couples_person p WHERE id = %s", [here.owner.pk])
        beside = {value for value in json.loads(cursor.fetchone()[0]).values() if isinstance(value, str) and value}
    outcome.wrong += ["a password" for text in beside if is_password(here.owner, text)]
    outcome.tried = len(found)
    return outcome
