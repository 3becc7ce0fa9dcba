"""Finds a Chromium for the browser tests, or gets one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from config.local.child import Trouble

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 180
PACKAGE_SECONDS = 600
ADVICE = "Install the package chromium, or name one: NEARER_CHROMIUM=/path/to/chromium bin/test"


def chromium() -> str:
    """The path of a Chromium that starts here. Getting one is tried in the order of what it asks of the machine."""
    for find in (named, on_the_system, from_playwright, downloaded, from_the_distribution):
        path = find()
        if path and starts(path):
            return path
    raise Trouble(f"The browser tests need Chromium, and none could be found or installed. {ADVICE}")


def named() -> str | None:
    path = os.environ.get("NEARER_CHROMIUM")
    if path and not starts(path):
        raise Trouble(f"NEARER_CHROMIUM names {path}, which does not start.")
    return path or None


def on_the_system() -> str | None:
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)


def from_playwright() -> str | None:
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as b: print(b.chromium.executable_path)"
    answer = finished([sys.executable, "-c", ask], 60)
    path = answer.stdout.strip() if answer else ""
    return path if path and Path(path).exists() else None


def downloaded() -> str | None:
    print("Looking for a Chromium for the browser tests (once) ...", file=sys.stderr)
    install = finished([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_SECONDS)
    return from_playwright() if install and install.returncode == 0 else None


def from_the_distribution() -> str | None:
    apt = shutil.which("apt-get")
    if not apt:
        return None
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return None
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    finished([*as_root, apt, "update", "-qq"], PACKAGE_SECONDS)
    install = [*as_root, *environment, apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    finished(install, PACKAGE_SECONDS)
    return on_the_system()


def starts(path: str) -> bool:
    answer = finished([path, "--version"], 30)
    return answer is not None and answer.returncode == 0


def finished(command: Sequence[str], seconds: float) -> subprocess.CompletedProcess[str] | None:
    """The command's result, or None when it cannot run or takes too long."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
