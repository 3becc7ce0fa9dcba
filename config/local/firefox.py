"""Finds a Firefox for the browser tests, or gets one. Playwright's own build is none that people have."""

import os
import sys

from config.local.child import Trouble
from config.local.programs import from_the_distribution, on_the_system, starts

SYSTEM_NAMES = ("firefox-esr", "firefox")
ADVICE = "Install the package firefox-esr, or name one: NEARER_FIREFOX=/path/to/firefox bin/test"


def firefox() -> str:
    """The path of a Firefox that starts here."""
    for find in (named, installed, packaged):
        path = find()
        if path and starts(path):
            return path
    raise Trouble(f"The browser tests need Firefox, and none could be found or installed. {ADVICE}")


def named() -> str | None:
    path = os.environ.get("NEARER_FIREFOX")
    if path and not starts(path):
        raise Trouble(f"NEARER_FIREFOX names {path}, which does not start.")
    return path or None


def installed() -> str | None:
    return on_the_system(SYSTEM_NAMES)


def packaged() -> str | None:
    print("Installing a Firefox for the browser tests (once) ...", file=sys.stderr)
    from_the_distribution("firefox-esr")
    return installed()
