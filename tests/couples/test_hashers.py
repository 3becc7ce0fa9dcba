"""Fifty people who sign in at once do not use up the memory (S1)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher

from couples.accounts.hashers import BoundedArgon2PasswordHasher


def test_new_passwords_are_stored_by_argon2id(settings: Any) -> None:
    assert settings.PASSWORD_HASHERS[0].endswith("BoundedArgon2PasswordHasher")
    assert BoundedArgon2PasswordHasher().encode("seven small goats", "a" * 16).startswith("argon2$argon2id$")
    assert get_hasher("argon2").algorithm == "argon2"


def test_a_password_costs_a_hundred_mebibytes_and_two_passes(quick_passwords: Any) -> None:
    assert quick_passwords.memory_cost >= 102_400
    assert quick_passwords.time_cost >= 2
    assert "m=64,t=1,p=1" in BoundedArgon2PasswordHasher().encode("seven small goats", "a" * 16), "cheap in tests"


@pytest.mark.parametrize("work", ["encode", "verify"])
def test_no_more_than_four_are_worked_on_at_once(work: str, monkeypatch: pytest.MonkeyPatch) -> None:
    four_are_in, all_may_go = threading.Barrier(5), threading.Event()
    at_work: list[int] = []
    now = 0
    guard = threading.Lock()

    def slow(*_: str) -> str:
        nonlocal now
        with guard:
            now += 1
            at_work.append(now)
        if not all_may_go.is_set():
            four_are_in.wait(60)
            all_may_go.wait(60)
        with guard:
            now -= 1
        return ""

    monkeypatch.setattr(Argon2PasswordHasher, work, slow)
    hasher = BoundedArgon2PasswordHasher()
    with ThreadPoolExecutor(12) as many:
        asked = [many.submit(getattr(hasher, work), "words", "salt") for _ in range(12)]
        four_are_in.wait(60)  # four have begun, and none has ended
        assert at_work == [1, 2, 3, 4]
        all_may_go.set()
        for each in asked:
            each.result(60)
    assert max(at_work) == 4
