"""What finding a browser takes: whether a program starts, and getting one from the distribution."""

import os
import shutil
import subprocess
from collections.abc import Sequence

PACKAGE_SECONDS = 600


def starts(path: str) -> bool:
    answer = finished([path, "--version"], 30)
    return answer is not None and answer.returncode == 0


def on_the_system(names: Sequence[str]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def from_the_distribution(package: str) -> None:
    """Tries to install it. Whoever asked looks whether it is there now."""
    apt = shutil.which("apt-get")
    if not apt:
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    finished([*as_root, apt, "update", "-qq"], PACKAGE_SECONDS)
    install = [*as_root, *environment, apt, "install", "-y", "-qq", "--no-install-recommends", package]
    finished(install, PACKAGE_SECONDS)


def finished(command: Sequence[str], seconds: float) -> subprocess.CompletedProcess[str] | None:
    """The command's result, or None when it cannot run or takes too long."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
