"""Row 16 of TRUST's matrix: a change of NEARER_KEY that is killed again and again leaves nothing unreadable (K4).

`manage.py rotatekey` runs as a process of its own. A lock on one data key holds it in the midst of its work, and it is
killed there: either its statement ends with it, or the database still carries it out with nobody left to be told.
"""

import base64
import random
import secrets
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from bench.content import person
from bench.parts import until
from bench.trials import environment
from couples import clock
from couples.outbox.models import Message
from couples.space import services as space
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.errors import VaultError
from couples.vault.models import DataKey

#: How many data keys lie between two kills, at most.
STRIDE = 4


@dataclass
class Outcome:
    kills: int
    unreadable: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.unreadable or self.wrong)


@dataclass(frozen=True)
class Word:
    """Something somebody wrote, and where it stands."""

    row: type[Couple] | type[Message]
    id: UUID
    said: str

    def reads(self) -> bool:
        found: Any = self.row.objects.get(pk=self.id)
        try:
            return self.said == (found.called if self.row is Couple else found.params["code"])
        except VaultError:
            return False


def new_key(id: str) -> str:
    return f"{id}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def write(data_keys: int) -> list[Word]:
    """Words under so many data keys and a few more: of couples and persons, and once of the house."""
    words = [_mail(address=f"{uuid4().hex}@example.org")]
    while len(words) <= data_keys:
        by = person("Ada")
        couple = space.begin(by=by, called=(said := uuid4().hex))
        words += [Word(Couple, couple.pk, said), _mail(person=by)]
    return words


def _mail(**to: Any) -> Word:
    now, said = clock.now(), uuid4().hex
    row = Message(kind="login_code", occurrence=uuid4().hex, due_at=now, next_try_at=now, **to)
    row.expires_at, row.params = now + timedelta(hours=1), {"code": said}
    row.save()
    return Word(Message, row.pk, said)


def unreadable(words: Iterable[Word], key: str) -> int:
    """How many of them a process does not read that starts with this NEARER_KEY."""
    keys.cache.clear()
    try:
        with override_settings(NEARER_KEY=key):
            return sum(not word.reads() for word in words)
    finally:
        keys.cache.clear()


def rotatekey(key: str, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "manage.py", "rotatekey", *options]
    env = environment("memory://") | {"NEARER_KEY": key, "PYTHONWARNINGS": "ignore"}
    ends = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "cwd": settings.BASE_DIR}
    return subprocess.Popen(command, env=env, **ends)  # type: ignore[call-overload,no-any-return]


def left(newest: str) -> list[UUID]:
    """The data keys that still need an older key, in the order in which they are moved."""
    older = DataKey.objects.filter(wrapped__isnull=False).exclude(kek_id=newest.partition(":")[0])
    return list(older.order_by("pk").values_list("pk", flat=True))


def kill_at(data_key: UUID, key: str, *, cut_off: bool) -> None:
    """`cut_off`: its last statement ends with it. Otherwise the database carries that one out, and tells nobody."""
    with transaction.atomic():
        DataKey.objects.select_for_update().get(pk=data_key)
        run = rotatekey(key)
        until(lambda: bool(_waiting_for_us()) or run.poll() is not None)
        served_by = _waiting_for_us()
        run.kill()
        run.communicate()
        if not served_by:
            raise AssertionError("it ended before it came there")
        if cut_off:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", served_by)
            until(lambda: not _waiting_for_us())
    until(lambda: not _is_there(served_by[0]))


def _waiting_for_us() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return [pid for (pid,) in cursor.fetchall()]


def _is_there(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is not None


def show_the_detector(words: list[Word], both: str) -> None:
    """A data key that names the newest key before its bytes are that key's, as two statements would leave it."""
    if unreadable(words, both):
        raise AssertionError("the detector sees faults where there are none")
    one = DataKey.objects.filter(pk=left(both)[0])
    before = one.get().kek_id
    one.update(kek_id=both.partition(":")[0])
    seen = unreadable(words, both)
    one.update(kek_id=before)
    if seen != 1:
        raise AssertionError(f"planted one fault, saw {seen}")


def killed(times: int, seed: int = 16) -> Outcome:
    dice, outcome = random.Random(seed), Outcome(times)  # noqa: S311
    old, new = settings.NEARER_KEY, new_key("newer")
    both = f"{new},{old}"
    words = write(times * STRIDE)
    show_the_detector(words, both)
    for number in range(times):
        before, further, cut_off = left(new), dice.randrange(STRIDE), number % 2 == 0
        kill_at(before[further], both, cut_off=cut_off)
        outcome.unreadable += unreadable(words, both)
        if left(new) != before[further + (not cut_off) :]:
            outcome.wrong.append(f"kill {number}: it had moved something else than what comes first")
        with override_settings(NEARER_KEY=both):
            words += write(1)
    last = rotatekey(both)
    said, _ = last.communicate(timeout=60)
    if last.returncode or left(new):
        outcome.wrong.append(f"it did not come to its end: {said}")
    outcome.unreadable += unreadable(words, new)
    check = rotatekey(new, "--check")
    told, _ = check.communicate(timeout=60)
    if check.returncode:
        outcome.wrong.append(f"the check: {told}")
    if any(key.partition(":")[2] in said + told for key in (old, new)):
        outcome.wrong.append("it shows a key")
    return outcome
