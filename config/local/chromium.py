"""Finds a Chromium for the browser tests, or gets one; and the same without its window, which takes half the time."""

import os
import sys
from pathlib import Path

from config.local.child import Trouble
from config.local.driver import driver
from config.local.programs import finished, from_the_distribution, on_the_system, starts

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: The engine alone, as distributions package it: no push service, no window that nobody sees.
SHELL = "chromium-headless-shell"
DOWNLOAD_SECONDS = 180
ADVICE = "Install the package chromium, or name one: NEARER_CHROMIUM=/path/to/chromium bin/test"


def chromium() -> str:
    """The path of a Chromium that starts here. Getting one is tried in the order of what it asks of the machine.

    What drives it is started first: without that no Chromium is of use, and none can be downloaded.
    """
    driver()
    for find in (named, installed, from_playwright, downloaded, packaged):
        path = find()
        if path and starts(path):
            return path
    raise Trouble(f"The browser tests need Chromium, and none could be found or installed. {ADVICE}")


def shell(whole: str) -> str:
    """The path of the engine alone if it is on this system, else of the `whole` one. Whoever names one means that."""
    path = None if named() else on_the_system([SHELL])
    return path if path and starts(path) else whole


def named() -> str | None:
    path = os.environ.get("NEARER_CHROMIUM")
    if path and not starts(path):
        raise Trouble(f"NEARER_CHROMIUM names {path}, which does not start.")
    return path or None


def installed() -> str | None:
    return on_the_system(SYSTEM_NAMES)


def from_playwright() -> str | None:
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as b: print(b.chromium.executable_path)"
    answer = finished([sys.executable, "-c", ask], 60)
    path = answer.stdout.strip() if answer else ""
    return path if path and Path(path).exists() else None


def downloaded() -> str | None:
    print("Looking for a Chromium for the browser tests (once) ...", file=sys.stderr)
    install = finished([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_SECONDS)
    return from_playwright() if install and install.returncode == 0 else None


def packaged() -> str | None:
    for package in ("chromium", SHELL):
        from_the_distribution(package)
    return installed()
