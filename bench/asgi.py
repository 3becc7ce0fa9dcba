"""The local default's one process, with the same bare page."""

from django.conf import settings

from config.asgi import application

settings.ROOT_URLCONF = "bench.urls"

__all__ = ["application"]
