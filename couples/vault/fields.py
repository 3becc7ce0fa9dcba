"""Model fields whose values the database never sees.

A model with such fields has a UUID primary key, a `couple_id` (or none), a manager made from VaultQuerySet, and
`vault_holder()`, which says whose key encrypts them now: the author's while something is a draft, the couple's once it
is shared. A value is opened when it is first read, not when it is loaded.

Two things for migrations. A column added to a table with rows is `null=True`: a migration cannot encrypt a default. And
table and column are part of what a value is bound to: renaming either means encrypting anew.
"""

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from couples.vault import keys
from couples.vault.binding import column_address, row_address
from couples.vault.cipher import decrypt, encrypt, key_id_of
from couples.vault.errors import Tampered, VaultMisuse
from couples.vault.values import Ciphertext, Opened, Restored

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:

    class _Field(models.Field[_ST, _GT]):
        pass
else:

    class _Field(models.Field):
        def __class_getitem__(cls, _: Any) -> type["_Field"]:
            return cls


#: Half of a surrogate pair, which no encoding of text can carry.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class _Attribute:
    """One encrypted attribute of a model. It keeps nothing itself: threads share it."""

    def __init__(self, field: "EncryptedField[Any, Any]") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: Any = None) -> Any:
        if instance is None:
            return self
        held = self.field.held(instance)
        if isinstance(held, Restored) and instance._state.adding:
            return held  # a dump being loaded, row by row; its key may come later
        opened = self.field.opened(instance)
        return None if opened is None else opened.value

    def __set__(self, instance: models.Model, value: Any) -> None:
        if value is not None and not isinstance(value, Ciphertext):
            value = Opened(value)
        elif value is not None and not instance._state.adding:
            raise VaultMisuse(f"{self.field.name} takes words: encrypted bytes open only where they were encrypted")
        instance.__dict__[self.field.attname] = value


class EncryptedField(_Field[_ST, _GT]):
    """The base of encrypted fields; use EncryptedTextField or EncryptedJSONField."""

    descriptor_class = _Attribute
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        return "BinaryField"

    # -- encrypting and opening -------------------------------------------------

    def address(self, instance: models.Model) -> bytes:
        if instance.pk is None:
            raise VaultMisuse("A row needs its id before its words can be encrypted")
        return column_address(self) + row_address(instance.pk, getattr(instance, "couple_id", None))

    def held(self, instance: models.Model) -> Any:
        """What the instance holds: None, Ciphertext or Opened. A deferred value is fetched, and stays encrypted."""
        held = instance.__dict__
        if self.attname not in held:
            row = type(instance)._base_manager.using(instance._state.db).filter(pk=instance.pk)
            held[self.attname] = row.values_list(self.attname, flat=True).get()
        return held[self.attname]

    def opened(self, instance: models.Model) -> Opened | None:
        held = self.held(instance)
        if isinstance(held, Ciphertext):
            address = self.address(instance)
            plain = decrypt(held, key=keys.key_by_id(key_id_of(held)), address=address)
            held = instance.__dict__[self.attname] = Opened(self.from_bytes(plain), held, plain, address)
        return cast(Opened | None, held)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        """What goes to the database. Bytes that still say the same, for the same row and holder, go back unchanged.

        Untouched ones are opened too: what does not open is never written back.
        """
        opened = self.opened(model_instance)
        if opened is None:
            return None
        address, plain = self.address(model_instance), self.to_bytes(opened.value)
        key_id, key = keys.key_for(cast(Any, model_instance).vault_holder())
        if opened.encrypted and (opened.plain, opened.address, key_id_of(opened.encrypted)) == (plain, address, key_id):
            return opened.encrypted
        encrypted = Ciphertext(encrypt(plain, key=key, key_id=key_id, address=address))
        model_instance.__dict__[self.attname] = Opened(opened.value, encrypted, plain, address)
        return encrypted

    # Each kind of field says these two; one that lacks them fails before anything is stored, as Django's own bases do.

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    def _encoded(self, text: str) -> bytes:
        # Python's own error would carry the whole text.
        if _HALF_CHARACTER.search(text):
            raise VaultMisuse(f"{self.name} holds half a character and cannot be written")
        return text.encode()

    # -- what the database gets and gives ------------------------------------

    def from_db_value(self, value: Any, *_: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Ciphertext):
            raise VaultMisuse(f"{self.name} is encrypted: only save() and bulk_create() write it, nothing looks it up")
        return None if value is None else connection.Database.Binary(bytes(value))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        # Django lets expressions pass here: update(text=F("other")), and all of bulk_update.
        return self.get_db_prep_value(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        raise VaultMisuse(f"{self.name} is encrypted and cannot be looked up by {lookup_name!r}")

    def get_transform(self, lookup_name: str) -> Any:
        raise VaultMisuse(f"{self.name} is encrypted and has no {lookup_name!r}")

    # -- forms, defaults, dumps ----------------------------------------------

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else None

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Validates words. `to_python`, which Django would ask first, is for dumps here."""
        self.validate(value, cast(models.Model, model_instance))
        self.run_validators(value)
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """For dumps: the encrypted bytes, never the words (K8)."""
        return base64.b64encode(self.pre_save(obj, add=False) or b"").decode("ascii")

    def to_python(self, value: Any) -> Restored | None:
        """From dumps."""
        if not value:
            return None
        try:
            encrypted = base64.b64decode(value, validate=True)
            key_id_of(encrypted)
        except (binascii.Error, TypeError, ValueError, Tampered):
            raise ValidationError(_("This is not an encrypted value."), code="encrypted") from None
        return Restored(encrypted)


class EncryptedTextField(EncryptedField[_ST, _GT]):
    """A text. `max_length` counts characters and is checked by validation, not by the database."""

    if TYPE_CHECKING:
        _pyi_private_set_type: str
        _pyi_private_get_type: str

    empty_values = [None, ""]
    default_validators = [
        RegexValidator(_HALF_CHARACTER, _("One character didn’t come through. Type it again."), inverse_match=True)
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def to_bytes(self, value: Any) -> bytes:
        return self._encoded(str(value))

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": self.max_length, "widget": forms.Textarea, **kwargs})


class EncryptedBytesField(EncryptedField[_ST, _GT]):
    """Bytes as they are, such as a part of a file."""

    if TYPE_CHECKING:
        _pyi_private_set_type: bytes
        _pyi_private_get_type: bytes

    empty_values = [None, b""]

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def from_bytes(self, plain: bytes) -> bytes:
        return plain


class EncryptedJSONField(EncryptedField[_ST, _GT]):
    """A list or an object, of anything JSON can say.

    Not a bare number: Django would put it into dumps in the clear, without asking the field.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    empty_values = [None, "", [], {}]

    def to_bytes(self, value: Any) -> bytes:
        if not isinstance(value, list | dict):
            raise VaultMisuse(f"{self.name} holds a list or an object")
        return self._encoded(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})
