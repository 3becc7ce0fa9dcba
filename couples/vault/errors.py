class VaultError(Exception):
    """Something sealed could not be opened. It never carries any of what was sealed."""


class Tampered(VaultError):
    """Wrong key, changed bytes, or bytes moved from another row, column or couple (K1)."""


class KeyGone(VaultError):
    """The data key was destroyed, or its key-encryption key is not among the configured ones."""


class VaultMisuse(TypeError):
    """A query tried to use a sealed field as if the database could read it (K2)."""
