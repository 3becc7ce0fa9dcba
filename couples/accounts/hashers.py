"""Argon2id, but never more than four at once: each takes about 100 MiB, and fifty sign-ins at once must not (S1)."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

_slots = threading.BoundedSemaphore(4)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        with _slots:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _slots:
            return super().verify(password, encoded)
