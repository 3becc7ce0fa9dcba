"""`live` serves hints under /live/ (production); `application` serves pages too, in one process (the local default).

Pages go through the WSGI application even here: Django's own ASGI handler costs about 3 ms of CPU a request and leaks
kept-alive database connections.
"""

import os
import resource
from typing import Any, cast

import django
from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config import pulse, timeouts  # noqa: E402  after Django is set up
from config.whole import Whole  # noqa: E402
from config.wsgi import application as pages  # noqa: E402
from couples.live.asgi import Live  # noqa: E402

_live = Live()
#: Two threads for all: each gets a request when it is whole, and leaves its answer to be read in whoever's own time.
_pages = Whole(WSGIMiddleware(cast(Any, pages), workers=2, send_queue_size=0))


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
    room_for_streams()
    async with pulse.beating():
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await _live.close()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def room_for_streams() -> None:
    """Raises the limit of file handles as far as allowed. Each open page takes one; many systems begin with 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
