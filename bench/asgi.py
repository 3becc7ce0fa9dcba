"""The local default's one process, with the bare page."""

from config.asgi import application

__all__ = ["application"]
