from django.core.exceptions import FieldError


class VaultError(Exception):
    """Something encrypted could not be opened. It never carries any of what was encrypted."""


class Tampered(VaultError):
    """Wrong key, changed bytes, or bytes moved from another row, column or couple (K1)."""


class KeyGone(VaultError):
    """The data key was destroyed, and what it encrypted is gone for good (K7)."""


class KeyUnavailable(VaultError):
    """The key-encryption key is not among the configured ones: nothing is lost, but NEARER_KEY must be put right."""


class VaultMisuse(FieldError):
    """Code asked for what an encrypted field cannot do (K2).

    Not a TypeError: templates would swallow that and show nothing.
    """
