"""Gives each parallel test process numbers of its own in the tests' Valkey, before the settings read them.

One process clears its cache between tests; that must not sign another one's people out.
"""

import os

worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if worker:
    for variable, number in [("REDIS_URL", 2 * int(worker) + 2), ("CACHE_URL", 2 * int(worker) + 3)]:
        os.environ[variable] = os.environ[variable].partition("?")[0] + f"?db={number}"
