"""`live` serves hints under /live/ (production); `application` serves pages too, in one process (the local default).

Pages go through the WSGI application even here: Django's own ASGI handler costs about 3 ms of CPU a request and leaks
kept-alive database connections.
"""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_live = get_asgi_application()

from config import pulse, timeouts  # noqa: E402  after Django is set up
from config.wsgi import application as pages  # noqa: E402
from couples import wellformed  # noqa: E402

_live.request_class = wellformed.LiveRequest

_pages = WSGIMiddleware(cast(Any, pages), workers=2)


async def live(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        timeouts.limit("live")
        await _lifespan(receive, send)
    else:
        await _live(scope, receive, send)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"].startswith("/live/"):
        await _live(scope, receive, send)
    else:
        await _pages(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    async with pulse.beating():
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
