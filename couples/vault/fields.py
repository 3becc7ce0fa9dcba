"""Model fields whose values the database never sees.

A model with such fields has a UUID primary key, a `couple_id` (or none), and `vault_holder()`, which says whose key seals them now: the
author's while something is a draft, the couple's once it is shared. A value is opened when it is first read, not when it is loaded.
"""

import base64
import json
from typing import Any, cast

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import BaseExpression
from django.db.models.lookups import IsNull

from couples.vault import keys
from couples.vault.cipher import bind, key_id_of, seal, unseal
from couples.vault.errors import VaultMisuse


class Ciphertext(bytes):
    """Sealed bytes. Shows nothing of themselves."""

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class _Opener:
    """Reads and writes one sealed attribute: ciphertext and opened value wait side by side in the instance."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])  # deferred
        value = instance.__dict__[name]
        if not isinstance(value, Ciphertext):
            return value
        opened = instance.__dict__.setdefault("_opened", {})
        if opened.get(name, (None,))[0] is not value:
            opened[name] = (value, self.field.open(instance, value))
        return opened[name][1]

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """The base of sealed fields; use EncryptedTextField or EncryptedJSONField."""

    descriptor_class = _Opener
    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    # -- sealing and opening -------------------------------------------------

    def address(self, instance: models.Model) -> bytes:
        if instance.pk is None:
            raise VaultMisuse("A row needs its id before its words can be sealed")
        couple = getattr(instance, "couple_id", None)
        return bind(self.model._meta.db_table, self.attname, str(instance.pk), str(couple or ""))

    def open(self, instance: models.Model, value: Ciphertext) -> Any:
        key = keys.key_by_id(key_id_of(value))
        return self.from_bytes(unseal(value, key=key, address=self.address(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        """Seal what was assigned. What was not touched stays as it is, unless somebody else's key should now seal it."""
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        key_id, key = keys.key_for(cast(Any, model_instance).vault_holder())
        if isinstance(value, Ciphertext):
            if key_id_of(value) == key_id and not add:
                return value
            value = self.open(model_instance, value)
        sealed = Ciphertext(seal(self.to_bytes(value), key=key, key_id=key_id, address=self.address(model_instance)))
        model_instance.__dict__[self.attname] = sealed
        model_instance.__dict__.setdefault("_opened", {})[self.attname] = (sealed, value)
        return sealed

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    # -- what the database gets and gives ------------------------------------

    def from_db_value(self, value: Any, *_: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Ciphertext):
            raise VaultMisuse(f"{self.name} is sealed: it is written by save() or bulk_create(), and never looked up")
        return super().get_db_prep_value(None if value is None else bytes(value), connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        raise VaultMisuse(f"{self.name} is sealed and cannot be looked up by {lookup_name!r}")

    def get_transform(self, lookup_name: str) -> Any:
        raise VaultMisuse(f"{self.name} is sealed and has no {lookup_name!r}")

    def resolve_expression_parameter(self, *args: Any, **kwargs: Any) -> Any:
        raise FieldError(f"{self.name} is sealed")

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, BaseExpression):
            raise VaultMisuse(f"{self.name} is sealed: the database cannot compute it")
        return value

    def _check_str_default_value(self) -> list[Any]:
        return []  # for bytes a text default is a mistake; ours are sealed like any other value

    # -- forms, defaults, dumps ----------------------------------------------

    def get_default(self) -> Any:
        if not self.has_default():
            return None
        return self.default() if callable(self.default) else self.default

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return models.Field.clean(self, value, model_instance)

    def value_to_string(self, obj: models.Model) -> str:
        """For dumps: the sealed bytes, never the words (K8)."""
        value = obj.__dict__.get(self.attname)
        if value is None:
            return ""
        if not isinstance(value, Ciphertext):
            raise VaultMisuse(f"{self.name} is not saved yet, and is never dumped unsealed")
        return base64.b64encode(value).decode("ascii")

    def to_python(self, value: Any) -> Any:
        return value


class EncryptedTextField(SealedField):
    """A text. `max_length` counts characters and is checked by validation, not by the database."""

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()

    def formfield(self, **kwargs: Any) -> Any:
        return models.TextField.formfield(cast(Any, self), max_length=self.max_length, **kwargs)


class EncryptedJSONField(SealedField):
    """Anything JSON can say."""

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)
