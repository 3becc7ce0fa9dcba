from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models

from couples.vault import keyring, trial
from couples.vault.fields import EncryptedField
from couples.vault.querysets import VaultQuerySet, is_encrypted, paths


@register(Tags.security)
def key_is_there(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    try:
        keyring.parse(settings.NEARER_KEY)
    except ValueError as error:
        return [Error(str(error), id="vault.E001")]
    return []


@register(Tags.database)
def key_opens(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """Asked by `migrate`, which comes first on a server and last in a restore."""
    problem = trial.problem() if databases else ""
    return [Error(problem, id="vault.E007")] if problem else []


@register(Tags.models)
def encrypted_models_are_whole(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    return [problem for model in apps.get_models() for problem in problems(model)]


def problems(model: type[models.Model]) -> Iterator[CheckMessage]:
    encrypted_fields: list[Any] = [field for field in model._meta.fields if isinstance(field, EncryptedField)]
    if not encrypted_fields:
        return
    if not hasattr(model, "vault_holder"):
        yield Error(
            "A model with encrypted fields says whose key encrypts them: vault_holder()", obj=model, id="vault.E002"
        )
    if not isinstance(model._meta.pk, models.UUIDField):
        yield Error(
            "A model with encrypted fields has a UUID primary key, known before it is saved", obj=model, id="vault.E003"
        )
    if not isinstance(model._default_manager.all(), VaultQuerySet):
        yield Error("A model with encrypted fields has a manager made from VaultQuerySet", obj=model, id="vault.E004")
    if any(is_encrypted(model, path) for path in paths(*(model._meta.ordering or ()))):
        yield Error("An encrypted field has no order", obj=model, id="vault.E005")
    for field in encrypted_fields:
        if field.unique or field.db_index or field.has_db_default():
            yield Error("An encrypted field has no index and no default in the database", obj=field, id="vault.E006")
