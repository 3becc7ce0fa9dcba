"""Whether one process does its part, for docker-compose.yml: `python -P config/probe.py PART`, exit status 0 or 1.

Run as a script, so that asking loads neither Django nor the settings. Each asks the process beside it and no other:
/healthz speaks for all of them.
"""

import http.client
import os
import socket
import sys
from urllib.parse import urlsplit

SECONDS = 3.0


def answers(port: int, path: str, status: int) -> bool:
    """Asks by the name that people use, as the proxy does: any other name is refused, and each refusal is logged."""
    headers = {"Host": urlsplit(os.environ["NEARER_URL"]).netloc, "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status == status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def lives(node: str) -> bool:
    """As config/signs.py notes it."""
    import redis  # noqa: PLC0415  only these need it, and it takes longer than the question

    try:
        with redis.Redis.from_url(
            os.environ["REDIS_URL"], socket_connect_timeout=SECONDS, socket_timeout=SECONDS
        ) as broker:
            return bool(broker.exists(f"nearer:alive:{node}"))
    except redis.RedisError:
        return False


def is_well(part: str, port: int | None = None) -> bool:
    match part:
        case "web":
            return answers(port or 8000, "/healthz/process", 200)
        case "live":
            # Nobody is signed in here: 204 is what a page is told that has nothing to listen to.
            return answers(port or 8001, "/live/", 204)
        case "worker" | "clock" | "beat":
            return lives(f"{part}@{socket.gethostname()}")
    raise SystemExit(f"there is no part {part!r}")


if __name__ == "__main__":
    sys.exit(not is_well(sys.argv[1], *map(int, sys.argv[2:3])))
