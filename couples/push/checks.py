from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from couples.push import vapid


@register(Tags.security)
def key_is_whole(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """None is fine: then nothing is pushed, and mail goes on. A broken one must not wait for the first nudge (S22)."""
    try:
        vapid.public_key()
    except ValueError as error:
        return [Error(str(error), id="push.E001")]
    return []
